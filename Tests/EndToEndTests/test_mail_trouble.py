"""Mail under a relay that misbehaves and processes that die: what is recorded, what is tried again, and who waits."""

import collections
import os
import pathlib
import random
import subprocess
import tempfile
import time

import pytest
from harness import BINARY, CHECKOUT, Stack, wait_until
from hostile_relay import HostileRelay
from recruiting import Client, add_candidates, on_day

ACME = "Acme Talent"
MESSAGES = "/api/notifications/messages/"
SETTLED = {"sent", "failed", "cancelled", "bounced"}
CHAOS = 1000

# What comes of a message whose recipient makes the relay misbehave once (a refusal for good: each time).
OUTCOMES = {
    "plain": ["sent"],
    "rcpt-4xx": ["deferred", "sent"],
    "rcpt-5xx": ["failed"],
    "rcpt-lines": ["failed"],
    "rcpt-hang": ["deferred", "sent"],
    "rcpt-cut": ["deferred", "sent"],
    "rcpt-slow": ["deferred", "sent"],
    "data-4xx": ["deferred", "sent"],
    "data-5xx": ["failed"],
    "data-hang": ["deferred", "sent"],
    "data-cut": ["deferred", "sent"],
    "data-slow": ["deferred", "sent"],
    "dot-4xx": ["deferred", "sent"],
    "dot-5xx": ["failed"],
    "dot-lines": ["failed"],
    "dot-hang": ["unknown", "sent"],
    "dot-cut": ["unknown", "sent"],
    "dot-slow": ["unknown", "sent"],
}
# Trouble before the relay has heard of the message: not held against it.
MODES = {
    ("greeting", "hang"): "relay",
    ("greeting", "cut"): "relay",
    ("greeting", "4xx"): "relay",
    ("ehlo", "cut"): "relay",
    ("auth", "hang"): "relay",
    ("auth", "5xx"): "relay",
    ("mail", "4xx"): "deferred",
}


class Post:
    """A stack whose relay is the hostile one, with its recruiter."""

    def __init__(self, relay):
        self.relay = relay
        self.stack = Stack(
            EMAIL_HOST="localhost",
            EMAIL_PORT=str(relay.ports["good"]),
            EMAIL_HOST_USER="mailer",
            EMAIL_HOST_PASSWORD="correct horse",
            EMAIL_BACKEND="smtp",
            EMAIL_CA_FILE=str(relay.authority),
            EMAIL_TIMEOUT="1",
            EMAIL_RETRY_SECONDS="1",
            EMAIL_UNKNOWN_RETRY_SECONDS="1",
            EMAIL_PAUSE_SECONDS="1",
            EMAIL_RESCUE_SECONDS="1",
            EMAIL_CONNECTIONS="4",
            EMAIL_BOUNCE_DOMAIN="bounces.example",
        )
        self.days = iter(range(30, 1000))

    def start(self):
        self.stack.up()
        self.recruiter = Client(self.stack, self.stack.account("RECRUITER", ACME))
        self.company = Client(self.stack, self.stack.account("COMPANY", ACME))
        self.admin = Client(self.stack, self.stack.account("ADMIN"))

    def book(self, kind):
        """Books an interview for a candidate of that address; its id."""
        (candidate,) = add_candidates(self.stack, ACME)
        self.stack.sql(f"UPDATE candidate SET email = '{kind}.{candidate.id}@hostile.example' WHERE id = {candidate.id}")
        slot = self.company.make_slot(on_day(next(self.days)))
        return self.recruiter.schedule(candidate, slot)

    def message(self, interview):
        """The message to the interview's candidate, as the API shows it."""
        found = self.recruiter.get(f"{MESSAGES}?interview={interview}")
        return next(message for message in found if message["role"] == "candidate")

    def wait_for(self, interview, is_right, seconds=40):
        return wait_until(
            lambda: (message := self.message(interview)) and is_right(message) and message, seconds, "the message"
        )


def outcomes(message):
    return [attempt["outcome"] for attempt in message["attempts"]]


@pytest.fixture(scope="module")
def post():
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        relay = HostileRelay(pathlib.Path(folder))
        running = Post(relay)
        try:
            running.start()
            yield running
        finally:
            running.stack.remove()
            relay.stop()


def test_each_refusal_silence_and_break_is_recorded_as_what_it_is(post):
    booked = {kind: post.book(kind) for kind in OUTCOMES}

    messages = {
        kind: post.wait_for(interview, lambda message: message["state"] in SETTLED) for kind, interview in booked.items()
    }

    assert {kind: outcomes(message) for kind, message in messages.items()} == OUTCOMES
    for kind, message in messages.items():
        arrived = [each.content for each in post.relay.received if each.recipient == message["recipient"]]
        assert bool(arrived) == (kind not in ("rcpt-5xx", "rcpt-lines", "data-5xx")), kind
        # An attempt whose end is unknown is followed by the same bytes, so the same Message-ID.
        assert len(set(arrived)) <= 1, kind
        assert message["reply_code"] == (554 if "failed" in OUTCOMES[kind] else 250), kind
    assert "First 554-5.7.1 Second" in messages["rcpt-lines"]["attempts"][0]["reply"]
    assert post.stack.sql("SELECT COUNT(*) FROM outbox WHERE body IS NOT NULL AND state IN ('sent', 'failed')") == [["0"]]


def test_trouble_before_the_message_is_not_held_against_it_and_told_to_administrators(post):
    for mode, outcome in MODES.items():
        post.relay.mode = mode
        interview = post.book("plain")
        post.wait_for(interview, lambda message: outcome in outcomes(message))
        if mode == ("auth", "5xx"):
            mail = post.admin.get("/api/health/")["mail"]
            assert mail["status"] == "problem"
            assert "EMAIL_HOST_PASSWORD" in mail["problems"][0]["advice"]
        post.relay.mode = None
        message = post.wait_for(interview, lambda message: message["state"] == "sent")

        assert set(outcomes(message)) == {outcome, "sent"}, mode
    assert wait_until(lambda: post.admin.get("/api/health/")["mail"]["status"] == "ok")


def test_a_booking_is_answered_while_the_relay_is_silent(post):
    post.relay.mode = ("greeting", "hang")
    first = post.book("plain")
    answered = 0
    for _ in range(20):
        wait_until(lambda: post.relay.hanging > 0, what="a conversation that hangs")
        interview = post.book("plain")
        answered += post.relay.hanging > 0
        assert post.message(interview)["state"] in ("queued", "deferred", "sending")
        if answered:
            break
    post.relay.mode = None

    assert answered
    post.wait_for(first, lambda message: message["state"] == "sent")


@pytest.mark.parametrize(
    ("port", "starttls", "problem"),
    [("wrong", False, "was not accepted"), ("expired", False, "was not accepted"), ("stripped", True, "STARTTLS")],
)
def test_a_relay_that_cannot_be_trusted_gets_neither_password_nor_message(post, port, starttls, problem):
    # Mail of the tests before may still arrive, by the port that can be trusted.
    recipient = f"{port}@hostile.example"
    changes = {
        "EMAIL_PORT": str(post.relay.ports[port]),
        "EMAIL_USE_TLS": str(starttls),
        "EMAIL_USE_SSL": str(not starttls),
    }
    command = [CHECKOUT / "dev", "exec", "--", "interviews", "test-email", recipient]
    outcome = subprocess.run(command, env={**post.stack.environment, **changes}, capture_output=True, text=True)

    assert outcome.returncode == 1
    assert problem in outcome.stdout
    assert "EMAIL_" in outcome.stdout.splitlines()[-1]
    assert recipient not in [message.recipient for message in post.relay.received]


def test_a_bounce_settles_the_message_tells_the_recruiter_and_stops_the_mail(post):
    interview = post.book("plain")
    message = post.wait_for(interview, lambda message: message["state"] == "sent")
    ((token,),) = post.stack.sql(f"SELECT return_token FROM outbox WHERE id = {message['id']}")
    notification = "\n".join([
        f"To: bounce+{token}@bounces.example",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
        "--b", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example", "",
        "Final-Recipient: rfc822; x@hostile.example", "Action: failed", "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 No such person", "", "--b--", "",
    ])  # fmt: skip

    command = [CHECKOUT / "dev", "exec", "--", "interviews", "bounce"]
    taken = subprocess.run(
        command, env=post.stack.environment, input=notification, capture_output=True, text=True, check=True
    )

    assert taken.stdout.startswith(f"message {message['id']} bounced")
    bounced = post.message(interview)
    assert (bounced["state"], bounced["address_dead"]) == ("bounced", True)
    assert bounced["reports"][0]["diagnostic"] == "smtp; 550 5.1.1 No such person"
    wait_until(
        lambda: [
            notice for notice in post.recruiter.get("/api/notifications/") if notice["title"] == "Mail to the candidate failed"
        ],
        what="the recruiter's notification",
    )
    path = f"{MESSAGES}{message['id']}/resend/"
    assert post.recruiter.expect(409, "POST", path, {})["code"] == "address_dead"
    again = post.recruiter.expect(201, "POST", path, {"confirm_address": True})
    sent = wait_until(
        lambda: (now := post.recruiter.get(f"{MESSAGES}{again['id']}/")) and now["state"] == "sent" and now,
        what="the message sent anew",
    )
    assert sent["resend_of"] == message["id"]


def test_whichever_deliver_dies_no_message_is_lost_and_only_unknown_ones_come_twice(post):
    seed = int(os.environ.get("FAULT_SEED") or random.randrange(10**6))
    print(f"FAULT_SEED={seed} repeats the moments")
    chance = random.Random(seed)
    post.relay.mode = ("greeting", "hang")
    ((outbox,),) = post.stack.sql(
        f"SELECT MAX(id) FROM outbox WHERE interview_id = '{post.book('plain')}' AND recipient_role = 'candidate'"
    )
    columns = "kind, recipient_role, version, sender, subject, body, give_up_at, created_at, updated_at"
    post.stack.sql(
        f"""
        INSERT INTO outbox (dedup_key, message_id, recipient, next_attempt_at, {columns})
        SELECT CONCAT('chaos-', seq), CONCAT('<chaos-', seq, '@x>'), CONCAT('chaos.', seq, '@hostile.example'),
            UTC_TIMESTAMP(6), {columns}
        FROM outbox
        JOIN seq_1_to_{CHAOS}
        WHERE id = {outbox}
        """
    )
    variables = post.stack.dev("exec", "--", "env", "-0").stdout.split("\0")
    environment = dict(line.split("=", 1) for line in variables if line)
    # Most kills then hit a process that has handed over a message and waits for the verdict.
    post.relay.seconds_before_verdict = 0.02

    def start():
        return subprocess.Popen(
            [BINARY, "deliver"], env=environment, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def waiting():
        ((count,),) = post.stack.sql("SELECT COUNT(*) FROM outbox WHERE dedup_key LIKE 'chaos-%' AND state <> 'sent'")
        return int(count)

    processes = [start() for _ in range(3)]
    kills = 0
    try:
        # The stack's own holds all places at the relay; when it dies, all who stand by get some.
        time.sleep(1)
        post.stack.kill("deliver")
        post.relay.mode = None
        deadline = time.monotonic() + 120
        while waiting():
            assert time.monotonic() < deadline, f"{waiting()} messages are not sent"
            time.sleep(chance.uniform(0.1, 0.4))
            if kills < 15 and waiting() > CHAOS / 20:
                victim = chance.randrange(len(processes))
                processes[victim].kill()
                processes[victim].wait()
                processes[victim] = start()
                kills += 1
    finally:
        post.relay.seconds_before_verdict = 0
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(60)

    rows = post.stack.sql(
        """
        SELECT outbox.recipient, COUNT(mail_attempt.id)
        FROM outbox
        LEFT JOIN mail_attempt ON mail_attempt.outbox_id = outbox.id AND mail_attempt.outcome = 'unknown'
        WHERE outbox.dedup_key LIKE 'chaos-%'
        GROUP BY outbox.id
        """
    )
    arrived = collections.Counter(each.recipient for each in post.relay.received if each.recipient.startswith("chaos."))
    twice = sum(count - 1 for count in arrived.values())
    print(f"{kills} kills; {len(arrived)} messages arrived, {twice} copies of attempts recorded as unknown")
    assert kills >= 5
    assert len(rows) == len(arrived) == CHAOS
    assert [name for name, unknown in rows if arrived[name] > 1 + int(unknown)] == []
