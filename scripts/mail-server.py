#!/usr/bin/python3
"""An SMTP server for development and tests: real TLS, real AUTH, and every message kept as a file.

It listens on 127.0.0.1 only: on one port with TLS from the first byte, on the other with STARTTLS, without which it
takes neither a password nor a message. The 250 goes out once the message is on disk.
"""

import argparse
import asyncio
import email.utils
import hmac
import itertools
import logging
import os
import pathlib
import signal
import ssl
import time
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

MAX_MESSAGE_BYTES = 32 * 1024 * 1024


def authenticator(user, password):
    """What aiosmtpd calls for AUTH PLAIN and LOGIN."""

    def authenticate(server, session, envelope, mechanism, credentials):
        # handled=False lets aiosmtpd answer 535; with True it would say nothing and the client would hang.
        if mechanism not in ("PLAIN", "LOGIN"):
            return AuthResult(success=False, handled=False)
        right_user = hmac.compare_digest(credentials.login, user.encode())
        right_password = hmac.compare_digest(credentials.password, password.encode())
        return AuthResult(success=right_user and right_password, handled=False)

    return authenticate


class Keeper:
    """Writes each message into a folder under a name that sorts by arrival, then lets it be acknowledged."""

    def __init__(self, folder):
        self.folder = folder
        self.numbers = itertools.count(1)

    async def handle_DATA(self, server, session, envelope):
        name = f"{time.time_ns() // 1000}-{os.getpid()}-{next(self.numbers)}.eml"
        content = envelope.original_content or envelope.content
        try:
            self.write(name, self.trace(server, session, envelope) + content)
        except OSError as error:
            print(f"refused: {error.strerror}", flush=True)
            return "452 4.3.1 Insufficient system storage"
        print(f"kept {name} ({len(content)} bytes, {len(envelope.rcpt_tos)} recipient)", flush=True)
        return "250 2.0.0 Kept as " + name

    def trace(self, server, session, envelope):
        """The lines that a real server puts on top at delivery; a test reads the envelope from them."""
        tls = server.transport.get_extra_info("ssl_object")
        lines = [f"Return-Path: <{envelope.mail_from}>"]
        lines += [f"Delivered-To: {recipient}" for recipient in envelope.rcpt_tos]
        lines += [
            f"Received: from {session.host_name} by localhost with ESMTPSA ({tls.version()});",
            f"\t{email.utils.formatdate(localtime=False)}",
        ]
        return "".join(line + "\r\n" for line in lines).encode()

    def write(self, name, content):
        unfinished = self.folder / f".{name}.tmp"
        with open(unfinished, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(unfinished, self.folder / name)
        folder = os.open(self.folder, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tls-port", type=int, required=True)
    parser.add_argument("--starttls-port", type=int, required=True)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--user", required=True)
    parser.add_argument("--password-file", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    return parser.parse_args()


async def serve(arguments):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(arguments.certificate, arguments.key)
    common = {
        "handler": Keeper(arguments.folder),
        "authenticator": authenticator(arguments.user, arguments.password_file.read_text().strip()),
        "auth_required": True,
        "enable_SMTPUTF8": True,
        "data_size_limit": MAX_MESSAGE_BYTES,
        "hostname": "localhost",
    }

    loop = asyncio.get_running_loop()
    implicit = await loop.create_server(
        # aiosmtpd does not see the TLS that the listener made, so it must not ask for its own before AUTH.
        lambda: SMTP(auth_require_tls=False, **common),
        "127.0.0.1",
        arguments.tls_port,
        ssl=context,
    )
    explicit = await loop.create_server(
        lambda: SMTP(auth_require_tls=True, require_starttls=True, tls_context=context, **common),
        "127.0.0.1",
        arguments.starttls_port,
    )
    print(f"listening on 127.0.0.1: {arguments.tls_port} (TLS), {arguments.starttls_port} (STARTTLS)", flush=True)

    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    implicit.close()
    explicit.close()


if __name__ == "__main__":
    # aiosmtpd warns at every connection of the TLS that it does not see.
    warnings.filterwarnings("ignore", module="aiosmtpd")
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    asyncio.run(serve(parse_arguments()))
