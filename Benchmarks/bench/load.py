"""One run of a load against one of those who are measured, and what came of it."""

import dataclasses
import hashlib
import json
import shutil
import time

from devstack.settings import StackError, operating_system_user

from . import data
from .place import BENCHMARKS

LUA = BENCHMARKS / "lua"
WRK_THREADS = 2
CHUNK_BYTES = 256 * 1024
# The first four are a WebM's (EBML, RFC 8794, section 8), without which no recording begins.
CHUNK = b"\x1a\x45\xdf\xa3".ljust(CHUNK_BYTES, b"x")


@dataclasses.dataclass(frozen=True)
class Run:
    """What one run counted; the times are microseconds."""

    requests: int
    microseconds: int
    p50: int
    p90: int
    p99: int
    max: int
    refused: int
    broken: int

    @property
    def rate(self):
        return (self.requests - self.errors) * 1e6 / self.microseconds

    @property
    def errors(self):
        return self.refused + self.broken


def parse(text):
    lines = [line for line in text.splitlines() if line.startswith("{")]
    if not lines:
        raise StackError("The load generator printed no figures: " + text[-500:])
    return Run(**json.loads(lines[-1]))


def wrk(place, address, script, connections, seconds, *arguments):
    command = [
        "wrk", f"-t{WRK_THREADS}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", LUA / script,
        address, "--", *arguments,
    ]  # fmt: skip
    return parse(place.run(command, {"LUA_PATH": f"{LUA}/?.lua"}))


def list_slots(place, address, connections, seconds):
    days = [data.day(number) for number in range(data.DAYS)]
    return wrk(place, address, "list.lua", connections, seconds, data.TOKEN, *days)


def book(place, address, connections, seconds, candidates, slots, room):
    """`slots` is (first, how many); `room` says how many candidates a second are enough."""
    count = int(room * seconds) + 1000
    first = candidates.take(count)
    return wrk(
        place, address, "book.lua", connections, seconds, data.TOKEN, first, count, slots[0], slots[1], WRK_THREADS
    )


def answer(place, address, connections, seconds, method, request_bytes, answer_bytes):
    """The constant answer of the FastCGI limit, as long as the answer that it stands for."""
    return wrk(place, address, "answer.lua", connections, seconds, method, request_bytes, answer_bytes)


def sql(place, database, connections, seconds, *arguments):
    """The statements alone, by the C program."""
    token_hash = hashlib.sha256(data.TOKEN.encode()).hexdigest()
    return parse(
        place.run(
            [
                place.folder / "sql", database.socket, operating_system_user(), token_hash, connections, seconds,
                *arguments,
            ]
        )
    )  # fmt: skip


def sql_list(place, database, connections, seconds):
    return sql(place, database, connections, seconds, "list", 1, *(data.day(number) for number in range(data.DAYS)))


def sql_book(place, database, connections, seconds, candidates, slots, room, mails):
    """`mails` are the lengths of the candidate's and the recruiter's."""
    first = candidates.take(int(room * seconds) + 1000)
    return sql(place, database, connections, seconds, "book", first, *slots, *mails)


def portal(place, address, connections, seconds, sessions):
    cookies = [cookie for cookie, _ in sessions.take(100)]
    return wrk(place, address, "portal.lua", connections, seconds, *cookies)


def chunks(place, address, connections, seconds, sessions):
    """Afterwards the files are removed: a run leaves a gigabyte and more."""
    digest = hashlib.sha256(CHUNK).hexdigest()
    words = [word for session in sessions.take(100) for word in session]
    try:
        return wrk(place, address, "chunk.lua", connections, seconds, CHUNK_BYTES, digest, WRK_THREADS, *words)
    finally:
        # Renamed first: chunks that are still on their way find a new folder, and not one that is being removed.
        recordings = place.folder / "media" / "recordings"
        done = place.folder / "media" / f"done-{time.monotonic_ns()}"
        recordings.rename(done)
        recordings.mkdir()
        shutil.rmtree(done, ignore_errors=True)


def login(place, address, connections, seconds):
    return wrk(place, address, "login.lua", connections, seconds, data.PASSWORD, data.ACCOUNTS)
