"""Trying the equipment out days ahead: nothing of it reaches the server but bytes that are counted and dropped."""

import re

import pytest
from portal import SECOND, Link, press
from recruiting import on_day


@pytest.fixture(scope="module")
def link(stack):
    return Link(stack, on_day(33))


@pytest.fixture
def page(link, browser):
    context = browser.new_context(viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.calls = []
    page.on("request", lambda request: page.calls.append((request.method, request.url.removeprefix(link.stack.url))))
    page.goto(link.link)
    press(page, "rehearse")
    page.locator('#check-microphone[data-state="good"]').wait_for(timeout=20 * SECOND)
    yield page
    context.close()


def item(page, name, state):
    found = page.locator(f'#check-{name}[data-state="{state}"]')
    found.wait_for(timeout=30 * SECOND)
    return found.inner_text()


def test_browser_loudspeaker_and_line_are_tried(page):
    assert "Can record" in item(page, "browser", "good")

    press(page, "speaker-play")
    page.get_by_test_id("speaker-question").wait_for(timeout=40 * SECOND)
    page.locator("#speaker-no").click()
    assert "Turn the volume up" in item(page, "speaker", "bad")
    press(page, "speaker-play")
    page.get_by_test_id("speaker-question").wait_for(timeout=40 * SECOND)
    page.locator("#speaker-yes").click()
    assert "You can hear the questions" in item(page, "speaker", "good")

    press(page, "speed-start")
    assert re.search(r"[\d.]+ (M|k)bit/s up: good for video", item(page, "speed", "good"))


def test_a_slow_line_is_called_slow(page):
    def slowly(route):
        page.wait_for_timeout(900)
        route.continue_()

    page.route("**/portal/speed/", slowly)

    press(page, "speed-start")

    assert "kbit/s up: slow for video" in item(page, "speed", "good")


def test_a_practice_answer_is_played_back_and_never_leaves_the_device(stack, link, page):
    before = stack.sql("SELECT COUNT(*) FROM recording"), stack.sql("SELECT COUNT(*) FROM session_question")

    press(page, "practice-start")
    page.get_by_test_id("practice-stop").wait_for(timeout=40 * SECOND)
    page.wait_for_timeout(2500)
    press(page, "practice-stop")
    playback = page.get_by_test_id("practice-playback")
    playback.wait_for(timeout=20 * SECOND)
    page.wait_for_function("document.getElementById('practice-playback').readyState >= 2", timeout=20 * SECOND)
    address = playback.get_attribute("src")
    assert address.startswith("blob:")

    page.locator("#rehearse-end").click()
    assert playback.get_attribute("src") is None
    assert page.evaluate("address => fetch(address).then(() => 'kept', () => 'gone')", address) == "gone"
    sent = [path for method, path in page.calls if method != "GET"]
    assert not [path for path in sent if path not in ("/portal/speed/", "/portal/presence/")]
    assert (stack.sql("SELECT COUNT(*) FROM recording"), stack.sql("SELECT COUNT(*) FROM session_question")) == before
    assert not link.recordings()


def test_the_time_ends_a_practice_answer(page):
    page.route("**/portal/practice/", lambda route: route.fulfill(json={"question": "Soon over?", "audio_url": "", "time_limit_seconds": 2}))

    press(page, "practice-start")

    page.get_by_test_id("practice-playback").wait_for(timeout=40 * SECOND)
    press(page, "practice-again")
    page.get_by_test_id("practice-playback").wait_for(state="hidden", timeout=10 * SECOND)
