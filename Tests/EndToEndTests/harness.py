"""A real stack, started through ./dev with a state folder and ports of its own, as the tests drive it."""

import dataclasses
import email
import email.policy
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

import requests

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = CHECKOUT / (os.environ.get("BINARY") or ".build/debug/interviews")
PROCESSES = ["database", "mail", "serve", "deliver", "nginx"]


def free_ports(count):
    """Ports that nobody listens on; they are held together so that they differ."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def wait_until(condition, seconds=20.0, what="the condition"):
    """Returns the first true value of the condition; fails if there is none in time."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{what} did not come about within {seconds} seconds"
        time.sleep(0.05)
    return value


@dataclasses.dataclass(frozen=True)
class Message:
    """One mail that the stack's mail server took."""

    path: pathlib.Path
    content: email.message.EmailMessage

    @property
    def recipient(self):
        return self.content["Delivered-To"]

    @property
    def subject(self):
        return str(self.content["Subject"])

    def text(self):
        return self.content.get_body(("plain",)).get_content()

    def html(self):
        return self.content.get_body(("html",)).get_content()


class Stack:
    """One stack. Extra settings become variables of its environment: `Stack(WORKERS="2")`."""

    def __init__(self, state=None, ports=None, **extra):
        assert os.access(BINARY, os.X_OK), f"{BINARY} is not there: build it first (swift build)"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="interviews-stack-"))
        (self.folder / "no-settings").touch()
        self.state = self.folder / (state or "state")
        self.port, tls, starttls = ports or free_ports(3)
        self.environment = {
            **os.environ,
            "STATE": str(self.state),
            "PORT": str(self.port),
            "MAIL_TLS_PORT": str(tls),
            "MAIL_STARTTLS_PORT": str(starttls),
            "BUILD": "none",
            "BINARY": str(BINARY),
            "OWNER_PID": str(os.getpid()),
            # What a developer keeps in .env is no part of a test.
            "INTERVIEWS_ENV_FILE": str(self.folder / "no-settings"),
            **extra,
        }
        self.url = f"http://localhost:{self.port}"

    def dev(self, *arguments, timeout=180):
        """Runs ./dev and returns what came of it."""
        return subprocess.run(
            [str(CHECKOUT / "dev"), *map(str, arguments)],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    def up(self):
        outcome = self.dev("up")
        assert outcome.returncode == 0, f"./dev up: {outcome.stderr}\n{self.log()}"
        return outcome

    def down(self):
        outcome = self.dev("down")
        assert outcome.returncode == 0, f"./dev down: {outcome.stderr}"
        return outcome

    def remove(self):
        """Stops the stack and deletes all it kept."""
        self.dev("reset")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def demo(self):
        """What .run/demo.json says."""
        return json.loads((self.state / "demo.json").read_text())

    def account(self, role, company=None):
        """The first demo account of a role, of a company if one is named."""
        return next(
            account
            for account in self.demo["accounts"]
            if account["role"] == role and company in (None, account["company"])
        )

    def request(self, method, path, **options):
        """A request through nginx, which follows no redirect unless told to."""
        options.setdefault("timeout", 30)
        options.setdefault("allow_redirects", False)
        return requests.request(method, self.url + path, **options)

    def status(self):
        return json.loads(self.dev("status", "--json").stdout)

    def pid(self, name):
        """The number of a process that runs now, or None."""
        return self.status()["processes"].get(name, {}).get("pid")

    def kill(self, name):
        """kill -9 of one process; returns once it runs again."""
        before = self.pid(name)
        os.kill(before, 9)
        return wait_until(lambda: self.pid(name) not in (None, before) and self.pid(name), what=f"{name}'s return")

    def is_healthy(self):
        try:
            return self.request("GET", "/healthz", timeout=5).status_code == 200
        except requests.ConnectionError:
            return False

    def members(self):
        """The numbers of all processes of this stack but its supervisor, read from the kernel."""
        marker = str((self.state / "members").resolve())
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if any(os.readlink(descriptor) == marker for descriptor in (entry / "fd").iterdir()):
                    found.append(int(entry.name))
            except OSError:
                continue
        supervisor = self.status().get("pid")
        return [pid for pid in found if pid != supervisor]

    def messages(self, to=None, subject=None):
        """The mail kept so far, oldest first; `subject` is a part of it."""
        found = []
        for path in sorted((self.state / "mail").glob("*.eml")):
            message = Message(path, email.message_from_bytes(path.read_bytes(), policy=email.policy.default))
            if to in (None, message.recipient) and (subject or "") in message.subject:
                found.append(message)
        return found

    def wait_for_mail(self, to=None, subject=None, count=1, seconds=30.0):
        """The mail that fits, once there are at least `count`."""

        def enough():
            found = self.messages(to, subject)
            return found if len(found) >= count else None

        return wait_until(enough, seconds, f"mail to {to or 'anyone'}")

    def sql(self, statement):
        """The rows of a statement, each a list of texts (NULL is 'NULL')."""
        outcome = self.dev("sql", "--", "--batch", "--skip-column-names", "--execute", statement)
        assert outcome.returncode == 0, outcome.stderr
        return [line.split("\t") for line in outcome.stdout.splitlines()]

    def interviews(self, *arguments, timeout=60):
        """Runs a subcommand of the program with the stack's settings."""
        return self.dev("exec", "--", "interviews", *arguments, timeout=timeout)

    def log(self, lines=100):
        return self.dev("logs", "--lines", lines).stdout
