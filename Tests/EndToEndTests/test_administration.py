"""The administrator's commands against the real parts of a running stack."""

import dataclasses
import subprocess

import pytest
from harness import CHECKOUT


@dataclasses.dataclass(frozen=True)
class Outcome:
    status: int
    said: str


def run_with(stack, settings, *arguments):
    """A subcommand with some settings changed."""
    variables = [f"{name}={value}" for name, value in settings.items()]
    finished = stack.dev("exec", "--", "env", *variables, stack.environment["BINARY"], *arguments, timeout=90)
    return Outcome(finished.returncode, finished.stdout + finished.stderr)


def test_check_finds_nothing_wrong_with_a_running_stack(stack):
    outcome = run_with(stack, {}, "check")

    assert outcome.status == 0, outcome.said


def test_check_fails_without_a_database(stack):
    outcome = run_with(stack, {"DATABASE_SOCKET": "/nonexistent.sock"}, "check")

    assert outcome.status != 0
    assert "/nonexistent.sock" in outcome.said


@pytest.mark.parametrize("kind", ["tls", "starttls"])
def test_a_test_message_arrives_through_both_ways_of_tls(stack, kind):
    port = stack.demo["mail_ports"][kind]
    settings = {
        "EMAIL_PORT": port,
        "EMAIL_USE_SSL": kind == "tls",
        "EMAIL_USE_TLS": kind == "starttls",
    }

    outcome = run_with(stack, settings, "test-email", f"{kind}@example.org")

    assert outcome.status == 0, outcome.said
    (message,) = stack.messages(to=f"{kind}@example.org")
    assert "TLSv1" in message.content["Received"]


@pytest.mark.parametrize(
    "settings",
    [
        {"EMAIL_HOST_PASSWORD": "wrong"},
        {"EMAIL_PORT": "1"},
        {"EMAIL_CA_FILE": "/etc/ssl/certs/ca-certificates.crt"},
        {"EMAIL_HOST": "does-not-exist.invalid"},
        {"EMAIL_USE_TLS": "True"},
        {"EMAIL_USE_SSL": "False", "EMAIL_USE_TLS": "True", "EMAIL_TIMEOUT": "5"},
    ],
    ids=["password", "port", "certificate", "host", "both flags", "STARTTLS on the TLS port"],
)
def test_a_test_message_that_fails_says_what_to_change(stack, settings):
    outcome = run_with(stack, settings, "test-email", "nobody@example.org")

    assert outcome.status != 0
    assert "EMAIL_" in outcome.said
    assert stack.messages(to="nobody@example.org") == []
    assert stack.demo["mail_password"] not in outcome.said


@pytest.mark.parametrize(
    "arguments, complaint",
    [
        (["--company", "x" * 256], "256 characters; at most 255"),
        (["--name", "x" * 101, "--company", "Acme Talent"], "101 characters; at most 100"),
        (["--company", "  "], "needs a name"),
        (["--company", "a\nb"], "one line"),
        (["--company", b"\xff"], "UTF-8"),
    ],
)
def test_an_account_with_a_name_that_cannot_be_kept_is_refused(stack, arguments, complaint):
    outcome = add_user(stack, *arguments)

    assert outcome.returncode != 0
    assert complaint in outcome.stderr and "MariaDB" not in outcome.stderr
    assert stack.sql("SELECT 1 FROM user WHERE email = 'new@mail.example'") == []


def test_an_account_of_no_company_is_made_with_a_note(stack):
    outcome = add_user(stack)

    assert outcome.returncode == 0, outcome.stderr
    assert "sees no company's interviews" in outcome.stdout
    stack.sql("DELETE FROM user WHERE email = 'new@mail.example'")


def add_user(stack, *arguments):
    return subprocess.run(
        [CHECKOUT / "dev", "exec", "--", "interviews", "user", "add", "new@mail.example", "--role", "RECRUITER", *arguments],
        input="correct horse battery staple\n",
        env=stack.environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_what_is_no_command_is_said(stack):
    outcome = run_with(stack, {}, "sreve")

    assert outcome.status != 0
    assert "There is no command 'sreve'" in outcome.said
