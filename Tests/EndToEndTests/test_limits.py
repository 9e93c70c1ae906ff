"""Clients that are slow on purpose, and a machine that runs out of descriptors: everybody else is answered."""

import contextlib
import os
import resource
import socket
import time

import pytest
from harness import Stack, wait_until

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


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
