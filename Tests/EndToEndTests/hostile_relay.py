"""An SMTP relay that misbehaves where it is told to: at a step of every conversation, or for one recipient.

Steps are greeting, ehlo, auth, mail, rcpt, data and dot (the reply to the whole message); see ACTIONS for what can be
done there. The recipient `rcpt-4xx.7@…` is refused once with 451 at RCPT, and taken the next time.
"""

import asyncio
import collections
import contextlib
import dataclasses
import ssl
import subprocess
import threading

ACTIONS = ("4xx", "5xx", "lines", "hang", "cut", "slow")
REPLIES = {
    "4xx": "451 4.3.0 Not now",
    "5xx": "554 5.7.1 Never",
    "lines": "554-5.7.1 First\r\n554-5.7.1 Second\r\n554 5.7.1 Third",
}


@dataclasses.dataclass(frozen=True)
class Received:
    """A message that came in whole, whatever was said about it."""

    recipient: str
    content: bytes


def make_certificates(folder):
    """An authority, a certificate of it for localhost, one that has run out, and one of an authority nobody knows."""

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1")
    for authority in ("authority", "stranger"):
        names = ["-subj", f"/CN={authority}", "-keyout", f"{authority}.key", "-out", f"{authority}.pem"]
        openssl("req", "-x509", *key, "-days", "2", *names)
    for name, authority, days in (("good", "authority", "2"), ("expired", "authority", "-1"), ("wrong", "stranger", "2")):
        openssl("req", *key, "-subj", "/CN=localhost", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        signed_by = ["-CA", f"{authority}.pem", "-CAkey", f"{authority}.key", "-CAcreateserial"]
        openssl("x509", "-req", "-in", f"{name}.csr", *signed_by, "-days", days, "-extfile", "names", "-out", f"{name}.pem")


class HostileRelay:
    """Runs in a thread of its own; `mode` is None or a step and an action for every conversation."""

    def __init__(self, folder):
        make_certificates(folder)
        self.authority = folder / "authority.pem"
        self.mode = None
        self.seconds_before_verdict = 0
        self.received = []
        self.hanging = 0
        self.ports = {}
        self._folder = folder
        self._seen = collections.Counter()
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)

    def stop(self):
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda loop, context: None)  # broken connections are the purpose
        for name in ("good", "expired", "wrong", "stripped"):
            self.ports[name] = self._loop.run_until_complete(self._listen(name))
        ready.set()
        self._loop.run_forever()

    async def _listen(self, name):
        context = None
        if name != "stripped":
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context, limit=1 << 20)
        return server.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await Conversation(self, reader, writer).run()
        writer.close()

    def action(self, step, recipient):
        """What to do at this step, or None to behave."""
        if self.mode and self.mode[0] == step:
            return self.mode[1]
        wanted = recipient.split(".")[0]
        if wanted.split("-")[0] != step:
            return None
        action = wanted.split("-")[1]
        self._seen[recipient] += 1
        # What a second attempt could not mend happens each time.
        return action if action in ("5xx", "lines") or self._seen[recipient] == 1 else None


class Conversation:
    """One connection."""

    def __init__(self, relay, reader, writer):
        self.relay = relay
        self.reader = reader
        self.writer = writer
        self.recipient = ""

    async def run(self):
        if not await self.reply("greeting", "220 hostile.example ESMTP"):
            return
        while line := (await self.reader.readline()).decode("utf-8", "replace").strip():
            if not await self.obey(line):
                return

    async def obey(self, line):
        verb = line.split()[0].upper()
        if verb == "EHLO":
            return await self.reply("ehlo", "250-hostile.example\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN")
        if verb == "AUTH":
            await self.say("334 ")
            await self.reader.readline()
            return await self.reply("auth", "235 2.7.0 Welcome")
        if verb == "MAIL":
            self.recipient = ""
            return await self.reply("mail", "250 2.1.0 Yes")
        if verb == "RCPT":
            self.recipient = line.split("<")[1].split(">")[0]
            return await self.reply("rcpt", "250 2.1.5 Yes")
        if verb == "DATA":
            return await self.take_message()
        await self.say("221 2.0.0 Bye" if verb == "QUIT" else "250 2.0.0 Yes")
        return verb != "QUIT"

    async def take_message(self):
        if not await self.reply("data", "354 Go on"):
            return False
        content = await self.reader.readuntil(b"\r\n.\r\n") if self.is_expected else b""
        if content:
            self.relay.received.append(Received(self.recipient, content))
            await asyncio.sleep(self.relay.seconds_before_verdict)
            return await self.reply("dot", "250 2.0.0 Taken")
        return True

    async def reply(self, step, good):
        """Says what is due, or misbehaves; returns whether the conversation goes on."""
        action = self.relay.action(step, self.recipient)
        self.is_expected = action is None
        if action == "hang":
            self.relay.hanging += 1
            try:
                await self.reader.read()
            finally:
                self.relay.hanging -= 1
            return False
        if action == "cut":
            self.writer.transport.abort()
            return False
        if action == "slow":
            for byte in good.encode() + b"\r\n":
                self.writer.write(bytes([byte]))
                await self.writer.drain()
                await asyncio.sleep(1)
            return True
        await self.say(REPLIES.get(action, good))
        return True

    async def say(self, text):
        self.writer.write(text.encode() + b"\r\n")
        await self.writer.drain()
