"""The candidate's side of the flow: from the mail's link to the closing page, in a real browser."""

import os
import urllib.parse

import pytest
from harness import CHECKOUT, wait_until
from portal import probe
from recruiting import Client, add_candidates, dump, link_in, logs, starting_in

ACME = "Acme Talent"
QUESTIONS = 3
SECOND = 1000
# With this set to 1, the test keeps a picture of the open portal for the README.
SCREENSHOT = os.environ.get("PORTAL_SCREENSHOT")


class Invitation:
    """A candidate with a booked interview that is open now, and the link from the mail."""

    def __init__(self, stack):
        self.stack = stack
        office = Client(stack, stack.account("COMPANY", ACME))
        self.recruiter = Client(stack, stack.account("RECRUITER", ACME))
        (self.candidate,) = add_candidates(stack, ACME)
        # Within the tolerance before the start, so the door is open as soon as the seat is booked.
        self.interview_id = self.recruiter.schedule(self.candidate, office.make_slot(starting_in(25)))
        (self.mail,) = stack.wait_for_mail(to=self.candidate.email)
        self.link, self.key = link_in(self.mail)

    def interview(self):
        return self.recruiter.get(f"/api/interviews/{self.interview_id}/")

    def recordings(self):
        """Each recording on disk, its chunks put one after the other in their order."""
        ((session,),) = self.stack.sql(f"SELECT id FROM session WHERE interview_id = '{self.interview_id}'")
        files = {}
        for chunk in sorted((self.stack.state / "media" / "recordings" / session).rglob("*.chunk")):
            files[chunk.parent] = files.get(chunk.parent, b"") + chunk.read_bytes()
        return list(files.values())


@pytest.fixture(scope="module")
def invitation(stack):
    return Invitation(stack)


@pytest.fixture
def visit(browser):
    """Opens pages, each in a browser of its own, and remembers what they asked for and complained of."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(viewport={"width": 1280, "height": 860}, **options)
        contexts.append(context)
        page = context.new_page()
        page.answers, page.complaints = [], []
        page.on("response", lambda each: page.answers.append((each.request.method, each.url, each.status)))
        page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    yield open_page
    for context in contexts:
        context.close()


def wait_for_question(page, number):
    page.wait_for_selector(f'body[data-stage="question"][data-question="{number}"]', timeout=60 * SECOND)


def agree(page):
    """Agrees to be recorded."""
    page.get_by_test_id("consent-agree").click(timeout=30 * SECOND)


def begin_at_once(page):
    """Presses the button rather than waiting until the interview begins by itself."""
    page.get_by_test_id("start-button").click(timeout=30 * SECOND)


def answer(invitation, page, number, text, recording):
    """Types an answer and goes on once the server has a piece of its recording, the how-manieth of the interview."""
    wait_for_question(page, number)
    page.get_by_test_id("answer-text").fill(text)
    wait_until(lambda: len(invitation.recordings()) == recording, what="a piece of the recording")
    page.get_by_test_id("next-button").click()


def take_screenshot(page):
    folder = CHECKOUT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    page.wait_for_function("document.querySelector('#self-view').readyState >= 2")
    page.screenshot(path=folder / "portal.png")
    assert (folder / "portal.png").stat().st_size < 300_000


def test_the_link_leads_through_the_whole_interview(stack, invitation, visit, tmp_path):
    page = visit()

    page.goto(invitation.link)

    assert urllib.parse.urlsplit(page.url)[2:] == ("/portal/", "", "")
    assert page.evaluate("document.cookie") == ""
    (cookie,) = page.context.cookies()
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax" and invitation.key not in cookie["value"]
    assert invitation.key not in page.content()
    assert page.locator("body").get_attribute("data-state") == "open"
    named = page.locator("header strong, header .masthead-job").all_inner_texts()
    assert invitation.mail.subject == "Interview Scheduled - {1} at {0}".format(*named)
    agree(page)
    wait_for_question(page, 1)  # nobody pressed anything more
    first = page.get_by_test_id("question-text").inner_text()
    wait_until(lambda: [each for each in page.answers if "/portal/audio/" in each[1]], what="the question's sound")
    assert {status for _, url, status in page.answers if "/portal/audio/" in url} <= {200, 206}
    if SCREENSHOT:
        take_screenshot(page)

    answer(invitation, page, 1, "My name is Asha and I build servers.", recording=1)
    wait_for_question(page, 2)
    second = page.get_by_test_id("question-text").inner_text()
    assert second != first
    page.get_by_test_id("answer-text").fill("Half a thought")
    wait_until(lambda: len(invitation.recordings()) == 2, what="a piece of the second recording")
    page.reload()
    begin_at_once(page)
    wait_for_question(page, 2)
    assert page.get_by_test_id("question-text").inner_text() == second
    assert page.get_by_test_id("answer-text").input_value() == "Half a thought"
    answer(invitation, page, 2, "A whole thought.", recording=3)
    answer(invitation, page, 3, "Nothing more, thank you. धन्यवाद 🙏", recording=4)
    page.wait_for_url("**/complete/", timeout=60 * SECOND)

    assert page.locator("body").get_attribute("data-state") == "completed"
    assert invitation.interview()["status"] == "completed"
    kept = invitation.interview()["questions_and_answers"]
    assert [each["question_text"] for each in kept][:2] == [first, second]
    assert [each["answer"] for each in kept] == [
        "My name is Asha and I build servers.", "A whole thought.", "Nothing more, thank you. धन्यवाद 🙏",
    ]  # fmt: skip
    found = [probe(media, tmp_path) for media in invitation.recordings()]
    assert len(found) == QUESTIONS + 1, "the reload begins a recording of its own"
    assert all(kinds.keys() == {"audio", "video"} and min(kinds.values()) > 0 for kinds in found)
    assert stack.sql("SELECT COUNT(*) FROM recording WHERE finished_at IS NULL") == [["0"]]
    assert [each for each in page.answers if each[2] >= 400] == []
    assert page.complaints == []


def test_a_completed_interview_cannot_be_answered_again(stack, invitation, visit):
    page = visit()
    page.goto(invitation.link)

    assert page.locator("body").get_attribute("data-state") == "completed"
    answered = stack.request("POST", "/ai/start", json={"session_key": invitation.key}).json()
    assert answered["completed"] is True and "question" not in answered


def test_the_key_is_in_no_log_and_not_in_the_database(stack, invitation):
    database = dump(stack).lower()

    assert invitation.candidate.email.encode() in database, "this is not a dump of the database"
    assert invitation.key.encode() not in database
    assert invitation.key.encode() not in logs(stack).lower()


def test_pages_carry_the_headers_that_keep_the_key_and_the_cameras_to_themselves(stack, invitation):
    entry = stack.request("GET", f"/?session_key={invitation.key}")
    page = stack.request("GET", "/portal/", cookies=entry.cookies)

    assert entry.status_code == 303 and entry.headers["Location"] == "/portal/"
    assert page.status_code == 200
    for response in (entry, page):
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]
        assert "camera=(self)" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("entrance", ["/interview/", "/interview_app/"])
def test_older_addresses_of_the_portal_lead_there_too(stack, invitation, entrance):
    answer = stack.request("GET", f"{entrance}?session_key={invitation.key}")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/portal/")


def test_another_site_cannot_act_with_the_candidates_cookie(stack):
    invitation = Invitation(stack)
    cookies = stack.request("GET", f"/?session_key={invitation.key}").cookies
    good = {"X-Requested-With": "fetch"}

    def start(headers):
        return stack.request("POST", "/ai/start", json={}, headers=headers, cookies=cookies).status_code

    assert start({}) == 403
    assert start(good | {"Origin": "https://evil.example"}) == 403
    assert start(good | {"Sec-Fetch-Site": "cross-site"}) == 403
    assert stack.sql(f"SELECT entered_at FROM session WHERE interview_id = '{invitation.interview_id}'") == [["NULL"]]
    assert start(good | {"Origin": stack.url, "Sec-Fetch-Site": "same-origin"}) == 200
