"""Clients that are slow on purpose, and a machine that runs out of descriptors: everybody else is answered."""

import contextlib
import os
import resource
import socket
import subprocess
import time

import pytest
from harness import Stack, wait_until
from portal import ACME
from recruiting import Client, add_candidates, on_day

CROWD = 150
ANSWERS = 20


@pytest.fixture(scope="module")
def stack():
    """With two workers: a client that held one would be noticed."""
    running = Stack(WORKERS="2")
    try:
        running.up()
        yield running
    finally:
        running.remove()


@contextlib.contextmanager
def crowd(stack, beginning, receive_buffer=None):
    """So many connections, each of which has sent no more than this."""
    connections = []
    try:
        for _ in range(CROWD):
            connection = socket.socket()
            if receive_buffer:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
            connection.connect(("127.0.0.1", stack.port))
            connection.sendall(beginning)
            connections.append(connection)
        yield connections
    finally:
        for connection in connections:
            connection.close()


def others_are_answered(stack):
    for _ in range(ANSWERS):
        assert stack.request("GET", "/api/health/", timeout=5).status_code == 200


def is_closed(connection):
    """Whether the server has ended the connection, with or without a refusal before that."""
    connection.settimeout(0.01)
    try:
        while connection.recv(65_536):
            pass
        return True
    except TimeoutError:
        return False
    except OSError:
        return True


def test_slow_headers_hold_no_worker_and_are_cut_off(stack):
    with crowd(stack, b"GET /api/interviews/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") as connections:
        for _ in range(3):
            for connection in connections:
                connection.sendall(b"x")
            others_are_answered(stack)

        # client_header_timeout
        wait_until(lambda: all(map(is_closed, connections)), 25, "the slow ones to be cut off")


def test_slow_bodies_hold_no_worker(stack):
    head = b"POST /api/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n{"
    with crowd(stack, head) as connections:
        for _ in range(3):
            for connection in connections:
                connection.sendall(b" ")
            others_are_answered(stack)


def test_slow_readers_hold_no_worker(stack):
    size = len(stack.request("GET", "/api/schema/").content)
    assert size > 100_000
    with crowd(stack, b"GET /api/schema/ HTTP/1.1\r\nHost: localhost\r\n\r\n", receive_buffer=4096) as connections:
        time.sleep(1)
        others_are_answered(stack)
        # They have been answered, up to what fits on the way to them.
        assert connections[0].recv(12) == b"HTTP/1.1 200"


def test_without_descriptors_serve_waits_and_goes_on_when_there_are_some(stack):
    pid = stack.pid("serve")
    others_are_answered(stack)
    used = {int(name) for name in os.listdir(f"/proc/{pid}/fd")}
    free = next(number for number in range(len(used) + 1) if number not in used)
    limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (free, limits[1]))
    try:
        with pytest.raises(Exception):  # noqa: B017,PT011 whatever a client makes of it
            assert stack.request("GET", "/api/health/", timeout=3).status_code == 200
        before = cpu_seconds(pid)
        time.sleep(2)
        assert cpu_seconds(pid) - before < 1, "serve spins while it has no descriptors"
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)

    wait_until(lambda: stack.request("GET", "/api/health/", timeout=5).status_code == 200, 20, "an answer")
    assert stack.pid("serve") == pid


@pytest.fixture
def small_disk(own_stack):
    """A stack all of whose files are on a disk that can be filled; only root may mount one."""
    stack = own_stack()
    stack.state.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", stack.state], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        stack.up()
        yield stack
    finally:
        stack.dev("down")
        subprocess.run(["umount", "--lazy", stack.state], check=False)


def test_on_a_full_disk_reading_goes_on_and_what_was_acknowledged_stays(small_disk):
    stack = small_disk
    office = Client(stack, stack.account("COMPANY", ACME))
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    slot = office.make_slot(on_day(35), max_candidates=60)
    candidates = add_candidates(stack, ACME, 40)
    booked, refused = [], []

    def book(candidate):
        made = recruiter.ask("POST", "/api/interviews/", {"candidate": candidate.id, "job": None, "slot": slot["id"]})
        if made.status_code == 201:
            path = f"/api/interviews/slots/{slot['id']}/book_slot/"
            made = recruiter.ask("POST", path, {"interview_id": made.json()["id"]})
        (booked if made.status_code == 201 else refused).append(made)

    book(candidates.pop())
    filler = stack.state / "filler"
    fill(filler)
    while candidates[5:] and len(refused) < 3:
        book(candidates.pop())
    assert len(refused) == 3, "the disk was not full"
    for answer in refused:
        assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0, answer.text
    assert recruiter.ask("GET", "/api/interviews/slots/").status_code == 200
    assert stack.request("GET", "/readyz").status_code == 503

    filler.unlink()

    wait_until(lambda: candidates and (book(candidates.pop()), len(booked))[1] > 1, 30, "a booking")
    there = {schedule["id"] for schedule in recruiter.get("/api/interviews/schedules/")}
    assert {answer.json()["id"] for answer in booked} <= there


def fill(path):
    """Writes zeros until the disk has no room for one more byte."""
    with open(path, "wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
