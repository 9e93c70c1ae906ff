"""What the link shows when there is no interview to begin: too early, too late, cancelled, unknown."""

import itertools
import re
import zoneinfo

import pytest
import requests
from portal import ACME, Link
from recruiting import on_day, starting_in

DAYS = itertools.count(40)


class PageLink(Link):
    """A link that is opened without a browser."""

    def __init__(self, stack, times=None):
        super().__init__(stack, times or on_day(next(DAYS)))

    def visit(self):
        """The page that the link leads to."""
        entry = self.stack.request("GET", f"/?session_key={self.key}")
        assert entry.status_code == 303
        return self.stack.request("GET", "/portal/", cookies=entry.cookies)

    def state(self):
        cookies = self.stack.request("GET", f"/?session_key={self.key}").cookies
        return self.stack.request("GET", "/portal/state/", cookies=cookies).json()["state"]

    def start(self):
        return self.stack.request("POST", "/ai/start", json={"session_key": self.key})


@pytest.fixture(scope="module")
def link(stack):
    return PageLink(stack)


def shown_state(page):
    return re.search(r'<body [^>]*data-state="(\w+)"', page.text)[1]


@pytest.mark.parametrize(
    "seconds, state",
    [(3600, "early"), (40, "early"), (20, "open"), (-540, "open"), (-660, "expired"), (-86400, "expired")],
)
def test_page_and_api_agree_on_the_window(link, seconds, state):
    link.begins(seconds)

    page = link.visit()

    assert page.status_code == 200
    assert shown_state(page) == link.state() == state


@pytest.mark.parametrize("seconds, status", [(3600, 403), (-660, 410)])
def test_outside_of_the_window_nothing_can_be_begun(stack, link, seconds, status):
    link.begins(seconds)

    refused = link.start()

    assert refused.status_code == status
    assert " IST" in refused.json()["detail"]
    assert stack.sql(f"SELECT entered_at FROM session WHERE interview_id = '{link.interview_id}'") == [["NULL"]]


def test_the_waiting_page_counts_down_and_names_the_time_in_both_zones(stack, browser):
    link = PageLink(stack, starting_in(5400))
    context = browser.new_context(timezone_id="America/New_York", locale="en-US")
    page = context.new_page()
    try:
        page.goto(link.link)

        assert page.locator("body").get_attribute("data-state") == "early"
        assert f"{link.times.start:%Y-%m-%d %I:%M %p} IST" in page.get_by_test_id("scheduled-time").inner_text()
        local = link.times.start.astimezone(zoneinfo.ZoneInfo("America/New_York"))
        assert f"{local:%-I:%M}" in page.get_by_test_id("local-time").inner_text()
        first = page.get_by_test_id("countdown").inner_text()
        assert re.fullmatch(r"01:(29|30):\d\d", first)
        page.wait_for_function("first => document.querySelector('#countdown').innerText !== first", arg=first)
    finally:
        context.close()


def test_who_has_come_in_may_come_back_after_the_door_has_closed(stack):
    link = PageLink(stack)
    link.begins(-60)
    begun = link.start()
    link.begins(-900)

    page = link.visit()

    assert begun.status_code == 200 and begun.json()["resumed"] is False
    assert shown_state(page) == "open"
    again = link.start().json()
    assert again["resumed"] is True and again["question"] == begun.json()["question"]


def test_a_cancelled_interviews_link_says_so_and_starts_nothing(stack):
    link = PageLink(stack)
    link.cancel()

    page = link.visit()

    assert shown_state(page) == link.state() == "cancelled"
    assert link.start().status_code == 410


@pytest.mark.parametrize(
    "query",
    [
        "0" * 32, "0" * 31, "f" * 33, "F" * 32, "%00", "%F0%9F%92%A9", "'%20OR%20'1'='1", "..%2F..%2Fetc%2Fpasswd",
        "<script>alert(1)</script>", "a" * 5000, "",
    ],
)  # fmt: skip
def test_unknown_and_malformed_keys_get_one_and_the_same_page(stack, query):
    unknown = stack.request("GET", "/?session_key=" + "1234567890abcdef" * 2)

    answer = stack.request("GET", "/?session_key=" + query)

    assert unknown.status_code == answer.status_code == 404
    assert answer.content == unknown.content
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "Set-Cookie" not in answer.headers
    assert shown_state(answer) == "invalid"


@pytest.mark.parametrize("path", ["/portal/", "/complete/"])
@pytest.mark.parametrize("cookie", [None, "", "x", "0" * 64, "../..", "%00", "ü"])
def test_without_a_good_cookie_there_is_no_page(stack, path, cookie):
    headers = {} if cookie is None else {"Cookie": f"portal={cookie}".encode()}

    answer = stack.request("GET", path, headers=headers)

    assert answer.status_code == 404
    assert shown_state(answer) == "invalid"


def test_the_start_without_a_key_says_that_the_link_is_incomplete(stack):
    answer = stack.request("GET", "/")

    assert answer.status_code == 200
    assert shown_state(answer) == "invalid"


def test_the_demonstrations_link_is_open(stack):
    entry = requests.get(stack.demo["open_portal_url"], allow_redirects=False, timeout=30)

    page = stack.request("GET", entry.headers["Location"], cookies=entry.cookies)

    assert shown_state(page) == "open"


def test_opening_the_link_changes_nothing(stack, link):
    """Mail scanners open every link."""
    link.begins(-60)
    before = stack.sql("CHECKSUM TABLE session, session_question, interview, schedule, slot, booking_event")

    for _ in range(3):
        assert shown_state(link.visit()) == "open"

    assert stack.sql("CHECKSUM TABLE session, session_question, interview, schedule, slot, booking_event") == before
