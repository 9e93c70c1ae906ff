"""Against a mail server that nobody here wrote, with its own TLS, queue and bounces."""

import email
import email.policy
import subprocess
import tempfile

import pytest
from harness import CHECKOUT, Stack, wait_until
from mail_transfer_agent import TransferAgent, is_installed
from recruiting import Client, add_candidates, on_day

ACME = "Acme Talent"
MESSAGES = "/api/notifications/messages/"


@pytest.fixture
def agent():
    if not is_installed():
        pytest.skip("Exim is not here, since another mail server is")
    with tempfile.TemporaryDirectory(prefix="mta-") as folder:
        running = TransferAgent(folder)
        yield running
        running.stop()


def test_mail_is_queued_elsewhere_and_what_comes_back_is_known_again(own_stack, agent):
    stack: Stack = own_stack(
        EMAIL_HOST="localhost",
        EMAIL_PORT=str(agent.port),
        EMAIL_HOST_USER="mailer",
        EMAIL_HOST_PASSWORD="correct horse",
        EMAIL_BACKEND="smtp",
        EMAIL_CA_FILE=str(agent.authority),
        EMAIL_BOUNCE_DOMAIN="bounces.example",
    )
    stack.up()
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    company = Client(stack, stack.account("COMPANY", ACME))
    here, gone = add_candidates(stack, ACME, 2)
    stack.sql(f"UPDATE candidate SET email = CONCAT('x', id, '@gone.example') WHERE id = {gone.id}")
    interviews = [
        recruiter.schedule(candidate, company.make_slot(on_day(30 + number)))
        for number, candidate in enumerate((here, gone))
    ]

    def message(interview):
        found = recruiter.get(f"{MESSAGES}?interview={interview}")
        return next(message for message in found if message["role"] == "candidate")

    for interview in interviews:
        sent = wait_until(
            lambda interview=interview: (now := message(interview)) and now["state"] == "sent" and now, 30, "the mail"
        )
        assert " id=" in sent["attempts"][0]["reply"], "the relay's reply names its queue id"

    (bounce,) = wait_until(lambda: agent.delivered("bounces"), 30, agent.log())
    taken = subprocess.run(
        [CHECKOUT / "dev", "exec", "--", "interviews", "bounce"],
        env=stack.environment, input=bounce, capture_output=True, check=True,
    )  # fmt: skip
    assert b" bounced: failed, 5.0.0" in taken.stdout
    assert [message(interview)["state"] for interview in interviews] == ["sent", "bounced"]

    arrived = [email.message_from_bytes(each, policy=email.policy.default) for each in agent.delivered("mail")]
    (invitation,) = [each for each in arrived if each["Envelope-To"] == here.email]
    assert invitation["Auto-Submitted"] == "auto-generated"
    assert "session_key=" in invitation.get_body(("plain",)).get_content()
