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


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium without a window, with a camera and a microphone that play test patterns."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )
        yield chromium
        chromium.close()
