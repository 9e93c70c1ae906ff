"""Where the benchmarks run: a folder of their own, and the programs in it, none of which outlives the run."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import signal
import subprocess
import time

from devstack.database import PrivateDatabase
from devstack.nginx import is_listened_on, port_is_free
from devstack.processes import die_with, stop_members
from devstack.settings import CHECKOUT, DATABASE, StackError, operating_system_user
from devstack.stack import open_fastcgi_socket, prepare_socket_folder

BENCHMARKS = CHECKOUT / "Benchmarks"
FOLDER = CHECKOUT / ".bench"
BINARY = CHECKOUT / ".build" / "release" / "interviews"
OURSELVES = os.getpid()
# Durable for everybody: what was answered is on disk. The cache is large enough that no peer waits for reads.
DATABASE_OPTIONS = [
    "--innodb-flush-log-at-trx-commit=1",
    "--sync-binlog=1",
    "--innodb-log-file-size=1G",
    "--max-connections=400",
    "--table-open-cache=4000",
    # As the server sets it for its own sessions.
    "--optimizer-switch=index_merge_intersection=off,subquery_cache=off",
]


class Place:
    """The folder, and the programs that were started in it; leaving the context ends them all."""

    def __init__(self, base_port, folder=FOLDER):
        self.folder = folder
        self.base_port = base_port
        self.processes = {}
        self.members = None
        self._exit = contextlib.ExitStack()

    def __enter__(self):
        os.umask(0o077)
        self.folder.mkdir(exist_ok=True)
        lock = self._exit.enter_context(open(self.folder / "lock", "w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StackError(f"Another benchmark runs in {self.folder}.") from None
        marker = self.folder / "members"
        stop_members(marker)
        self.members = os.open(marker, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._exit.callback(os.close, self.members)
        self._exit.callback(self._end_all, marker)
        for name in ("log", "media", "nginx"):
            shutil.rmtree(self.folder / name, ignore_errors=True)
            (self.folder / name).mkdir()
        prepare_socket_folder(self.folder / "sockets")
        return self

    def __exit__(self, *reason):
        self._exit.close()

    def socket(self, name):
        return pathlib.Path(os.path.realpath(self.folder / "sockets")) / f"{name}.sock"

    def port(self, number):
        port = self.base_port + number
        if not port_is_free(port):
            raise StackError(f"Port {port} is in use: set BENCH_PORT to the first of twenty free ones.")
        return port

    def start(self, name, arguments, environment=None, stdin=subprocess.DEVNULL):
        """Starts a program that dies with this one; what it prints goes to its own file in log/."""
        with open(self.folder / "log" / name, "ab") as log:
            process = subprocess.Popen(
                [str(argument) for argument in arguments],
                stdin=stdin,
                stdout=log,
                stderr=log,
                cwd=CHECKOUT,
                env={**os.environ, **(environment or {})},
                pass_fds=[self.members],
                process_group=0,
                preexec_fn=lambda: die_with(OURSELVES),
            )
        self.processes[name] = process
        return process

    def stop(self, name, number=signal.SIGTERM):
        process = self.processes.pop(name)
        process.send_signal(number)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def wait(self, name, condition, seconds=30):
        """Waits until the program that was just started is ready, or says what it said when it ended instead."""
        deadline = time.monotonic() + seconds
        while not condition():
            process = self.processes[name]
            if process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "log" / name).read_text(errors="replace")[-1500:]
                raise StackError(f"{name} did not start: {said}")
            time.sleep(0.01)

    def run(self, arguments, environment=None, seconds=600):
        """Runs a program to its end and returns what it printed."""
        outcome = subprocess.run(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=CHECKOUT,
            env={**os.environ, **(environment or {})},
            pass_fds=[self.members],
            timeout=seconds,
            preexec_fn=lambda: die_with(OURSELVES),
        )
        if outcome.returncode != 0:
            said = (outcome.stderr or outcome.stdout).strip()[-1500:]
            raise StackError(f"{pathlib.Path(str(arguments[0])).name} failed: {said}")
        return outcome.stdout

    def start_database(self, name, options=()):
        """Starts a MariaDB in `name` below the folder, made if it is not there, with an empty database."""
        database = PrivateDatabase(self.folder / name, self.socket(name), self.folder / f"{name}.cnf")
        database.prepare(self.members)
        self.start(name, [*database.arguments, *DATABASE_OPTIONS, *options])
        self.wait(name, database.answers, 120)
        database.create(DATABASE)
        return database

    def environment(self, database):
        """What `interviews` finds in its environment."""
        secret = self.folder / "secret-key"
        if not secret.exists():
            secret.write_bytes(os.urandom(32))
        # Nobody's own `.env` has a say here.
        settings = self.folder / "settings.env"
        settings.touch()
        return {
            "DATABASE_SOCKET": str(database.socket),
            "DATABASE_NAME": DATABASE,
            "DATABASE_USER": operating_system_user(),
            "DATABASE_PASSWORD": "",
            "SECRET_KEY_FILE": str(secret),
            "MEDIA_DIR": str(self.folder / "media"),
            "BACKEND_URL": f"http://localhost:{self.base_port}",
            "DEFAULT_FROM_EMAIL": "interviews@localhost.example",
            "INTERVIEWS_ENV_FILE": str(settings),
            # One user makes all the bookings, and each run ends with some that are only held.
            "HOLDS_PER_USER": "1000000",
        }

    def start_serve(self, name, database, workers):
        """Starts `interviews serve` on a socket of its own, scheduled as its unit says; returns the socket's path."""
        path = self.socket(name)
        with open_fastcgi_socket(path) as listener:
            environment = {**self.environment(database), "WORKERS": str(workers)}
            self.start(name, ["chrt", "--batch", "0", BINARY, "serve"], environment, listener)
        return path

    def wait_for_port(self, name, port):
        self.wait(name, lambda: is_listened_on(port))

    def _end_all(self, marker):
        """In the order in which nobody loses what it needs: the last that was started first."""
        for name in reversed(list(self.processes)):
            with contextlib.suppress(ProcessLookupError):
                self.stop(name)
        os.set_inheritable(self.members, False)
        stop_members(marker, patience=5)
