"""What was acknowledged survives the death of any part, and nothing is done twice."""

import collections
import dataclasses
import functools
import hashlib
import os
import random
import signal
import threading
import time

import pytest
import requests
from endpoints import CHUNK, CONSENT
from harness import Stack, wait_until
from recruiting import Client, add_candidates, link_in, on_day, starting_in

ACME = "Acme Talent"
CLIENTS = 4
BOOKINGS = 60
SEATS = 3
# Killed one after the other, in an order and at moments that the seed decides.
VICTIMS = ["serve", "deliver", "database"] * 3
SETTLED = ("sent", "failed", "cancelled")


@dataclasses.dataclass(frozen=True)
class Booked:
    """What a client was told."""

    candidate: object
    interview_id: str
    slot_id: str


def patiently(ask, statuses, look=lambda: None):
    """The JSON of the first answer of these statuses; until then only those of a server in trouble are right.

    After each failure `look` may find out that it was done all the same, and returns the answer.
    """
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            answer = ask()
        except requests.RequestException:
            answer = None
        if answer is not None and answer.status_code in statuses:
            return answer.json()
        if answer is not None:
            assert answer.status_code in (502, 503, 504), f"{answer.request.url}: {answer.status_code} {answer.text}"
            assert answer.headers.get("Retry-After"), f"{answer.request.url}: {answer.status_code}, no Retry-After"
        time.sleep(0.05)
        if found := look():
            return found
    raise AssertionError("no good answer came within a minute")


class PatientClient(Client):
    """A recruiter who looks and tries again when the server is in trouble."""

    def until(self, statuses, method, path, body=None, look=lambda: None):
        return patiently(lambda: self.ask(method, path, body), statuses, look)

    def book_patiently(self, candidate, slot_id):
        body = {"candidate": candidate.id, "job": None, "slot": slot_id, "feedback": ""}

        def look():
            # What was not answered may have been done; a second interview would be one too many.
            return next(iter(self.until([200], "GET", f"/api/interviews/?candidate_id={candidate.id}")), None)

        interview = self.until([201], "POST", "/api/interviews/", body, look)
        slot = self.until([200], "GET", f"/api/interviews/slots/{slot_id}/")
        counters = {**slot, "current_bookings": slot["current_bookings"] + 1}
        self.until([200], "PUT", f"/api/interviews/slots/{slot_id}/", counters)
        path = f"/api/interviews/slots/{slot_id}/book_slot/"
        self.until([201], "POST", path, {"interview_id": interview["id"], "booking_notes": ""})
        return Booked(candidate, interview["id"], slot_id)


class PatientCandidate:
    """The portal's page, as far as its calls go: it repeats each until it is acknowledged."""

    def __init__(self, stack, key):
        self.stack = stack
        self.cookies = stack.request("GET", f"/?session_key={key}").cookies

    def until(self, statuses, method, path, headers=None, **options):
        headers = {"X-Requested-With": "fetch", **(headers or {})}
        ask = functools.partial(self.stack.request, method, path, headers=headers, cookies=self.cookies, **options)
        return patiently(ask, statuses)

    def put_chunk(self, recording, index, content):
        headers = {"X-Chunk-SHA256": hashlib.sha256(content).hexdigest()}
        path = f"/portal/recordings/{recording}/chunks/{index}/"
        self.until([200, 201], "PUT", path, headers, data=content)


class Team:
    """Clients that book side by side, one candidate after the other."""

    def __init__(self, stack, count, first_day):
        office = Client(stack, stack.account("COMPANY", ACME))
        slots = [office.make_slot(on_day(first_day + index), seats=SEATS)["id"] for index in range(-(-count // SEATS))]
        candidates = add_candidates(stack, ACME, count)
        self.work = collections.deque(zip(candidates, slots * SEATS))
        self.booked, self.failures = [], []
        clients = [PatientClient(stack, stack.account("RECRUITER", ACME)) for _ in range(CLIENTS)]
        self.threads = [threading.Thread(target=self._book, args=(client,)) for client in clients]

    def _book(self, client):
        while self.work:
            try:
                self.booked.append(client.book_patiently(*self.work.popleft()))
            except IndexError:
                return
            except BaseException as error:
                self.failures.append(error)
                return

    def has_come_to(self, count):
        return len(self.booked) >= count or self.failures

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        for thread in self.threads:
            thread.join()


@pytest.fixture(scope="module")
def stack():
    """A stack for these tests alone: they leave it in pieces in between."""
    running = Stack()
    try:
        running.up()
        yield running
    finally:
        running.remove()


def wait_until_all_mail_is_settled(stack):
    unsettled = f"SELECT COUNT(*) FROM outbox WHERE state NOT IN {SETTLED}"
    # A message whose sender was killed is left alone for some seconds, then sent again.
    wait_until(lambda: stack.sql(unsettled) == [["0"]], 90, "an end of all mail's delivery")


def assert_bookings_stand(stack, booked):
    """Each acknowledged booking is there once, and the seats are counted right."""
    active = stack.sql("SELECT interview_id, slot_id FROM schedule WHERE is_active")
    found = collections.Counter((interview, slot) for interview, slot in active)
    assert [each for each in booked if found[each.interview_id, each.slot_id] != 1] == []
    seats = stack.sql(
        """
        SELECT slot.id, slot.current_bookings, COUNT(schedule.id), slot.max_candidates
        FROM slot
        LEFT JOIN schedule ON schedule.slot_id = slot.id AND schedule.is_active
        GROUP BY slot.id
        """
    )
    assert [row for row in seats if not int(row[1]) == int(row[2]) <= int(row[3])] == []
    twice = "SELECT candidate_id FROM interview GROUP BY candidate_id HAVING COUNT(*) > 1"
    assert stack.sql(twice) == []


def assert_mail_came_once(stack, booked):
    """Each booking's invitation arrived, once; twice only where the log of attempts says that one's end is unknown."""
    rows = stack.sql(
        """
        SELECT outbox.message_id, outbox.interview_id, outbox.recipient_role, outbox.state,
            (SELECT COUNT(*) FROM mail_attempt WHERE outbox_id = outbox.id AND outcome = 'unknown')
        FROM outbox
        """
    )
    arrived = collections.Counter(message.content["Message-ID"] for message in stack.messages())
    invited = {interview: message for message, interview, role, _, _ in rows if role == "candidate"}
    unknown = {message: int(count) for message, _, _, _, count in rows}

    assert {each.interview_id for each in booked} <= invited.keys()
    assert len(rows) == len({message for message, *_ in rows})
    assert {state for _, _, _, state, _ in rows} == {"sent"}
    missing = [message for message, *_ in rows if not arrived[message]]
    repeated = [message for message, count in arrived.items() if count > 1 + unknown[message]]
    assert (missing, repeated) == ([], [])
    recipients = {message.content["Message-ID"]: message.recipient for message in stack.messages()}
    assert [each for each in booked if recipients[invited[each.interview_id]] != each.candidate.email] == []


def test_whatever_dies_no_acknowledged_booking_and_no_mail_is_lost_or_doubled(stack):
    seed = int(os.environ.get("FAULT_SEED") or random.randrange(10**6))
    print(f"FAULT_SEED={seed} repeats the order and the moments")
    chance = random.Random(seed)
    victims = chance.sample(VICTIMS, len(VICTIMS))
    moments = sorted(chance.sample(range(BOOKINGS - CLIENTS), len(victims)))

    with Team(stack, BOOKINGS, first_day=60) as team:
        for moment, victim in zip(moments, victims):
            wait_until(functools.partial(team.has_come_to, moment), 90, "progress")
            time.sleep(chance.uniform(0, 0.05))
            stack.kill(victim)

    assert team.failures == []
    assert len(team.booked) == BOOKINGS
    wait_until_all_mail_is_settled(stack)
    assert_bookings_stand(stack, team.booked)
    assert_mail_came_once(stack, team.booked)


def test_whatever_dies_no_acknowledged_answer_and_no_piece_of_a_recording_is_lost(stack):
    seed = int(os.environ.get("FAULT_SEED") or random.randrange(10**6))
    print(f"FAULT_SEED={seed} repeats the moments")
    chance = random.Random(seed)
    (candidate,) = add_candidates(stack, ACME)
    office, recruiter = (Client(stack, stack.account(role, ACME)) for role in ("COMPANY", "RECRUITER"))
    slot = office.make_slot(starting_in(25), ai_configuration={"question_count": 20})
    interview_id = recruiter.schedule(candidate, slot)
    _, key = link_in(stack.wait_for_mail(to=candidate.email, seconds=60)[0])
    portal = PatientCandidate(stack, key)
    portal.until([201], "POST", "/portal/consent/", json={"version": CONSENT})
    begun = portal.until([200], "POST", "/ai/start", json={})
    victims = ["serve", "database", "serve"]
    moments = dict(zip(chance.sample(range(1, begun["max_questions"]), len(victims)), victims))

    pieces = {}
    for number in range(1, begun["max_questions"] + 1):
        killer = threading.Thread(target=stack.kill, args=[moments[number]]) if number in moments else None
        if killer:
            killer.start()
        made = {"question_number": number, "mime_type": "video/webm"}
        recording = portal.until([201], "POST", "/portal/recordings/", json=made)["recording_id"]
        for index in range(3):
            pieces[recording, index] = CHUNK + chance.randbytes(50_000)
            portal.put_chunk(recording, index, pieces[recording, index])
        finished = portal.until([200], "POST", f"/portal/recordings/{recording}/finish/", json={"chunks": 3})
        body = {"session_id": begun["session_id"], "transcript": f"Answer {number}", "question_number": number}
        portal.until([200], "POST", "/ai/upload_answer", json=body)
        assert finished == {"missing": []}
        if killer:
            killer.join()

    kept = recruiter.get(f"/api/interviews/{interview_id}/")
    assert kept["status"] == "completed"
    answers = [each["answer"] for each in kept["questions_and_answers"]]
    assert answers == [f"Answer {number}" for number in range(1, begun["max_questions"] + 1)]
    folder = stack.state / "media" / "recordings"
    found = {(path.parent.name, int(path.stem)): path.read_bytes() for path in folder.rglob("*.chunk")}
    assert found == pieces


def test_a_graceful_restart_of_serve_under_load_loses_no_request(stack):
    answers = collections.Counter()

    class Counting(Client):
        def ask(self, *arguments):
            answer = super().ask(*arguments)
            answers[answer.status_code] += 1
            return answer

    office = Counting(stack, stack.account("COMPANY", ACME))
    slots = [office.make_slot(on_day(100 + index), seats=SEATS) for index in range(8)]
    work = collections.deque(zip(add_candidates(stack, ACME, 24), slots * SEATS))
    failures = []

    def book():
        client = Counting(stack, stack.account("RECRUITER", ACME))
        try:
            while work:
                client.schedule(*work.popleft())
                client.get("/api/interviews/slots/")
        except IndexError:
            pass
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=book) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    restarts = 0
    while any(thread.is_alive() for thread in threads):
        assert stack.dev("restart", "serve").returncode == 0
        restarts += 1
    for thread in threads:
        thread.join()

    assert failures == []
    assert restarts >= 1
    assert answers.keys() == {200, 201}
    assert_bookings_stand(stack, [])


class Absent:
    """Keeps one process from coming back: what it needs at its start is moved away while it is dead."""

    def __init__(self, stack, name, needs):
        self.stack, self.name, self.needs = stack, name, stack.state / needs
        self.aside = self.needs.with_name(self.needs.name + ".aside")

    def __enter__(self):
        self.needs.rename(self.aside)
        os.kill(self.stack.pid(self.name), signal.SIGKILL)
        wait_until(lambda: self.stack.pid(self.name) is None, what=f"the end of {self.name}")

    def __exit__(self, *_):
        self.aside.rename(self.needs)


def test_mail_waits_while_the_mail_server_is_away(stack):
    office = Client(stack, stack.account("COMPANY", ACME))
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    candidates = add_candidates(stack, ACME, 3)
    slot = office.make_slot(on_day(130), seats=3)

    with Absent(stack, "mail", "tls/server.pem"):
        interviews = [recruiter.schedule(candidate, slot) for candidate in candidates]
        tried = "SELECT COUNT(*) FROM mail_attempt WHERE outcome = 'relay'"
        wait_until(lambda: int(stack.sql(tried)[0][0]) > 0, what="an attempt that found no mail server")
        assert not [message for candidate in candidates for message in stack.messages(to=candidate.email)]
        waiting = {recruiter.get(f"/api/interviews/{each}/")["email_status"] for each in interviews}
        assert waiting <= {"queued", "sending", "deferred"}

    for candidate in candidates:
        assert len(stack.wait_for_mail(to=candidate.email, seconds=60)) == 1
    wait_until_all_mail_is_settled(stack)
    assert {recruiter.get(f"/api/interviews/{each}/")["email_status"] for each in interviews} == {"sent"}
    assert [len(stack.messages(to=candidate.email)) for candidate in candidates] == [1, 1, 1]


def test_while_the_database_is_away_clients_are_told_to_come_back(stack):
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    processes = [stack.pid("serve"), stack.pid("deliver")]

    with Absent(stack, "database", "db.cnf"):
        read = recruiter.ask("GET", "/api/interviews/slots/")
        written = recruiter.ask("POST", "/api/interviews/", {"candidate": 1, "job": None})
        portal = stack.request("POST", "/ai/start", json={"session_key": "0" * 32})
        ready = stack.request("GET", "/readyz")
        alive = stack.request("GET", "/healthz")

    for answer in (read, written, portal):
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["Retry-After"]) > 0
        assert "try again" in answer.json()["detail"]
    assert (ready.status_code, alive.status_code) == (503, 200)
    wait_until(lambda: recruiter.ask("GET", "/api/interviews/slots/").status_code == 200, 60, "an answer")
    assert [stack.pid("serve"), stack.pid("deliver")] == processes


def test_a_stopped_deliver_leaves_nothing_half_sent(stack):
    office = Client(stack, stack.account("COMPANY", ACME))
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    candidates = add_candidates(stack, ACME, 12)
    slots = [office.make_slot(on_day(140 + index), seats=SEATS) for index in range(4)]

    for candidate, slot in zip(candidates, slots * SEATS):
        recruiter.schedule(candidate, slot)
        if candidate in candidates[::4]:
            assert stack.dev("restart", "deliver").returncode == 0
    wait_until_all_mail_is_settled(stack)

    assert [len(stack.messages(to=candidate.email)) for candidate in candidates] == [1] * 12
    unknown = "SELECT COUNT(*) FROM mail_attempt JOIN outbox ON outbox.id = outbox_id WHERE recipient IN ({})"
    addresses = ", ".join(f"'{candidate.email}'" for candidate in candidates)
    assert stack.sql(unknown.format(addresses) + " AND mail_attempt.outcome <> 'sent'") == [["0"]]
