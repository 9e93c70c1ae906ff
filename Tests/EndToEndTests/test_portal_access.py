"""Every page and state of the portal is usable by everybody: axe finds nothing, and the keyboard is enough.

PORTAL_SCREENSHOTS=folder keeps a picture of each state, small and large, light and dark.
"""

import os
import pathlib

import pytest
from axe_playwright_python.sync_playwright import Axe
from portal import Link, press, question, stage

PICTURES = os.environ.get("PORTAL_SCREENSHOTS")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NOTHING = {"time_percent": 100, "audio_only": False, "text_answers": False, "larger_text": False}
PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 860}
LOOKS = [(PHONE, "light"), (DESK, "dark")] + ([(PHONE, "dark"), (DESK, "light")] if PICTURES else [])


class Visitor:
    """A browser, and what axe says of each state that it comes by."""

    def __init__(self, browser):
        self.browser = browser
        self.contexts = []
        self.found = {}

    def page(self, **options):
        context = self.browser.new_context(**{"viewport": DESK, **options})
        self.contexts.append(context)
        return context.new_page()

    def look(self, page, name):
        """Holds the state against the rules, in each size and colour."""
        for size, scheme in LOOKS:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            problems = [f"{wide} px wider than the window"] if wide > 0 else []
            for violation in Axe().run(page, options=RULES).response["violations"]:
                problems += [f"{violation['id']}: {node['html'][:160]}" for node in violation["nodes"]]
            if problems:
                self.found[f"{name} {size['width']} {scheme}"] = problems
            if PICTURES:
                folder = pathlib.Path(PICTURES)
                folder.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=folder / f"{name}-{size['width']}-{scheme}.png", full_page=True)


@pytest.fixture
def visitor(browser):
    each = Visitor(browser)
    yield each
    for context in each.contexts:
        context.close()


def ask_own_questions(stack, link, preparation=0, retakes=0, pause=0):
    """Gives the interview's job type a set of the company's own, with these rules."""
    stack.sql(
        "INSERT INTO question_set (company_id, ai_interview_type, name, allows_pause, created_at, updated_at)"
        f" SELECT company_id, ai_interview_type, 'Own', {pause}, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) FROM slot"
        f" WHERE id = '{link.slot['id']}';"
        "INSERT INTO question (question_set_id, position, question_text, time_limit_seconds, preparation_seconds,"
        f" retakes) SELECT MAX(id), 1, 'Why do you want to work here?', 60, {preparation}, {retakes}"
        " FROM question_set;"
        "INSERT INTO question (question_set_id, position, question_text, time_limit_seconds)"
        " SELECT MAX(id), 2, 'What would you change first?', 60 FROM question_set"
    )


def test_axe_finds_nothing_wrong_with_the_pages_around_the_interview(stack, visitor):
    link = Link(stack)
    page = visitor.page()
    page.goto(stack.url + "/")
    visitor.look(page, "invalid")
    link.begins(5400)
    page.goto(link.link)
    visitor.look(page, "early")
    rehearse(page)
    visitor.look(page, "rehearsal")
    link.begins(-3000)
    page.goto(link.link)
    visitor.look(page, "expired")
    link.begins(86400)
    link.cancel()
    page.goto(link.link)
    visitor.look(page, "cancelled")
    for name in ("too-large", "too-many", "unavailable"):
        page.goto(f"{stack.url}/static/refused/{name}.html")
        visitor.look(page, name)

    assert visitor.found == {}


def rehearse(page):
    """Tries everything out, up to the question whether the loudspeaker was heard and the practice answer's playback."""
    press(page, "rehearse")
    page.locator('#check-microphone[data-state="good"]').wait_for()
    press(page, "practice-start")
    press(page, "practice-stop")
    page.get_by_test_id("practice-playback").wait_for()
    press(page, "speaker-play")
    page.get_by_test_id("speaker-question").wait_for()


def test_axe_finds_nothing_wrong_with_any_stage_of_the_interview(stack, visitor):
    link = Link(stack, ai_interview_type="behavioral").begins(-60)
    path = f"/api/candidates/{link.candidate.id}/accommodation/"
    link.recruiter.expect(200, "PUT", path, {**NOTHING, "text_answers": True})
    ask_own_questions(stack, link, preparation=600, retakes=1, pause=1)
    page, other = visitor.page(), visitor.page()

    page.goto(link.link)
    visitor.look(page, "consent")
    press(page, "consent-decline")
    visitor.look(page, "consent-declined")
    press(page, "consent-agree")
    page.get_by_test_id("start-button").wait_for()
    visitor.look(page, "check")
    press(page, "mode-text")
    visitor.look(page, "check-text")
    press(page, "mode-video")
    press(page, "start-button")
    question(page, 1)
    visitor.look(page, "preparation")
    press(page, "next-button")
    page.wait_for_selector('#recording[data-state="on"]')
    page.get_by_test_id("answer-text").fill("Because of the people.")
    press(page, "retake-button")
    visitor.look(page, "question")
    press(page, "next-button")
    stage(page, "pause")
    visitor.look(page, "pause")
    come_in_elsewhere(other, link)
    visitor.look(other, "elsewhere")
    press(other, "take-over")
    press(page, "pause-over")
    stage(page, "elsewhere")
    question(other, 2)
    other.get_by_test_id("answer-text").fill("Nothing yet.")
    other.route("**/chunks/**", lambda route: route.abort())
    press(other, "next-button")
    stage(other, "finishing")
    visitor.look(other, "finishing")
    other.unroute("**/chunks/**")
    other.wait_for_url("**/complete/")
    visitor.look(other, "completed")

    assert visitor.found == {}


def come_in_elsewhere(page, link):
    page.goto(link.link)
    press(page, "start-button")
    stage(page, "elsewhere")


def test_axe_finds_nothing_wrong_when_camera_and_microphone_are_refused(stack, browser_without_devices):
    visitor = Visitor(browser_without_devices)
    link = Link(stack).begins(-60)
    page = visitor.page(permissions=[])

    page.goto(link.link)
    press(page, "consent-agree")
    page.get_by_test_id("device-problem").wait_for()
    visitor.look(page, "device-problem")

    assert visitor.found == {}


def test_larger_text_does_not_break_the_page(stack, visitor):
    link = Link(stack).begins(-60)
    path = f"/api/candidates/{link.candidate.id}/accommodation/"
    link.recruiter.expect(200, "PUT", path, {**NOTHING, "larger_text": True, "audio_only": True})
    page = visitor.page()

    page.goto(link.link)
    visitor.look(page, "larger-consent")
    press(page, "consent-agree")
    press(page, "start-button")
    question(page, 1)
    visitor.look(page, "larger-question")

    assert visitor.found == {}
    assert page.get_by_test_id("recording").inner_text() == "Recording sound"


def test_the_whole_interview_by_keyboard_alone(stack, visitor):
    link = Link(stack, ai_configuration={"question_count": 2}).begins(-60)
    page = visitor.page()

    def tab_to(test_id):
        for _ in range(40):
            if page.evaluate("document.activeElement?.dataset.testid") == test_id:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {test_id}")

    page.goto(link.link)
    stage(page, "consent")
    tab_to("consent-agree")
    page.keyboard.press("Enter")
    page.get_by_test_id("start-button").wait_for()
    tab_to("start-button")
    page.keyboard.press("Enter")
    for number in (1, 2):
        question(page, number)
        assert page.evaluate("document.activeElement.id") == "question"
        tab_to("answer-text")
        page.keyboard.type(f"Answer {number}")
        tab_to("next-button")
        page.keyboard.press("Enter")
    page.wait_for_url("**/complete/", timeout=60_000)

    assert [each["answer"] for each in link.interview()["questions_and_answers"]] == ["Answer 1", "Answer 2"]
