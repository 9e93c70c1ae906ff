"""An SMTP relay with real TLS and AUTH for the tests, honest unless the recipient's local part says otherwise.

Usage: relay.py FOLDER. Prints one line of JSON with its ports, keeps each accepted message as a file in FOLDER, and
ends when its standard input does. The account is "mailer" with the password "correct horse" or the token "ya29.right".
"""

import asyncio
import json
import pathlib
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_certificates():
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for name in ("authority", "stranger"):
        openssl("req", "-x509", *curve, "-days", "2", "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")
    openssl("req", *curve, "-subj", "/CN=localhost", "-keyout", "relay.key", "-out", "relay.csr")
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1")
    openssl("x509", "-req", "-in", "relay.csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial",
            "-days", "2", "-extfile", "names", "-out", "relay.pem")


class Handler:
    accepted = 0
    seen = {}

    async def auth_XOAUTH2(self, server, arguments):
        said = await server.challenge_auth("")
        return AuthResult(success=said == b"user=mailer\1auth=Bearer ya29.right\1\1", handled=False)

    def first_time(self, address):
        self.seen[address] = self.seen.get(address, 0) + 1
        return self.seen[address] == 1

    async def handle_RCPT(self, server, session, envelope, address, options):
        kind = address.split("@")[0].split(".")[0]
        if kind == "hang":
            await asyncio.sleep(3600)
        if kind == "temporary" or (kind == "flaky" and self.first_time(address)):
            return "451 4.3.0 Come back later"
        if kind == "permanent":
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        kind = address.split("@")[0].split(".")[0]
        if kind == "full":
            return "452 4.2.2 Mailbox full"
        if kind == "spam":
            return "554 5.7.1 Looks like spam"
        if kind == "silent":
            await asyncio.sleep(3600)
        if kind == "dribble":
            server.transport.write(b"25")
            await asyncio.sleep(3600)
        if kind == "slow":
            await asyncio.sleep(0.8)
        Handler.accepted += 1
        name = f"{Handler.accepted:04d} {envelope.mail_from} {address}.eml"
        (folder / "incoming").write_bytes(envelope.content)
        (folder / "incoming").rename(folder / name)
        if kind == "cut" or (kind == "cutonce" and self.first_time(address)):
            server.transport.abort()
            return "421 Gone"
        if kind == "last":
            asyncio.get_running_loop().call_later(0.1, server.transport.abort)
        return f"250 2.0.0 Queued as {Handler.accepted:04d}"


def authenticate(server, session, envelope, mechanism, data):
    if data.login == b"mailer" and data.password == b"correct horse":
        return AuthResult(success=True)
    return AuthResult(success=False, handled=False)


async def main():
    make_certificates()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "relay.pem", folder / "relay.key")
    handler = Handler()
    common = dict(enable_SMTPUTF8=True, authenticator=authenticate, hostname="relay.test", timeout=60)
    loop = asyncio.get_running_loop()

    async def serve(factory, host="127.0.0.1", **options):
        server = await loop.create_server(factory, host, 0, **options)
        return server.sockets[0].getsockname()[1]

    def inside_tls():
        return SMTP(handler, auth_required=True, auth_require_tls=False, **common)

    def after_starttls():
        return SMTP(handler, auth_required=True, require_starttls=True, tls_context=context, **common)

    print(json.dumps({
        "implicit": await serve(inside_tls, ssl=context),
        "startTLS": await serve(after_starttls),
        "stripped": await serve(lambda: SMTP(handler, **common)),
        "ascii": await serve(
            lambda: SMTP(handler, auth_required=True, auth_require_tls=False, **{**common, "enable_SMTPUTF8": False}),
            ssl=context,
        ),
        "asciiStartTLS": await serve(
            lambda: SMTP(handler, auth_required=True, require_starttls=True, tls_context=context,
                         **{**common, "enable_SMTPUTF8": False}),
        ),
        "mute": await serve(asyncio.Protocol),
        "misnamed": await serve(inside_tls, host="127.0.0.2", ssl=context),
    }), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
