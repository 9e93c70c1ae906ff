"""Fixtures shared by the tests against the whole stack."""

import pytest
from harness import Stack
from playwright.sync_api import sync_playwright


@pytest.fixture(scope="session")
def stack(request):
    """One running stack for all tests that leave it as healthy as they found it."""
    running = Stack()
    try:
        running.up()
        yield running
        if request.session.testsfailed:
            print("\nThe end of the stack's log:\n" + running.log(150))
    finally:
        running.remove()


@pytest.fixture
def own_stack():
    """Makes stacks for one test alone, not started yet, and removes them afterwards."""
    made = []

    def make(**options):
        made.append(Stack(**options))
        return made[-1]

    yield make
    for each in made:
        each.remove()


FAKE_DEVICES = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


@pytest.fixture(scope="session")
def chromium():
    """Starts Debian's Chromium without a window, with more arguments if need be."""
    with sync_playwright() as playwright:

        def launch(*arguments):
            return playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", *arguments])

        yield launch


@pytest.fixture(scope="session")
def browser(chromium):
    """A browser with a camera and a microphone that play test patterns."""
    running = chromium(*FAKE_DEVICES)
    yield running
    running.close()


@pytest.fixture
def browser_without_devices(chromium):
    """A browser that has neither camera nor microphone."""
    running = chromium()
    yield running
    running.close()
