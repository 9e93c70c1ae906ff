"""A candidate chooses a time: in a browser without scripts, by keyboard alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from recruiting import Client, add_candidates, on_day

ACME = "Acme Talent"


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def tab_to(page, selector):
    """Presses Tab until the focus is on an element of that selector."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def choose(page, time):
    """Picks the time whose label holds that text, by arrow keys, and sends the form."""
    tab_to(page, "input[name=slot]")
    page.keyboard.press("Space")
    for _ in range(60):
        if page.locator("label:has(input:checked)", has_text=time).count():
            break
        page.keyboard.press("ArrowDown")
    tab_to(page, "[data-testid=book]")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_time_is_booked_moved_and_cancelled_by_keyboard_without_scripts(stack, page):
    office = Client(stack, stack.account("COMPANY", ACME))
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    (candidate,) = add_candidates(stack, ACME)
    day = on_day(200)
    first = office.make_slot(on_day(200, hour=10, minute=15))
    second = office.make_slot(on_day(200, hour=16, minute=45))
    body = {"candidate": candidate.id, "job": None, "feedback": ""}
    interview = recruiter.expect(201, "POST", "/api/interviews/", body)["id"]
    days = {"slots_from": f"{day.start:%Y-%m-%d}", "slots_to": f"{day.start:%Y-%m-%d}"}
    invited = recruiter.expect(201, "POST", f"/api/interviews/{interview}/invite/", days)
    mail = stack.wait_for_mail(to=candidate.email)[0]
    link = re.search(r"https?://\S+/choose/\?invitation=\S+", mail.text())[0]
    assert link == invited["invitation_link"]

    page.goto(link)
    assert page.url == stack.url + "/choose/", "the token has left the address bar"
    radios = page.get_by_role("radio")
    assert radios.count() == 2
    name = f"{day.start:%A, %B %d, %Y}, 10:15 AM to 10:45 AM IST"
    assert page.get_by_role("radio", name=re.compile(re.escape(name))).count() == 1

    choose(page, "10:15 AM")
    assert "10:15 AM to 10:45 AM IST" in page.get_by_test_id("booked").text_content()
    assert recruiter.get(f"/api/interviews/slots/{first['id']}/")["current_bookings"] == 1

    choose(page, "04:45 PM")
    assert "04:45 PM to 05:15 PM IST" in page.get_by_test_id("booked").text_content()
    assert recruiter.get(f"/api/interviews/slots/{first['id']}/")["current_bookings"] == 0
    assert recruiter.get(f"/api/interviews/slots/{second['id']}/")["current_bookings"] == 1

    tab_to(page, "[data-testid=cancel]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_test_id("booked").count() == 0
    assert page.get_by_role("radio").count() == 2
    assert recruiter.get(f"/api/interviews/slots/{second['id']}/")["current_bookings"] == 0


def test_axe_finds_nothing_on_the_page_whatever_it_shows(stack, browser):
    """AC-25, in each state of the page: free times, a refusal, a booking, a booking that cannot be moved."""
    office = Client(stack, stack.account("COMPANY", ACME))
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    (candidate,) = add_candidates(stack, ACME)
    for hour in (10, 16):
        office.make_slot(on_day(201, hour=hour))
    body = {"candidate": candidate.id, "job": None, "feedback": ""}
    interview = recruiter.expect(201, "POST", "/api/interviews/", body)["id"]
    day = f"{on_day(201).start:%Y-%m-%d}"
    path = f"/api/interviews/{interview}/invite/"
    link = recruiter.expect(201, "POST", path, {"slots_from": day, "slots_to": day})["invitation_link"]
    context = browser.new_context()
    page = context.new_page()
    seen = []

    def scan():
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        states = ["notice", "booked", "blocked", "book"]
        seen.append([state for state in states if page.get_by_test_id(state).count()])

    page.goto(link)
    scan()
    page.evaluate("document.querySelectorAll('[required]').forEach(field => field.required = false)")
    page.get_by_test_id("book").click()
    scan()
    page.get_by_role("radio").first.check()
    page.get_by_test_id("book").click()
    scan()
    stack.sql(f"UPDATE invitation SET moves = 1000 WHERE interview_id = '{interview}'")
    page.reload()
    scan()
    context.close()

    assert seen == [["book"], ["notice", "book"], ["booked", "book"], ["booked", "blocked"]]
