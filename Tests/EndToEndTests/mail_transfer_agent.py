"""Exim as the relay: a mail server that nobody here wrote, with TLS, AUTH, a queue and bounces of its own."""

import os
import pathlib
import shutil
import socket
import subprocess

from harness import free_ports, wait_until
from hostile_relay import make_certificates

PROGRAM = "/usr/sbin/exim4"
NOBODY = 65534

CONFIGURATION = """
primary_hostname = mx.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_on_connect_ports = {port}
tls_advertise_hosts = *
tls_certificate = {folder}/good.pem
tls_privatekey = {folder}/good.key
auth_advertise_hosts = *
spool_directory = {folder}/spool
log_file_path = {folder}/log-%slog
pid_file_path = {folder}/pid
exim_user = {user}
exim_group = {group}
keep_environment =
smtputf8_advertise_hosts = *
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = acl_data

begin acl
acl_rcpt:
  accept authenticated = *
acl_data:
  accept

begin routers
gone:
  driver = redirect
  domains = gone.example
  allow_fail
  data = :fail: No such person here
everyone:
  driver = accept
  transport = ${{if eq{{$domain}}{{bounces.example}}{{bounces}}{{mailboxes}}}}

begin transports
mailboxes:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  envelope_to_add
bounces:
  driver = appendfile
  directory = {folder}/bounces
  maildir_format
  envelope_to_add

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{mailer}}}}{{eq{{$auth3}}{{correct horse}}}}}}}}
  server_set_id = $auth2
"""


def is_installed():
    return os.access(PROGRAM, os.X_OK)


class TransferAgent:
    """Runs without privileges, in a folder of its own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.port,) = free_ports(1)
        make_certificates(self.folder)
        is_root = os.geteuid() == 0
        user, group = (NOBODY, NOBODY) if is_root else (os.geteuid(), os.getegid())
        configuration = self.folder / "exim.conf"
        configuration.write_text(CONFIGURATION.format(port=self.port, folder=self.folder, user=user, group=group))
        if is_root:
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, NOBODY, NOBODY)
        self.process = subprocess.Popen(
            [PROGRAM, "-C", configuration, "-bdf", "-q2s"],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"]},
            **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if is_root else {}),
        )
        wait_until(self._answers, what="Exim")

    @property
    def authority(self):
        return self.folder / "authority.pem"

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def delivered(self, kind):
        """The messages that came into `mail` or `bounces`."""
        return [path.read_bytes() for path in sorted((self.folder / kind / "new").glob("*"))]

    def log(self):
        return "".join(path.read_text() for path in self.folder.glob("log-*"))

    def _answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
