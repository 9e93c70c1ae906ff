"""A private MariaDB: its own folder and socket, no network, durable commits."""

import os
import pathlib
import shutil
import socket
import subprocess

from .settings import StackError, operating_system_user

CONFIGURATION = """\
[mariadbd]
datadir = {folder}
socket = {socket}
pid-file = {folder}/mariadb.pid
# A server that starts removes whatever temporary tables lie there: in /tmp, another server's too.
tmpdir = {temporary}
skip-networking
skip-log-bin
skip-name-resolve
character-set-server = utf8mb4
collation-server = utf8mb4_unicode_ci
default-time-zone = '+00:00'
transaction-isolation = READ-COMMITTED
innodb_flush_log_at_trx_commit = 1
innodb_log_file_size = 16M
innodb_buffer_pool_size = 128M
max_connections = 200
# Tests make and drop many databases at a time: a definition that is pushed out has statements prepared anew.
table_definition_cache = 4000
log-warnings = 1
"""


class PrivateDatabase:
    """The files of one private MariaDB and the command that runs it."""

    def __init__(self, folder, socket_path, configuration):
        self.folder = pathlib.Path(folder)
        self.socket = pathlib.Path(socket_path)
        self.configuration = pathlib.Path(configuration)

    @property
    def arguments(self):
        return ["mariadbd", f"--defaults-file={self.configuration}", *self._user_option()]

    def prepare(self, members=None):
        """Writes the configuration and, the first time, the data folder: complete or not at all.

        `members` marks the processes that do it, so that a later start finds them should this one be killed.
        """
        temporary = self.folder.with_name(self.folder.name + ".tmp")
        temporary.mkdir(exist_ok=True)
        self.configuration.write_text(
            CONFIGURATION.format(folder=self.folder, socket=self.socket, temporary=temporary)
        )
        if self.folder.exists():
            return
        unfinished = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        outcome = subprocess.run(
            [
                "mariadb-install-db",
                f"--defaults-file={self.configuration}",
                f"--datadir={unfinished}",
                "--auth-root-authentication-method=socket",
                f"--auth-root-socket-user={operating_system_user()}",
                "--skip-test-db",
                "--force",  # else it insists on resolving the name of the machine
                *self._user_option(),
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            pass_fds=[] if members is None else [members],
        )
        if outcome.returncode != 0:
            last = (outcome.stderr or outcome.stdout).strip().splitlines()[-5:]
            raise StackError("MariaDB's data folder could not be made: " + " ".join(last))
        unfinished.rename(self.folder)

    def answers(self):
        """Whether the server greets a connection, which it does once it has recovered and is ready."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                return len(connection.recv(5)) == 5
            except OSError:
                return False

    def create(self, name):
        self.run_sql(f"CREATE DATABASE IF NOT EXISTS `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")

    def run_sql(self, statement):
        outcome = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.socket}", "--execute", statement],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if outcome.returncode != 0:
            raise StackError("MariaDB refused: " + outcome.stderr.strip())

    def _user_option(self):
        # MariaDB runs as root only when told so.
        return ["--user=root"] if os.geteuid() == 0 else []
