"""What candidates are sent, read by Python's e-mail and calendar libraries and by an interpreter of our own."""

import datetime
import html
import re
import sys
import zoneinfo

import icalendar
import pytest
import requests
from harness import CHECKOUT, wait_until
from recruiting import Client, Times, add_candidates, link_in, starting_in

sys.path.insert(0, str(CHECKOUT / "Tests/MailTestSupport"))
from itip import Calendar, invitation_of  # noqa: E402

ACME = "Acme Talent"
UTC = datetime.timezone.utc
ZONES = [
    "Asia/Kolkata",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "UTC",
]
# Where clocks are changed, one of the two is daylight time.
DAYS = [datetime.date(2027, 1, 14), datetime.date(2027, 7, 14)]
COMPANY_ZONES = ["Asia/Kolkata", "Europe/London"]

# A zone by its abbreviation or its place, and its offset; UTC is both.
WHERE = r"(?:(UTC)(?![+-])|[A-Za-z][\w ]*? \(UTC([+-]\d\d:\d\d)\))"
ENGLISH = re.compile(rf"([A-Z][a-z]+ \d\d, \d{{4}}) at (\d\d:\d\d [AP]M) {WHERE}")
HINDI = re.compile(rf"(\d{{1,2}} \S+ \d{{4}}) को (\d\d:\d\d [AP]M) {WHERE}")
HINDI_MONTHS = "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर".split()

# The texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 1.4.3).
CONTRASTS = """() => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const light = (colour) => numbers(colour).slice(0, 3)
        .map((each) => (each /= 255) <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
    const behind = (node) => {
        const colour = getComputedStyle(node).backgroundColor;
        return numbers(colour)[3] === 0 && node.parentElement ? behind(node.parentElement) : colour;
    };
    return [...document.body.querySelectorAll("*")]
        .filter((node) => [...node.childNodes].some((each) => each.nodeType === 3 && each.data.trim()))
        .filter((node) => {
            const pair = [light(getComputedStyle(node).color), light(behind(node))].sort((a, b) => b - a);
            return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5;
        })
        .map((node) => node.textContent.trim().slice(0, 60));
}"""


@pytest.fixture(scope="module")
def office(stack):
    return Client(stack, stack.account("COMPANY", ACME))


@pytest.fixture(scope="module")
def recruiter(stack):
    return Client(stack, stack.account("RECRUITER", ACME))


def moments(text):
    """Every date with time that a text names, in order, with the offset that it names."""
    found = []
    assert len(re.findall(r"\d{4} (?:at|को) ", text)) == len(ENGLISH.findall(text)) + len(HINDI.findall(text)), text
    for pattern in (ENGLISH, HINDI):
        for day, clock, utc, offset in pattern.findall(text):
            if pattern is HINDI:
                number, month, year = day.split()
                day = datetime.date(int(year), HINDI_MONTHS.index(month) + 1, int(number)).strftime("%B %d, %Y")
            offset = "+00:00" if utc else offset
            found.append(datetime.datetime.strptime(f"{day} {clock} {offset}", "%B %d, %Y %I:%M %p %z"))
    return found


def visible(markup):
    """What a reader of the HTML form sees."""
    body = markup[markup.index("<body") :]
    return html.unescape(re.sub(r"<[^>]*>", " ", body))


def event_in(message):
    """The meeting in a mail, as the library reads it."""
    (part,) = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert not calendar.errors and calendar["METHOD"] == part["Content-Type"].params["method"]
    (event,) = calendar.walk("VEVENT")
    assert not event.errors
    return event


def invite_ready(recruiter, candidate, zone, locale):
    """The candidate with the zone and language that a recruiter noted."""
    body = {"time_zone": zone, "locale": locale}
    recruiter.expect(200, "PATCH", f"/api/candidates/{candidate.id}/", body)
    return candidate


def test_text_html_invitation_and_page_name_the_same_instant_in_every_zone(stack, office, recruiter):
    cases = [(zone, day, number) for number, (zone, day) in enumerate((z, d) for z in ZONES for d in DAYS)]
    candidates = add_candidates(stack, ACME, len(cases))
    booked = []
    for (zone, day, number), candidate in zip(cases, candidates):
        invite_ready(recruiter, candidate, zone, "hi-IN" if number % 3 == 0 else "en")
        company_zone = COMPANY_ZONES[number % 4 // 2]
        start = datetime.datetime.combine(day, datetime.time(9 + number % 8, 30))
        times = Times(start, start + datetime.timedelta(minutes=45))
        slot = office.make_slot(times, time_zone=company_zone)
        interview = recruiter.schedule(candidate, slot)
        expected = start.replace(tzinfo=zoneinfo.ZoneInfo(company_zone)).astimezone(UTC)
        booked.append((zone, company_zone, expected, interview, candidate))

    for number, (zone, company_zone, expected, interview, candidate) in enumerate(booked):
        (mail,) = stack.wait_for_mail(to=candidate.email)

        message = mail.content
        assert not any(part.defects for part in message.walk())
        assert message["Message-ID"] and message["Date"] and message["Auto-Submitted"] == "auto-generated"
        event = event_in(message)
        ours = invitation_of(message)
        assert (event["UID"], event["SEQUENCE"]) == (interview, 0) == (ours.uid, ours.sequence)
        assert (event.start, event.end) == (expected, expected + datetime.timedelta(minutes=45))
        assert event.start.utcoffset() == datetime.timedelta(0)
        clocks = {zone, company_zone}
        offsets = {expected.astimezone(zoneinfo.ZoneInfo(each)).utcoffset() for each in clocks}
        for form in (mail.text(), visible(mail.html())):
            named = moments(form)
            assert named and set(named) == {expected}, f"{zone} {expected}: {form}"
            assert {each.utcoffset() for each in named} == offsets, f"{zone} {expected}: {form}"
            # The candidate's clock is the first.
            assert named[0].utcoffset() == expected.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
        if number % 6 == 0:
            visit = requests.Session()
            visit.get(link_in(mail)[0], timeout=30)
            state = visit.get(stack.url + "/portal/state/", timeout=30).json()
            assert datetime.datetime.fromisoformat(state["starts_at"]) == expected
        told = stack.wait_for_mail(to=recruiter.user["email"], subject=candidate.name)[-1]
        for form in (told.text(), visible(told.html())):
            assert set(moments(form)) == {expected}


def test_a_booking_lives_and_ends_in_the_calendar(stack, office, recruiter):
    (candidate,) = add_candidates(stack, ACME)
    first, second = (
        office.make_slot(Times(start, start + datetime.timedelta(minutes=30)))
        for start in (datetime.datetime(2027, 3, 1, hour) for hour in (10, 12))
    )
    interview = recruiter.schedule(candidate, first)
    stack.wait_for_mail(to=candidate.email)
    recruiter.book(second["id"], interview)
    stack.wait_for_mail(to=candidate.email, count=2)
    recruiter.book(first["id"], interview)
    stack.wait_for_mail(to=candidate.email, count=3)
    assert recruiter.ask("DELETE", f"/api/interviews/{interview}/").status_code < 300

    mails = stack.wait_for_mail(to=candidate.email, count=4)

    events = [event_in(mail.content) for mail in mails]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2, 3]
    assert {event["UID"] for event in events} == {interview}
    assert moments(mails[1].text())[:2] == [events[1].start, events[0].start]
    for order in (mails, mails[::-1]):
        calendar = Calendar()
        for mail in order:
            calendar.receive(invitation_of(mail.content))
        assert calendar.shows() == []


def test_a_reminder_comes_by_itself(stack, office, recruiter):
    (candidate,) = add_candidates(stack, ACME)
    # The last reminder's moment is some seconds away: an hour before the start.
    times = starting_in(3600 + 8)
    recruiter.schedule(candidate, office.make_slot(times))

    reminder = stack.wait_for_mail(to=candidate.email, subject="Interview Reminder", seconds=40)[0]

    start = times.start.astimezone(UTC).replace(second=0)
    assert {each.astimezone(UTC) for each in moments(reminder.text())} == {start}
    assert link_in(reminder)[1] == link_in(stack.messages(to=candidate.email)[0])[1]
    assert not any(part.get_content_type() == "text/calendar" for part in reminder.content.walk())
    wait_until(
        lambda: stack.sql(f"SELECT state FROM outbox WHERE recipient = '{candidate.email}'") == [["sent"], ["sent"]]
    )


def test_the_recruiter_gets_the_link_of_mail_that_failed_or_came_back(stack, office, recruiter):
    (candidate,) = add_candidates(stack, ACME)
    slot = office.make_slot(Times(datetime.datetime(2027, 5, 3, 10), datetime.datetime(2027, 5, 3, 10, 30)))
    recruiter.schedule(candidate, slot)
    (mail,) = stack.wait_for_mail(to=candidate.email)
    row = f"recipient = '{candidate.email}' AND state = 'sent'"
    wait_until(lambda: stack.sql(f"SELECT 1 FROM outbox WHERE {row}"))
    subject = f"Mail to {candidate.name} Could Not Be Delivered"

    # As if no relay had taken it before it was of no more use.
    stack.sql(f"UPDATE outbox SET state = 'queued', body = 'x', give_up_at = '2026-01-01', "
              f"next_attempt_at = '2026-01-01' WHERE {row}")  # fmt: skip
    (failed,) = stack.wait_for_mail(to=recruiter.user["email"], subject=subject)
    # As 'interviews bounce' leaves it.
    (again,) = add_candidates(stack, ACME)
    recruiter.schedule(again, office.make_slot(Times(datetime.datetime(2027, 5, 4, 10), datetime.datetime(2027, 5, 4, 11))))
    stack.wait_for_mail(to=again.email)
    wait_until(lambda: stack.sql(f"SELECT 1 FROM outbox WHERE recipient = '{again.email}' AND state = 'sent'"))
    stack.sql(f"UPDATE outbox SET state = 'bounced', notice_at = UTC_TIMESTAMP(6) WHERE recipient = '{again.email}'")
    (returned,) = stack.wait_for_mail(to=recruiter.user["email"], subject=f"Mail to {again.name} Could Not")

    assert candidate.email in failed.text() and again.email in returned.text()
    assert link_in(failed) == link_in(mail)
    assert link_in(failed) != link_in(returned) == link_in(stack.messages(to=again.email)[0])


@pytest.mark.parametrize("locale", ["en", "hi"])
def test_the_html_form_fits_a_phone_and_follows_the_reader_s_colours(stack, office, recruiter, browser, locale):
    (candidate,) = add_candidates(stack, ACME)
    invite_ready(recruiter, candidate, "America/Argentina/ComodRivadavia", locale)
    start = datetime.datetime(2027, 4, 1 + len(locale), 9 + (locale == "hi"))
    recruiter.schedule(candidate, office.make_slot(Times(start, start + datetime.timedelta(minutes=30))))
    markup = stack.wait_for_mail(to=candidate.email)[0].html()

    sheets = {}
    for width in (360, 1000):
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page.set_content(markup)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            # No text is as light or as dark as what it stands on.
            assert page.evaluate(CONTRASTS) == [], f"{width} {scheme}"
            sheets[scheme] = page.locator(".sheet").evaluate("each => getComputedStyle(each).backgroundColor")
            page.close()
    assert sheets["light"] == "rgb(255, 255, 255)" != sheets["dark"]
