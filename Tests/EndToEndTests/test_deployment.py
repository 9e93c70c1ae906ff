"""What is installed in production: the units for systemd and the site for nginx."""

import os
import re
import subprocess

import pytest
import requests
from harness import CHECKOUT, free_ports, wait_until

UNITS = sorted(path.name for path in (CHECKOUT / "systemd").glob("*.*") if path.suffix != ".env")


def command(*arguments):
    return subprocess.run([str(each) for each in arguments], capture_output=True, text=True, timeout=60)


def test_the_units_are_valid(tmp_path):
    for name in UNITS:
        text = (CHECKOUT / "systemd" / name).read_text()
        # The program is not installed here, and verify insists on one that is.
        (tmp_path / name).write_text(text.replace("/usr/bin/interviews", "/bin/true"))

    outcome = command("systemd-analyze", "verify", "--man=no", *(tmp_path / name for name in UNITS))

    assert outcome.returncode == 0, outcome.stderr
    assert "interviews" not in outcome.stderr


@pytest.mark.parametrize("unit, most_exposure", [("interviews.service", 3), ("interviews-deliver.service", 12)])
def test_the_services_are_sandboxed(unit, most_exposure):
    outcome = command(
        "systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={most_exposure}",
        CHECKOUT / "systemd" / unit,
    )  # fmt: skip

    assert outcome.returncode == 0, outcome.stdout[-500:]


def test_the_socket_waits_while_the_service_restarts():
    socket = (CHECKOUT / "systemd/interviews.socket").read_text()
    service = (CHECKOUT / "systemd/interviews.service").read_text()

    assert "Backlog=4096" in socket and "Accept=no" in socket and "SocketMode=0660" in socket
    assert "StandardInput=socket" in service and "StandardOutput=journal" in service
    assert "StartLimitIntervalSec=0" in service


def production_nginx(folder, fastcgi_socket):
    """The production site in a minimal nginx, with throw-away certificate, log folder and ports."""
    plain, secure = free_ports(2)
    command(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=interviews.example.org", "-addext", "subjectAltName=DNS:localhost",
        "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem",
    )  # fmt: skip
    site = (CHECKOUT / "nginx/interviews.conf").read_text()
    site = site.replace("/etc/interviews/tls", str(folder)).replace("/var/log/nginx", str(folder))
    site = site.replace("/run/interviews/fastcgi.sock", str(fastcgi_socket))
    site = site.replace("/usr/share/interviews", str(CHECKOUT))
    site = re.sub(r"listen \[::\]:.*;", "", site)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    site = site.replace("listen 443 ssl", f"listen 127.0.0.1:{secure} ssl")
    (folder / "interviews").symlink_to(CHECKOUT / "nginx/snippets")
    (folder / "site.conf").write_text(site)
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/main.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; {temporary} client_body_temp_path {folder}/body; include site.conf; }}"
    )
    return ["/usr/sbin/nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "main.log"], plain, secure


def test_the_production_site_is_valid(tmp_path):
    nginx, _, _ = production_nginx(tmp_path, tmp_path / "fastcgi.sock")

    outcome = command(*nginx, "-t")

    assert outcome.returncode == 0, outcome.stderr
    assert "warn" not in outcome.stderr


def test_the_development_site_is_valid(stack):
    folder = stack.state / "nginx"

    outcome = command("/usr/sbin/nginx", "-t", "-p", folder, "-c", folder / "nginx.conf", "-e", "stderr")

    assert outcome.returncode == 0, outcome.stderr
    assert "warn" not in outcome.stderr


@pytest.fixture
def production(stack, tmp_path):
    """The production site in front of the stack's `serve`; the ports of HTTP and HTTPS, and the authority."""
    tmp_path.chmod(0o755)
    socket = stack.state / "sockets" / "fastcgi.sock"
    nginx, plain, secure = production_nginx(tmp_path, socket)
    # The socket of a stack is its owner's alone.
    user = "user root;" if os.geteuid() == 0 else ""
    process = subprocess.Popen([str(each) for each in [*nginx, "-g", f"daemon off; {user}"]])
    try:
        wait_until(lambda: (tmp_path / "nginx.pid").exists(), what="nginx")
        yield plain, secure, tmp_path
    finally:
        process.terminate()
        process.wait(10)


def secure_get(production, path, **options):
    _, port, folder = production
    return requests.get(
        f"https://localhost:{port}{path}",
        headers={"Host": "interviews.example.org"},
        verify=str(folder / "fullchain.pem"),
        allow_redirects=False,
        timeout=10,
        **options,
    )


def test_production_answers_over_tls_with_strict_transport_security(production):
    answer = secure_get(production, "/healthz")

    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert answer.headers["Server"] == "nginx"


def test_production_sends_plain_http_to_https(production):
    plain, _, _ = production

    answer = requests.post(
        f"http://localhost:{plain}/api/auth/login/?a=b", headers={"Host": "interviews.example.org"},
        allow_redirects=False, timeout=10,
    )  # fmt: skip

    assert answer.status_code == 308
    assert answer.headers["Location"] == "https://interviews.example.org/api/auth/login/?a=b"


def test_production_refuses_old_tls(production):
    _, port, _ = production

    outcome = command("openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")

    assert outcome.returncode != 0
    assert "alert protocol version" in outcome.stderr


def test_production_limits_logins_by_address_and_says_so_as_the_api_does(production):
    answers = [secure_get(production, "/api/auth/login/") for _ in range(40)]

    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and answers[0].status_code != 429
    assert all(answer.headers["Retry-After"] == "5" for answer in refused)
    assert refused[0].json().keys() == {"error", "detail"}
    assert refused[0].headers["X-Content-Type-Options"] == "nosniff"


def test_production_writes_no_key_into_any_log(production):
    _, _, folder = production
    for path in ("/?session_key=SECRETKEY", "/interview/?session_key=SECRETKEY", "//?session_key=SECRETKEY"):
        for _ in range(45):
            secure_get(production, path)

    for log in folder.glob("*.log"):
        assert "SECRETKEY" not in log.read_text(), log.name
    assert "/interview/" in (folder / "interviews-access.log").read_text()


def test_the_web_server_may_have_a_thread_for_each_worker_that_can_be_set():
    unit = (CHECKOUT / "systemd" / "interviews.service").read_text()
    workers = re.search(r"\| `WORKERS` \|.*\(1 to (\d+)\)", (CHECKOUT / "README.md").read_text())

    assert int(re.search(r"^TasksMax=(\d+)$", unit, re.MULTILINE)[1]) >= int(workers[1]) + 32
