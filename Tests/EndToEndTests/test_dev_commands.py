"""What ./dev offers while a stack runs."""

import json
import smtplib
import ssl
import subprocess

import pytest
from harness import CHECKOUT, PROCESSES, wait_until


def test_status_names_every_process(stack):
    text = stack.dev("status")
    found = json.loads(stack.dev("status", "--json").stdout)

    assert text.returncode == 0
    assert all(name in text.stdout for name in PROCESSES)
    assert found["ready"] and found["url"] == stack.url
    assert all(isinstance(found["processes"][name]["pid"], int) for name in PROCESSES)


def test_logs_can_be_limited_to_a_process(stack):
    stack.request("GET", "/dev-commands-were-here/")

    wait_until(lambda: "/dev-commands-were-here/" in stack.dev("logs", "nginx").stdout, what="a line of nginx")
    assert "/dev-commands-were-here/" not in stack.dev("logs", "database").stdout


@pytest.mark.parametrize("name", ["serve", "deliver", "mail", "nginx"])
def test_a_process_can_be_restarted_alone(stack, name):
    before = stack.status()["processes"]

    outcome = stack.dev("restart", name)

    assert outcome.returncode == 0, outcome.stderr
    after = stack.status()["processes"]
    changed = {each for each in PROCESSES if before[each]["pid"] != after[each]["pid"]}
    assert changed == {name}
    wait_until(stack.is_healthy, what="an answer")


def test_mail_is_listed_and_shown(stack):
    with smtplib.SMTP_SSL(
        "localhost", stack.demo["mail_ports"]["tls"], context=ssl.create_default_context(cafile=stack.demo["mail_ca"])
    ) as client:
        client.login(stack.demo["mail_user"], stack.demo["mail_password"])
        client.sendmail(
            "a@example.org", ["c@example.org"], "To: c@example.org\r\nSubject: for the list\r\n\r\nthe text\r\n"
        )

    listing = stack.dev("mail").stdout
    number = next(line.split()[0] for line in listing.splitlines() if "for the list" in line)

    assert "the text" in stack.dev("mail", number).stdout
    assert "the text" in stack.dev("mail", "last").stdout
    assert "the text" in stack.dev("mail", "c@example.org").stdout
    assert stack.dev("mail", "nobody@example.org").returncode == 1
    missing = stack.dev("mail", "100000")
    assert missing.returncode == 1 and "100000" in missing.stderr


def test_exec_passes_the_settings_on(stack):
    outcome = stack.dev("exec", "--", "sh", "-c", "echo $DATABASE_SOCKET $BACKEND_URL; exit 7")

    assert outcome.stdout.split() == [stack.demo["database_socket"], stack.url]
    assert outcome.returncode == 7


def test_exec_knows_the_ports_of_the_stack_that_runs(stack):
    ports = ("PORT", "MAIL_TLS_PORT", "MAIL_STARTTLS_PORT")
    environment = {key: value for key, value in stack.environment.items() if key not in ports}
    command = [str(CHECKOUT / "dev"), "exec", "--", "sh", "-c", "echo $BACKEND_URL $EMAIL_PORT"]

    def said(**settings):
        outcome = subprocess.run(command, env={**environment, **settings}, capture_output=True, text=True, timeout=60)
        return outcome.stdout.split()

    assert said() == [stack.url, stack.environment["MAIL_TLS_PORT"]]
    assert said(PORT="9") == ["http://localhost:9", "474"]
    assert said(MAIL_TLS_PORT="10") == [stack.url, "10"]


@pytest.mark.parametrize("command", [["logs", "nope"], ["mail", "0"], ["mail", "-1"], ["mail", "first"]])
def test_what_is_not_there_is_refused(stack, command):
    outcome = stack.dev(*command)

    assert outcome.returncode != 0
    assert command[1] in outcome.stderr


@pytest.mark.parametrize("build", ["release", "debug", None])
def test_exec_runs_the_program_that_the_stack_runs(stack, build):
    environment = {key: value for key, value in stack.environment.items() if key not in ("BUILD", "BINARY")}
    command = [str(CHECKOUT / "dev"), "exec", "--", "interviews", "migrate", "--status"]

    outcome = subprocess.run(
        command, env={**environment, **({"BUILD": build} if build else {})}, capture_output=True, text=True, timeout=60
    )

    assert outcome.returncode == 0, outcome.stderr


def test_exec_of_what_is_not_there_is_a_sentence(stack):
    outcome = stack.dev("exec", "--", "no-such-program")

    assert outcome.returncode == 1
    assert outcome.stderr == "dev: no-such-program cannot be run: No such file or directory.\n"


def test_a_relay_in_the_settings_file_takes_the_place_of_the_local_one(stack, tmp_path):
    settings = tmp_path / "settings"
    settings.write_text("# EMAIL_HOST=not.this.one\nEMAIL_HOST=smtp.example.org\nEMAIL_HOST_USER=anna\n")

    local = stack.dev("exec", "--", "env").stdout
    other = subprocess.run(
        [str(CHECKOUT / "dev"), "exec", "--", "env"],
        env={**stack.environment, "INTERVIEWS_ENV_FILE": str(settings)},
        capture_output=True, text=True, timeout=60,
    ).stdout  # fmt: skip

    assert "EMAIL_HOST=localhost\n" in local and "EMAIL_CA_FILE=" in local
    assert "DATABASE_SOCKET=" in other
    assert not [line for line in other.splitlines() if line.startswith("EMAIL_")]


def test_reset_forgets_everything(own_stack):
    stack = own_stack()
    stack.up()
    stack.sql("CREATE TABLE kept (id INT)")

    outcome = stack.dev("reset")

    assert outcome.returncode == 0
    assert not stack.state.exists()
    stack.up()
    assert stack.sql("SHOW TABLES LIKE 'kept'") == []


@pytest.mark.parametrize("command", [["restart", "serve"], ["logs"], ["exec", "--", "true"]])
def test_what_needs_a_stack_says_so(own_stack, command):
    outcome = own_stack().dev(*command)

    assert outcome.returncode == 1
    assert len(outcome.stderr.splitlines()) == 1 and outcome.stderr.startswith("dev: ")
    assert "Traceback" not in outcome.stderr
