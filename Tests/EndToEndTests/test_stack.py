"""The stack itself: it comes up, stays up, comes back, and leaves nothing behind."""

import os
import signal
import smtplib
import socket
import ssl
import stat
import subprocess
import threading

import pytest
from harness import CHECKOUT, PROCESSES, free_ports, wait_until


def everybody(stack):
    """The numbers of the supervisor and of all processes below it."""
    return [stack.status()["pid"], *stack.members()]


def test_up_returns_when_a_request_is_answered(stack):
    assert stack.request("GET", "/healthz").status_code == 200


def test_up_twice_changes_nothing(stack):
    before = stack.status()

    stack.up()

    assert stack.status() == before


def test_the_description_for_scripts_is_complete(stack):
    demo = stack.demo

    assert demo["url"] == stack.url
    assert demo["mail_ports"].keys() == {"tls", "starttls"}
    assert os.path.isdir(demo["mail_dir"])
    assert stat.S_ISSOCK(os.stat(demo["database_socket"]).st_mode)
    assert demo["open_portal_url"].startswith(stack.url + "/?session_key=")
    assert all({"email", "password", "role", "company"} <= account.keys() for account in demo["accounts"])
    roles = {role: {a["company"] for a in demo["accounts"] if a["role"] == role} for role in ("COMPANY", "RECRUITER")}
    assert any(account["role"] == "ADMIN" for account in demo["accounts"])
    assert len(roles["COMPANY"]) == 2 and roles["COMPANY"] == roles["RECRUITER"]


def test_secrets_are_readable_by_their_owner_only(stack):
    for path in ("secrets/secret-key", "secrets/mail-password", "tls/authority.key", "tls/server.key", "demo.json"):
        assert stat.S_IMODE((stack.state / path).stat().st_mode) == 0o600, path


def test_commits_are_durable_and_the_database_has_no_network(stack):
    rows = stack.sql("SELECT @@innodb_flush_log_at_trx_commit, @@skip_networking, @@time_zone, @@character_set_server")

    assert rows == [["1", "1", "+00:00", "utf8mb4"]]


def test_only_loopback_addresses_are_listened_on(stack):
    ports = [stack.port, *stack.demo["mail_ports"].values()]
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in open(table).read().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, port = local.split(":")
            if state == "0A" and int(port, 16) in ports:
                listening.append((int(port, 16), address))

    assert {port for port, _ in listening} == set(ports)
    assert {address for _, address in listening} <= {"0100007F", "00000000000000000000000001000000"}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_killed_process_comes_back(stack, name):
    stack.kill(name)

    wait_until(stack.is_healthy, what="an answer")
    assert stack.dev("status").returncode == 0


def test_killing_nginx_leaves_no_workers_of_the_old_one(stack):
    before = set(stack.members())

    stack.kill("nginx")
    wait_until(stack.is_healthy, what="an answer")

    old = before - {stack.pid(name) for name in PROCESSES}
    assert not old & set(stack.members())


def test_a_restart_of_serve_loses_no_request(stack):
    answers, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            answers.append(stack.request("GET", "/healthz").status_code)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        assert stack.dev("restart", "serve").returncode == 0
    stop.set()
    for thread in threads:
        thread.join()

    assert len(answers) > 50
    assert set(answers) == {200}


def test_two_stacks_side_by_side_do_not_meet(stack, own_stack):
    other = own_stack()
    other.up()

    other.sql("CREATE TABLE only_here (id INT)")
    assert stack.sql("SHOW TABLES LIKE 'only_here'") == []
    assert not set(everybody(stack)) & set(everybody(other))
    # A MariaDB that starts removes whatever temporary tables it finds there.
    assert stack.sql("SELECT @@tmpdir") != other.sql("SELECT @@tmpdir")
    other.down()
    assert stack.is_healthy()


def test_down_leaves_no_process_and_up_finds_the_data(own_stack):
    stack = own_stack()
    stack.up()
    stack.sql("CREATE TABLE kept (id INT)")
    before = everybody(stack)

    stack.down()

    assert not [pid for pid in before if is_alive(pid)]
    assert stack.dev("status").returncode == 1
    stack.up()
    assert stack.sql("SHOW TABLES LIKE 'kept'") == [["kept"]]


@pytest.mark.parametrize("victims", ["everybody", "the supervisor alone"])
def test_after_a_kill_of_the_group_up_needs_no_hand(own_stack, victims):
    stack = own_stack()
    stack.up()
    accounts = stack.demo["accounts"]
    stack.sql("CREATE TABLE kept (id INT)")
    before = everybody(stack)

    for pid in before if victims == "everybody" else before[:1]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    stack.up()

    assert stack.sql("SHOW TABLES LIKE 'kept'") == [["kept"]]
    assert stack.demo["accounts"] == accounts
    assert not set(before) & set(everybody(stack))


@pytest.mark.parametrize("index", range(3), ids=["PORT", "MAIL_TLS_PORT", "MAIL_STARTTLS_PORT"])
def test_a_port_in_use_is_said_in_one_sentence(own_stack, index):
    ports = free_ports(3)
    stack = own_stack(ports=ports)
    with socket.create_server(("127.0.0.1", ports[index])):
        outcome = stack.dev("up")

    assert outcome.returncode != 0
    lines = outcome.stderr.strip().splitlines()
    assert len(lines) == 1 and f"{ports[index]} is in use" in lines[0], outcome.stderr
    assert stack.dev("status").returncode == 1


def test_a_program_that_is_not_there_is_said(own_stack):
    stack = own_stack(BINARY="/nonexistent/interviews")

    outcome = stack.dev("up")

    assert outcome.returncode != 0
    assert "/nonexistent/interviews" in outcome.stderr


def test_a_failing_migration_is_the_reason_that_up_gives(own_stack, tmp_path):
    program = tmp_path / "interviews"
    program.write_text("#!/bin/sh\necho 'the table is on fire' >&2\nexit 3\n")
    program.chmod(0o755)
    stack = own_stack(BINARY=str(program))

    outcome = stack.dev("up")

    assert outcome.returncode != 0
    assert "migrate" in outcome.stderr and "the table is on fire" in outcome.stderr
    assert stack.members() == []


def test_a_state_folder_too_deep_for_a_socket_works(own_stack):
    stack = own_stack(state="deep/" + "/".join(["folder"] * 20))

    stack.up()

    assert len(stack.demo["database_socket"]) < 107
    assert stack.is_healthy()


def test_the_stack_ends_with_the_process_that_owns_it(own_stack):
    owner = subprocess.Popen(["sleep", "1000"])
    stack = own_stack(OWNER_PID=str(owner.pid))
    stack.up()
    before = everybody(stack)

    owner.kill()
    owner.wait()

    wait_until(lambda: not [pid for pid in before if is_alive(pid)], what="the end of the stack")


def mail_client(stack, kind):
    context = ssl.create_default_context(cafile=stack.demo["mail_ca"])
    if kind == "tls":
        return smtplib.SMTP_SSL("localhost", stack.demo["mail_ports"]["tls"], context=context, timeout=10)
    client = smtplib.SMTP("localhost", stack.demo["mail_ports"]["starttls"], timeout=10)
    client.starttls(context=context)
    return client


@pytest.mark.parametrize("kind", ["tls", "starttls"])
def test_mail_goes_over_verified_tls_and_is_kept_unchanged(stack, kind):
    body = f"From: a@example.org\r\nTo: b@example.org\r\nSubject: by {kind}\r\n\r\n.a dot\r\nend\r\n"
    with mail_client(stack, kind) as client:
        client.login(stack.demo["mail_user"], stack.demo["mail_password"])
        client.sendmail("bounce@example.org", ["b@example.org"], body)

    (message,) = stack.messages(to="b@example.org", subject=f"by {kind}")
    assert message.path.read_bytes().endswith(body.encode())
    assert message.content["Return-Path"] == "<bounce@example.org>"


@pytest.mark.parametrize("kind", ["tls", "starttls"])
def test_mail_needs_the_right_password(stack, kind):
    with mail_client(stack, kind) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(stack.demo["mail_user"], "wrong")
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("a@example.org", ["b@example.org"], "Subject: without a password\r\n\r\n")


def test_the_starttls_port_takes_nothing_before_tls(stack):
    with smtplib.SMTP("localhost", stack.demo["mail_ports"]["starttls"], timeout=10) as client:
        client.ehlo()
        assert "auth" not in client.esmtp_features
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail("a@example.org", ["b@example.org"], "Subject: in the clear\r\n\r\n")


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_help_names_every_command(stack):
    text = stack.dev("--help").stdout

    for command in ("run", "up", "down", "status", "logs", "reset", "sql", "mail", "PORT", "STATE"):
        assert command in text
