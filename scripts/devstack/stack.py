"""What the stack consists of and in which order it comes up and goes down."""

import http.client
import json
import os
import pathlib
import signal
import socket
import tempfile

from .credentials import prepare_certificate, prepare_secrets
from .database import PrivateDatabase
from .nginx import is_listened_on, port_is_free, prepare_site
from .processes import Child, stop_members
from .settings import CHECKOUT, DATABASE, MAIL_USER, StackError

STOP_ORDER = ["nginx", "serve", "deliver", "mail", "database"]
BACKLOG = 4096
LONGEST_SOCKET_PATH = 107


class Stack:
    """Brings up one stack on a supervisor, step by step."""

    def __init__(self, settings, supervisor):
        self.settings = settings
        self.supervisor = supervisor
        self.environment = None
        self.fastcgi = None

    def start(self):
        """Returns the description for people and scripts once a request through nginx is answered."""
        settings, supervisor = self.settings, self.supervisor
        if not os.access(settings.binary, os.X_OK):
            raise StackError(f"There is no program {settings.binary}: build it (make build), or set BINARY.")
        self._require_free_ports()
        prepare_folders(settings)
        prepare_secrets(settings)
        prepare_certificate(settings.state / "tls")
        self.environment = settings.program_environment()

        database = database_of(settings)
        supervisor.say("starting MariaDB")
        database.prepare(supervisor.members)
        child = Child("database", database.arguments, dict(os.environ), stop_seconds=30)
        supervisor.add(child)
        supervisor.wait_steadily(child, database.answers, 60, "MariaDB did not start")
        database.create(DATABASE)
        self._run_program("migrate", ["migrate"], 120)

        self._start_mail()
        self.fastcgi = open_fastcgi_socket(settings.socket("fastcgi"))
        # As in production, only `deliver` gets to know the mail password.
        for_serve = {name: value for name, value in self.environment.items() if name != "EMAIL_HOST_PASSWORD"}
        # The first is plainly `serve`; all of them accept from the one socket.
        names = ["serve", *(f"serve-{number}" for number in range(2, settings.serve_processes + 1))]
        for name in names:
            serve = Child(name, [settings.binary, "serve"], for_serve, stdin=self.fastcgi, stop_seconds=35)
            supervisor.add(serve)
        supervisor.add(Child("deliver", [settings.binary, "deliver"], self.environment, stop_seconds=35))
        nginx = Child("nginx", prepare_site(settings), dict(os.environ), stop_signal=signal.SIGQUIT)
        supervisor.add(nginx)
        loaded = json.loads(self._run_program("demo load", ["demo", "load", "--json"], 120))
        supervisor.wait_steadily(nginx, lambda: is_listened_on(settings.port), 10, "nginx did not start")
        supervisor.wait_steadily(serve, self._answers, 30, "No request through nginx was answered")
        session = json.loads(self._run_program("demo session", ["demo", "session", "--json"], 60))
        return self._write_description(loaded["accounts"], session["open_portal_url"])

    def _require_free_ports(self):
        settings = self.settings
        ports = {
            "PORT": settings.port,
            "MAIL_TLS_PORT": settings.mail_tls_port,
            "MAIL_STARTTLS_PORT": settings.mail_starttls_port,
        }
        if len(set(ports.values())) < len(ports):
            raise StackError(f"PORT, MAIL_TLS_PORT and MAIL_STARTTLS_PORT must differ, but are {[*ports.values()]}.")
        for name, port in ports.items():
            if not port_is_free(port):
                raise StackError(f"Port {port} is in use by another program: stop that one, or set {name}.")

    def _run_program(self, name, arguments, seconds):
        return self.supervisor.run(name, [self.settings.binary, *arguments], self.environment, seconds)

    def _start_mail(self):
        settings = self.settings
        arguments = [
            "/usr/bin/python3", "-u", CHECKOUT / "scripts" / "mail-server.py",
            "--tls-port", settings.mail_tls_port,
            "--starttls-port", settings.mail_starttls_port,
            "--certificate", settings.state / "tls" / "server.pem",
            "--key", settings.state / "tls" / "server.key",
            "--user", MAIL_USER,
            "--password-file", settings.mail_password_file,
            "--folder", settings.mail_folder,
        ]  # fmt: skip
        child = Child("mail", arguments, dict(os.environ), stop_seconds=5)
        self.supervisor.add(child)
        self.supervisor.wait_steadily(
            child, lambda: is_listened_on(settings.mail_starttls_port), 20, "The mail server did not start"
        )

    def _answers(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.settings.port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{self.settings.port}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _write_description(self, accounts, open_portal_url):
        settings = self.settings
        description = {
            "url": settings.url,
            "accounts": accounts,
            "mail_dir": str(settings.mail_folder),
            "mail_ports": {"tls": settings.mail_tls_port, "starttls": settings.mail_starttls_port},
            "mail_user": MAIL_USER,
            "mail_password": settings.mail_password_file.read_text().strip(),
            "mail_ca": str(settings.authority_file),
            "database_socket": str(settings.socket("database")),
            "database": DATABASE,
            "binary": str(settings.binary),
            "open_portal_url": open_portal_url,
        }
        unfinished = settings.description_file.with_suffix(".new")
        unfinished.write_text(json.dumps(description, indent=2) + "\n")
        unfinished.rename(settings.description_file)
        return description


def database_of(settings):
    return PrivateDatabase(settings.state / "db", settings.socket("database"), settings.state / "db.cnf")


def prepare_folders(settings):
    for folder in (settings.mail_folder, settings.media_folder, settings.log_file.parent):
        folder.mkdir(parents=True, exist_ok=True)
    prepare_socket_folder(settings.state / "sockets")


def prepare_socket_folder(path):
    """Makes the folder of the sockets: a link to a short one elsewhere where the path would be too long for a socket."""
    if path.is_symlink() and not path.is_dir():
        path.unlink()  # /tmp has been emptied since
    if path.exists():
        return
    if len(os.fsencode(path.parent.resolve() / "sockets" / "database.sock")) <= LONGEST_SOCKET_PATH:
        path.mkdir(mode=0o700)
    else:
        path.symlink_to(tempfile.mkdtemp(prefix="interviews-", dir="/tmp"))


def open_fastcgi_socket(path):
    """The listening socket that outlives every `serve`: what waits in its backlog is answered by the next one."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    os.chmod(path, 0o660)
    listener.listen(BACKLOG)
    return listener


def clean_up(settings):
    """Ends what a stack with this state folder has left behind after a crash; returns how many processes."""
    return stop_members(marker_of(settings))


def marker_of(settings):
    """The file that every process of a stack holds open, by which they are found."""
    return pathlib.Path(settings.state / "members")
