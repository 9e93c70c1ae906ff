"""A stack's own secrets: made once, readable by their owner only."""

import os
import secrets
import subprocess
import tempfile

from .settings import StackError

CERTIFICATE_DAYS = 3650
DAY_SECONDS = 86400


def prepare_secrets(settings):
    """Makes the secret key and the mail password that are not there yet."""
    settings.secret_key_file.parent.mkdir(mode=0o700, exist_ok=True)
    _keep(settings.secret_key_file, lambda: secrets.token_bytes(64))
    _keep(settings.mail_password_file, lambda: secrets.token_urlsafe(18).encode() + b"\n")


def prepare_certificate(folder):
    """Makes a private authority and a certificate for localhost signed by it, unless good ones are there."""
    certificate = folder / "server.pem"
    if certificate.exists() and _openssl("x509", "-checkend", 30 * DAY_SECONDS, "-in", certificate, check=False):
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        extensions = f"{work}/extensions"
        with open(extensions, "w") as file:
            file.write("subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1\n")
            file.write("basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\n")
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        _openssl(
            "req", "-x509", *curve, "-days", CERTIFICATE_DAYS, "-subj", "/CN=interviews development authority",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout", f"{work}/authority.key", "-out", f"{work}/authority.pem",
        )  # fmt: skip
        _openssl(
            "req", *curve, "-subj", "/CN=localhost",
            "-keyout", f"{work}/server.key", "-out", f"{work}/server.csr",
        )  # fmt: skip
        _openssl(
            "x509", "-req", "-in", f"{work}/server.csr", "-days", CERTIFICATE_DAYS, "-extfile", extensions,
            "-CA", f"{work}/authority.pem", "-CAkey", f"{work}/authority.key", "-CAcreateserial",
            "-out", f"{work}/server.pem",
        )  # fmt: skip
        # The certificate comes last: where it is, the rest is.
        for name in ("authority.key", "authority.pem", "server.key", "server.pem"):
            os.chmod(f"{work}/{name}", 0o600)
            os.replace(f"{work}/{name}", folder / name)


def _keep(path, make):
    if path.exists():
        return
    unfinished = path.with_name(path.name + ".new")
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)


def _openssl(*arguments, check=True):
    outcome = subprocess.run(
        ["openssl", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if check and outcome.returncode != 0:
        raise StackError("openssl could not make the mail server's certificate: " + outcome.stderr.strip())
    return outcome.returncode == 0
