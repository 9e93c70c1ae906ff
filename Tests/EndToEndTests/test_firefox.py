"""A whole interview in Debian's Firefox, with its fake camera and microphone."""

import os

import pytest
from harness import free_ports, wait_until
from marionette_driver import By
from marionette_driver.errors import NoSuchElementException, StaleElementException
from marionette_driver.marionette import Marionette
from portal import Link, probe
from recruiting import on_day

PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "permissions.default.camera": 1,
    "permissions.default.microphone": 1,
}


@pytest.fixture
def firefox(tmp_path):
    running = Marionette(
        bin="/usr/bin/firefox-esr", headless=True, prefs=PREFERENCES, port=free_ports(1)[0],
        workspace=str(tmp_path), gecko_log=str(tmp_path / "firefox.log"),
    )  # fmt: skip
    running.start_session()
    try:
        yield running
    finally:
        running.quit()
        running.cleanup()


def body(firefox, name):
    return firefox.execute_script("return document.body.dataset[arguments[0]] ?? null", [name])


def press(firefox, name):
    def pressed():
        try:
            element = firefox.find_element(By.CSS_SELECTOR, f'[data-testid="{name}"]')
            if not element.is_displayed():
                return False
            element.click()
            return True
        except (NoSuchElementException, StaleElementException):
            return False

    wait_until(pressed, 60, f"the button {name}")


def test_the_whole_interview_is_recorded(stack, firefox, tmp_path):
    link = Link(stack, on_day(37), ai_interview_type="system_design").begins(-60)

    firefox.navigate(link.link)
    press(firefox, "consent-agree")
    press(firefox, "start-button")
    count = 0
    while True:
        count += 1
        wait_until(lambda: body(firefox, "question") == str(count) or body(firefox, "state") == "completed", 60, "a question")
        if body(firefox, "state") == "completed":
            break
        wait_until(
            lambda: firefox.execute_script("return document.getElementById('recording').dataset.state") == "on",
            60,
            f"the recording of answer {count}: {firefox.execute_script('return document.body.innerText')}",
        )
        text = firefox.find_element(By.CSS_SELECTOR, '[data-testid="answer-text"]')
        text.send_keys(f"Answer {count} from Firefox.")
        firefox.execute_async_script("setTimeout(arguments[0], 4000)", script_timeout=10_000)
        press(firefox, "next-button")

    answers = link.interview()["questions_and_answers"]
    assert [answer["answer"] for answer in answers] == [f"Answer {n} from Firefox." for n in range(1, count)]
    recordings = link.recordings()
    assert len(recordings) == count - 1 > 1
    for content in recordings.values():
        found = probe(content, tmp_path)
        assert found["video"] > 20 and found["audio"] > 20
    assert stack.sql(f"SELECT status FROM session WHERE id = '{link.session}'") == [["COMPLETED"]]


def test_it_is_the_browser_of_the_system(firefox):
    assert os.path.realpath("/usr/bin/firefox-esr").startswith("/usr/lib/firefox-esr")
    assert int(firefox.session_capabilities["browserVersion"].split(".")[0]) >= 115
