"""Candidates whom the server itself kept out find their door open for longer."""

import os
import signal
import time

import pytest
from harness import Stack

GRACE = 10


@pytest.fixture(scope="module")
def stack():
    running = Stack(OUTAGE_SECONDS="2", PORTAL_GRACE_SECONDS=str(GRACE))
    try:
        running.up()
        yield running
    finally:
        running.remove()


def open_page(stack, link):
    """The portal's page by the link of a mail, as a browser without a cookie gets it."""
    entry = stack.request("GET", link.removeprefix(stack.url), allow_redirects=False)
    return stack.request("GET", "/portal/", cookies=entry.cookies).text


# "Ten things", 7: the link just expired, although the server had hung over the whole window.
def test_a_server_that_hung_over_the_whole_window_opens_it_again(stack):
    link = stack.interviews("demo", "session").stdout.split()[-1]
    assert 'data-state="open"' in open_page(stack, link)
    serve = stack.pid("serve")

    os.kill(serve, signal.SIGSTOP)
    time.sleep(GRACE + 3)
    os.kill(serve, signal.SIGCONT)

    deadline = time.monotonic() + 10
    while "We could not be reached from" not in (page := open_page(stack, link)):
        assert time.monotonic() < deadline, page[:2000]
        time.sleep(0.2)
    assert 'data-state="open"' in page
    events = stack.sql("SELECT actor_kind, reason FROM booking_event WHERE action = 'window_extended'")
    assert events and all(kind == "system" and "could not be reached" in reason for kind, reason in events)
