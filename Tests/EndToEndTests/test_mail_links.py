"""AC-24: mail scanners open every link of every mail, some of them twice, and nothing may come of it."""

import os
import re
import signal

import requests
from harness import wait_until
from recruiting import Client, add_candidates, on_day

ACME = "Acme Talent"


def addresses(message):
    """Every address in the mail's text and HTML, whichever of them it has."""
    parts = [part.get_content() for part in message.content.walk() if part.get_content_maintype() == "text"]
    found = re.findall(r"https?://[^\s<>\"']+", " ".join(parts))
    return {address.replace("&amp;", "&").rstrip(".,)") for address in found}


def settled(stack):
    return stack.sql("SELECT COUNT(*) FROM outbox WHERE state IN ('queued', 'sending', 'deferred')") == [["0"]]


def everything(stack):
    """A checksum of every table there is, but the one that only says that the server is there."""
    rows = stack.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1")
    tables = [row[0] for row in rows if row[0] not in ("Tables", "uptime")]
    assert {"slot", "session", "outbox", "booking_event", "notification", "login_attempt"} <= set(tables)
    return stack.sql("CHECKSUM TABLE " + ", ".join(f"`{table}`" for table in tables))


def test_opening_every_link_of_every_mail_twice_changes_nothing_at_all(stack):
    office = Client(stack, stack.account("COMPANY", ACME))
    recruiter = Client(stack, stack.account("RECRUITER", ACME))
    (candidate,) = add_candidates(stack, ACME)
    slots = [office.make_slot(on_day(310, hour=hour)) for hour in (10, 12)]
    body = {"candidate": candidate.id, "job": None, "feedback": ""}
    interview = recruiter.expect(201, "POST", "/api/interviews/", body)["id"]
    recruiter.expect(201, "POST", f"/api/interviews/{interview}/invite/", {})
    mails = stack.wait_for_mail(to=candidate.email)
    for slot in slots:
        recruiter.book(slot["id"], interview)
        wait_until(lambda: settled(stack), 30, "the mail to be sent")
    links = {address for mail in stack.wait_for_mail(to=candidate.email, count=3) for address in addresses(mail)}
    assert len([link for link in links if "session_key=" in link]) == 1
    assert len([link for link in links if "invitation=" in link]) == 1
    recruiter.expect(200, "POST", f"/api/interviews/slots/{slots[1]['id']}/release_slot/", {"interview_id": interview})
    recruiter.book(slots[0]["id"], interview)  # again booked, so that the links lead to something
    (other,) = add_candidates(stack, ACME)
    cancelled = recruiter.schedule(other, slots[1])
    wait_until(lambda: settled(stack), 30, "the mail to be sent")
    recruiter.expect(204, "DELETE", f"/api/interviews/{cancelled}/")
    wait_until(lambda: settled(stack), 30, "the mail to be sent")
    kinds = {row[0] for row in stack.sql("SELECT DISTINCT kind FROM outbox WHERE state = 'sent'")}
    assert {"interview_invitation", "interview_scheduled", "interview_rescheduled", "interview_cancelled"} <= kinds
    mails = stack.messages()
    links = {address for mail in mails for address in addresses(mail) if address.startswith(stack.url)}
    assert len(links) >= 3, links

    # deliver tells the database that it lives; only what the links do is looked at here.
    deliver = stack.pid("deliver")
    os.kill(deliver, signal.SIGSTOP)
    try:
        before = everything(stack)
        answers = set()
        for link in sorted(links):
            with requests.Session() as browser:
                for method in ("GET", "HEAD", "GET", "HEAD"):
                    answers.add(browser.request(method, link, timeout=30).status_code)
        after = everything(stack)
    finally:
        os.kill(deliver, signal.SIGCONT)

    assert answers <= {200, 404}, answers
    assert after == before
