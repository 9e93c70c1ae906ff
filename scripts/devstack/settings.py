"""Where a stack lives and which ports it has, read from the environment."""

import dataclasses
import os
import pathlib
import pwd
import re

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent.parent
MAIL_USER = "interviews"
DATABASE = "interviews"


class StackError(Exception):
    """A reason, in one sentence for a person, why the stack cannot do what was asked."""


@dataclasses.dataclass(frozen=True)
class Settings:
    """One stack: a state folder and the ports of its own, so that two never meet."""

    state: pathlib.Path
    port: int
    mail_tls_port: int
    mail_starttls_port: int
    build: str
    binary: pathlib.Path
    owner: int | None
    serve_processes: int = 1

    @staticmethod
    def read(environment=os.environ):
        port = _port(environment, "PORT", 8000)
        build = environment.get("BUILD") or "release"
        if build not in ("release", "debug", "none"):
            raise StackError(f"BUILD is release, debug or none, not {build!r}.")
        built = CHECKOUT / ".build" / ("debug" if build == "debug" else "release") / "interviews"
        return Settings(
            state=CHECKOUT / (environment.get("STATE") or ".run"),
            port=port,
            mail_tls_port=_port(environment, "MAIL_TLS_PORT", port + 465),
            mail_starttls_port=_port(environment, "MAIL_STARTTLS_PORT", port + 587),
            build=build,
            binary=CHECKOUT / (environment.get("BINARY") or built),
            owner=int(environment["OWNER_PID"]) if environment.get("OWNER_PID", "").isdigit() else None,
            serve_processes=_count(environment, "SERVE_PROCESSES", 1, 32),
        )

    @property
    def url(self):
        return f"http://localhost:{self.port}"

    @property
    def mail_folder(self):
        return self.state / "mail"

    @property
    def media_folder(self):
        return self.state / "media"

    @property
    def log_file(self):
        return self.state / "log" / "stack.log"

    @property
    def status_file(self):
        return self.state / "status.json"

    @property
    def description_file(self):
        return self.state / "demo.json"

    @property
    def secret_key_file(self):
        return self.state / "secrets" / "secret-key"

    @property
    def mail_password_file(self):
        return self.state / "secrets" / "mail-password"

    @property
    def authority_file(self):
        return self.state / "tls" / "authority.pem"

    def socket(self, name):
        """The path of a unix socket, of which the kernel takes at most 107 bytes."""
        return pathlib.Path(os.path.realpath(self.state / "sockets")) / f"{name}.sock"

    def program_environment(self):
        """What the server's processes find in their environment.

        The caller's own variables win over the mail settings and the like, so that a test can vary them, but not over
        what belongs to this stack. Who names a relay, also in the checkout's `.env`, means all of it: none of the local
        mail server's settings is mixed with theirs.
        """
        owned = {
            "DATABASE_SOCKET": str(self.socket("database")),
            "DATABASE_NAME": DATABASE,
            "DATABASE_USER": operating_system_user(),
            "DATABASE_PASSWORD": "",
            "SECRET_KEY_FILE": str(self.secret_key_file),
            "TEMPLATES_DIR": str(CHECKOUT / "templates"),
            "MIGRATIONS_DIR": str(CHECKOUT / "migrations"),
            "MEDIA_DIR": str(self.media_folder),
            "DOCS_DIR": str(CHECKOUT / "docs"),
        }
        mail = {} if names_relay() else self._local_mail()
        return {"BACKEND_URL": self.url, **mail, **os.environ, **owned}

    def _local_mail(self):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "localhost",
            "EMAIL_PORT": str(self.mail_tls_port),
            "EMAIL_USE_SSL": "True",
            "EMAIL_USE_TLS": "False",
            "EMAIL_HOST_USER": MAIL_USER,
            "EMAIL_HOST_PASSWORD": self.mail_password_file.read_text().strip(),
            "EMAIL_CA_FILE": str(self.authority_file),
            "DEFAULT_FROM_EMAIL": "interviews@localhost.example",
        }


def names_relay(environment=os.environ):
    """Whether EMAIL_HOST is set, in the environment or in the file of settings that the program reads."""
    if environment.get("EMAIL_HOST"):
        return True
    try:
        text = (CHECKOUT / (environment.get("INTERVIEWS_ENV_FILE") or ".env")).read_text()
    except OSError:
        return False
    return re.search(r"^\s*EMAIL_HOST\s*=\s*\S", text, re.MULTILINE) is not None


def operating_system_user():
    return pwd.getpwuid(os.geteuid()).pw_name


def _count(environment, name, default, most):
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise StackError(f"{name} is a number from 1 to {most}, not {text!r}.")
    return int(text)


def _port(environment, name, default):
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise StackError(f"{name} is a port number from 1 to 65535, not {text!r}.")
    return int(text)
