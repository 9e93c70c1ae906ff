"""The package on a booted systemd, from the installation to the purge. The tests build on each other, in this order.

Not tested here, since the container does not enforce it: MemoryMax=, TasksMax= and IPAddressDeny=.
"""

import datetime
import json
import pathlib
import re
import subprocess
import time

import pytest
from site_of_test import NAME, RELAY_PASSWORD, configure_relay

LOAD = pathlib.Path(__file__).with_name("load.py")
PASSWORD = "a long enough passphrase"
ADDRESS = "asha@mail.example"
LINK = re.compile(r"https://\S+/\?session_key=[0-9a-f]{32}\b")


def ask(machine, method, path, body=None, token=None, form=None):
    """One request through nginx, by curl; the status and the parsed body."""
    arguments = ["curl", "--silent", "--cacert", "/etc/interviews/tls/fullchain.pem", "--request", method]
    if token:
        arguments += ["--header", f"Authorization: Token {token}"]
    for name, value in (form or {}).items():
        arguments += ["--form", f"{name}={value}"]
    if body is not None:
        arguments += ["--json", json.dumps(body)]
    text = machine.run(*arguments, "--write-out", "\n%{http_code}", f"https://{NAME}{path}").stdout
    answer, status = text.rsplit("\n", 1)
    return int(status), json.loads(answer) if answer.startswith(("{", "[")) else answer


def until(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"waited {seconds} s in vain"
        time.sleep(0.2)
    return value


def mails(machine):
    folder = machine.root / "home/asha/Maildir/new"
    return [path.read_text() for path in sorted(folder.iterdir())] if folder.exists() else []


@pytest.fixture(scope="module")
def token(machine):
    """The login of a COMPANY user."""
    machine.run("interviews", "user", "add", "office@acme.example", "--role", "COMPANY", "--company", "Acme",
                text=f"{PASSWORD}\n{PASSWORD}\n")  # fmt: skip
    status, answer = ask(machine, "POST", "/api/auth/login/", {"email": "office@acme.example", "password": PASSWORD})
    assert status == 200, answer
    return answer["token"]


def book(machine, token, hours):
    """Books a seat for Asha and returns the interview's id."""
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    start = (datetime.datetime.now(zone) + datetime.timedelta(days=1)).replace(hour=hours, minute=0, second=0)
    status, candidate = ask(
        machine, "POST", "/api/candidates/", token=token,
        form={"full_name": "Asha Walker", "email": ADDRESS, "resume_file": "@/etc/hosts;filename=asha.txt"},
    )
    assert status == 201, candidate
    status, slot = ask(machine, "POST", "/api/interviews/slots/", {
        "interview_date": f"{start:%Y-%m-%d}", "start_time": f"{start:%H:%M:%S}", "end_time": f"{start:%H}:30:00",
        "ai_interview_type": "technical", "max_candidates": 1,
    }, token)  # fmt: skip
    assert status == 201, slot
    status, interview = ask(
        machine, "POST", "/api/interviews/", {"candidate": candidate["id"], "job": None, "slot": slot["id"]}, token
    )
    assert status == 201, interview
    status, booked = ask(
        machine, "POST", f"/api/interviews/slots/{slot['id']}/book_slot/", {"interview_id": interview["id"]}, token
    )
    assert status in (200, 201), booked
    return interview["id"]


def test_nothing_runs_before_the_setup(machine):
    units = machine.run("systemctl", "list-units", "--plain", "--no-legend", "interviews*").stdout
    assert "running" not in units


def test_the_setup_makes_what_is_missing_and_says_why(machine):
    printed = machine.run("interviews", "setup", "--print").stdout
    assert "IDENTIFIED VIA unix_socket" in printed
    assert machine.run("mariadb", "--execute", "SHOW DATABASES LIKE 'interviews'").stdout == ""

    machine.run("interviews", "setup")

    machine.write("/etc/interviews/email-host-password", RELAY_PASSWORD + "\n", mode=0o600)
    assert (machine.root / "etc/interviews/secret-key").stat().st_mode & 0o777 == 0o600
    grants = machine.run("mariadb", "--execute", "SHOW GRANTS FOR interviews@localhost").stdout
    assert "ALTER" not in grants and "DROP" not in grants and "IDENTIFIED VIA unix_socket" in grants
    machine.run("systemctl", "enable", "--now", "interviews.target")
    machine.run("systemctl", "restart", "nginx", "postfix", "dovecot")
    assert machine.run("nginx", "-t").returncode == 0


def test_all_of_it_is_well(machine):
    machine.run("systemctl", "is-active", "interviews.socket", "interviews.service", "interviews-deliver.service",
                "interviews-check.timer")  # fmt: skip
    checked = machine.run("interviews", "check", "--deep").stdout
    assert "FAIL" not in checked
    machine.run("systemctl", "start", "interviews-check.service")
    assert machine.run("systemctl", "list-units", "--failed", "--plain", "--no-legend", "interviews*").stdout == ""
    # Nothing of the sandbox is in the program's way.
    assert "Failed to set" not in machine.run("journalctl", "--no-pager", "--unit", "interviews*").stdout


def test_the_manual_and_the_completion_are_there(machine):
    for page in ("1/interviews", "5/interviews.env"):
        section, name = page.split("/")
        text = subprocess.run(
            ["man", "--warnings", "--local-file", machine.root / f"usr/share/man/man{section}/{name}.{section}.gz"],
            capture_output=True, text=True,
        )  # fmt: skip
        assert text.returncode == 0 and not text.stderr, text.stderr
    machine.run("bash", "-c", "source /usr/share/bash-completion/completions/interviews && complete -p interviews")


@pytest.mark.parametrize("unit, most", [("interviews.service", 4), ("interviews-deliver.service", 13)])
def test_the_sandboxes_are_as_tight_as_they_were_measured(machine, unit, most):
    machine.run("systemd-analyze", "security", "--no-pager", f"--threshold={most}", unit)


def test_threads_of_the_web_server_that_wake_let_others_finish(machine):
    process = machine.run("systemctl", "show", "--property=MainPID", "--value", "interviews.service").stdout.strip()
    threads = machine.run("chrt", "--all-tasks", "--pid", process).stdout
    assert threads.count("policy: SCHED_BATCH") == threads.count("policy:") > 8


def test_a_booking_sends_its_mail_through_postfix_and_the_link_opens(machine, token):
    book(machine, token, hours=10)

    mail = until(lambda: mails(machine))[0]

    link = LINK.search(mail.replace("=\n", "").replace("=3D", "="))
    page = machine.run("curl", "--silent", "--location", "--cookie", "", "--cacert", "/etc/interviews/tls/fullchain.pem",
                       link.group(0)).stdout  # fmt: skip
    assert 'data-state="early"' in page


def under_load(machine, token, seconds, trouble):
    """What clients that never pause saw while `trouble` happened."""
    (machine.root / "root/load.py").write_text(LOAD.read_text())
    machine.run("mariadb", "interviews", "--execute", "DELETE FROM slot WHERE notes LIKE 'load %'")
    machine.run("rm", "-f", "/root/load.json", "/root/load.json.stop")
    load = machine.start("python3", "/root/load.py", token, seconds, "/root/load.json")
    time.sleep(1)
    trouble()
    machine.write("/root/load.json.stop", "")
    load.wait(120)
    outcome = json.loads((machine.root / "root/load.json").read_text())
    count = machine.run("mariadb", "interviews", "--skip-column-names", "--execute",
                        "SELECT COUNT(*) FROM slot WHERE notes LIKE 'load %'").stdout  # fmt: skip
    print(f"{outcome['asked']} asked, {len(outcome['wrong'])} wrong")
    return outcome, int(count)


def test_ten_restarts_and_a_reload_of_nginx_lose_and_repeat_nothing(machine, token):
    def restarts():
        for number in range(10):
            machine.run("systemctl", "restart", "interviews.service")
            if number == 4:
                machine.run("systemctl", "reload", "nginx")
            time.sleep(0.3)

    outcome, count = under_load(machine, token, 90, restarts)

    assert outcome["wrong"] == []
    assert outcome["asked"] > 100
    assert count == len(outcome["made"])


def test_a_second_process_shares_the_socket(machine):
    machine.run("systemctl", "enable", "--now", "interviews@2.service")
    processes = machine.run("pgrep", "--full", "--count", "interviews serve").stdout
    assert int(processes) == 2
    machine.run("systemctl", "disable", "--now", "interviews@2.service")


def test_a_kill_fails_at_most_what_was_in_flight(machine, token):
    def kills():
        for _ in range(3):
            machine.run("systemctl", "kill", "--signal=KILL", "interviews.service")
            time.sleep(1.5)

    outcome, count = under_load(machine, token, 60, kills)

    # Eight clients, one request each at a time, three kills.
    assert len(outcome["wrong"]) <= 24, outcome["wrong"]
    assert all("502" in text or "504" in text for text in outcome["wrong"]), outcome["wrong"]
    assert len(outcome["made"]) <= count <= len(outcome["made"]) + len(outcome["wrong"])


def test_a_request_in_the_middle_of_a_crash_loop_is_answered_when_it_ends(machine):
    machine.write("/etc/systemd/system/interviews.service.d/crash.conf",
                  "[Service]\nExecStartPre=/usr/bin/test ! -e /run/interviews-crash\n")  # fmt: skip
    machine.run("systemctl", "daemon-reload")
    machine.run("touch", "/run/interviews-crash")
    machine.run("systemctl", "kill", "--signal=KILL", "interviews.service")
    request = machine.start("curl", "--silent", "--insecure", "--write-out", "%{http_code}", "--output", "/dev/null",
                            f"https://{NAME}/healthz")  # fmt: skip
    time.sleep(3)
    machine.run("systemctl", "is-active", "interviews.socket")

    machine.run("rm", "/run/interviews-crash")

    assert request.communicate(timeout=60)[0] == "200"
    machine.run("rm", "-r", "/etc/systemd/system/interviews.service.d")
    machine.run("systemctl", "daemon-reload")


def newer(package, folder):
    """The same package as the next release would be: a higher version, and a migration more."""
    unpacked = folder / "unpacked"
    subprocess.run(["dpkg-deb", "--raw-extract", package, unpacked], check=True)
    control = unpacked / "DEBIAN/control"
    control.write_text(re.sub(r"^Version: .*", r"\g<0>+next", control.read_text(), flags=re.MULTILINE))
    (unpacked / "usr/share/interviews/migrations/9999_next_release.sql").write_text(
        "ALTER TABLE company ADD COLUMN of_the_next_release VARCHAR(20) NULL;\n"
    )
    subprocess.run(["dpkg-deb", "--build", "--root-owner-group", unpacked, folder / "next.deb"], check=True,
                   capture_output=True)  # fmt: skip
    return folder / "next.deb"


def test_a_backup_made_while_it_runs_brings_everything_back(machine, token):
    book(machine, token, hours=16)
    machine.run("interviews", "backup", "/var/backups/interviews", "--keep", 2)
    (backup,) = machine.run("ls", "/var/backups/interviews").stdout.split()
    backup = f"/var/backups/interviews/{backup}"
    kept = kept_by(machine)
    assert "16:00" in kept and "resumes/" in kept
    machine.run("interviews", "restore", backup, "--check")
    machine.run("sh", "-c", f"cd {backup} && sha256sum --check --quiet files.sha256")
    refused = machine.run("interviews", "restore", backup, "--replace", check=False)
    assert refused.returncode != 0 and "stop serve and deliver" in refused.stderr

    machine.run("systemctl", "stop", "interviews.target", "interviews.socket", "interviews*.service")
    machine.run("mariadb", "interviews", "--execute", "DELETE FROM schedule")
    machine.run("sh", "-c", "rm -rf /var/lib/interviews/media/*")
    machine.run("interviews", "restore", backup, "--replace")

    assert kept_by(machine) == kept
    machine.run("systemctl", "start", "interviews.target")
    until(lambda: ask(machine, "GET", "/api/interviews/slots/", token=token)[0] == 200)
    machine.run("interviews", "check", "--deep")


def kept_by(machine):
    """Bookings and files, with their owners."""
    bookings = machine.run("mariadb", "interviews", "--execute",
                           "SELECT schedule.*, slot.start_time FROM schedule JOIN slot ON slot.id = slot_id ORDER BY 1")  # fmt: skip
    files = machine.run("sh", "-c", "cd /var/lib/interviews/media && find resumes audio -type f -name '[!.]*' -printf '%p %s %u:%g %m\\n' | sort")
    return bookings.stdout + files.stdout


def test_an_upgrade_at_noon_migrates_restarts_and_loses_nothing(machine, token, package, tmp_path):
    (machine.root / "root/next.deb").write_bytes(newer(package, tmp_path).read_bytes())
    before = machine.run("systemctl", "show", "--property=MainPID", "interviews.service").stdout

    outcome, count = under_load(machine, token, 90, lambda: machine.run("dpkg", "--install", "/root/next.deb"))

    assert outcome["wrong"] == []
    assert count == len(outcome["made"])
    assert machine.run("systemctl", "show", "--property=MainPID", "interviews.service").stdout != before
    assert "of_the_next_release" in machine.run("mariadb", "interviews", "--execute", "DESCRIBE company").stdout
    assert machine.run("dpkg-query", "-W", "-f=${Status}", "interviews").stdout == "install ok installed"


def test_the_relays_password_can_be_changed(machine, token):
    configure_relay(machine, password="of-today")
    machine.run("systemctl", "restart", "dovecot")
    machine.write("/etc/interviews/email-host-password", "of-today\n", mode=0o600)
    seen = len(mails(machine))

    machine.run("systemctl", "restart", "interviews-deliver.service")

    book(machine, token, hours=14)
    until(lambda: len(mails(machine)) > seen)


def test_no_secret_is_in_the_journal_or_in_nginxs_logs(machine):
    journal = machine.run("journalctl", "--no-pager").stdout
    access = (machine.root / "var/log/nginx/interviews-access.log").read_text()
    key = re.search(r"session_key=([0-9a-f]{32})", "".join(mails(machine)).replace("=\n", "").replace("=3D", "="))

    assert key and key.group(1) not in journal + access
    assert RELAY_PASSWORD not in journal and PASSWORD not in journal + access
    assert ADDRESS not in access


def test_removing_keeps_the_data(machine):
    machine.run("apt-get", "remove", "-y", "-q", "interviews")

    assert machine.run("pgrep", "--exact", "interviews", check=False).stdout == ""
    assert (machine.root / "etc/interviews/secret-key").exists()
    assert "slot" in machine.run("mariadb", "interviews", "--execute", "SHOW TABLES").stdout


def test_purging_deletes_them(machine):
    machine.run("apt-get", "purge", "-y", "-q", "interviews")

    assert machine.run("mariadb", "--execute", "SHOW DATABASES LIKE 'interviews'").stdout == ""
    assert machine.run("mariadb", "--execute", "SELECT User FROM mysql.user WHERE User = 'interviews'").stdout == ""
    assert not (machine.root / "var/lib/interviews").exists()
    assert not (machine.root / "etc/interviews/secret-key").exists()
    assert machine.run("systemctl", "list-unit-files", "--no-legend", "interviews*", check=False).stdout == ""
