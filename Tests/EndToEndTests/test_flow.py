"""The recruiter's side of the flow: three calls, exact counters, and one mail that says what was agreed."""

import email.utils

import pytest
from harness import wait_until
from recruiting import Client, add_candidates, dump, link_in, logs, on_day

ACME = "Acme Talent"


@pytest.fixture(scope="module")
def office(stack):
    """Offers slots; recruiters may not."""
    return Client(stack, stack.account("COMPANY", ACME))


@pytest.fixture(scope="module")
def recruiter(stack):
    return Client(stack, stack.account("RECRUITER", ACME))


def counters(client, slot_id):
    slot = client.get(f"/api/interviews/slots/{slot_id}/")
    return slot["current_bookings"], slot["available_spots"], slot["status"]


def mail_state(client, interview_id):
    return client.get(f"/api/interviews/{interview_id}/")["email_status"]


def test_a_recruiter_finds_what_a_booking_needs(stack, recruiter):
    companies, jobs = recruiter.get("/api/companies/"), recruiter.get("/api/jobs/")
    candidates, slots = recruiter.get("/api/candidates/"), recruiter.get("/api/interviews/slots/?status=available")

    assert ACME in {company["name"] for company in companies}
    assert {"Backend Engineer", "Data Analyst"} <= {job["job_title"] for job in jobs}
    # The frontend shows recruiters the candidates who name them as their contact.
    own = {each["full_name"] for each in candidates if each["poc_email"] == recruiter.user["email"]}
    assert {"Asha Verma", "Rahul Nair"} <= own
    assert len(slots) > 10 and {slot["company_name"] for slot in slots} == {ACME}


@pytest.mark.parametrize("seats", [1, 2, 3])
def test_n_candidates_get_n_seats_and_the_next_is_refused(stack, office, recruiter, seats):
    slot_id = office.make_slot(on_day(20 + seats, minutes=10), seats=seats)["id"]
    *candidates, late = add_candidates(stack, ACME, seats + 1)

    for taken, candidate in enumerate(candidates):
        after = "available" if taken + 1 < seats else "booked"
        body = {"candidate": candidate.id, "job": None, "slot": slot_id, "feedback": ""}
        interview = recruiter.expect(201, "POST", "/api/interviews/", body)
        assert counters(recruiter, slot_id) == (taken, seats - taken - 1, "available")
        put = recruiter.put_counters(slot_id)
        assert (put["current_bookings"], put["status"]) == (taken, "available")
        recruiter.book(slot_id, interview["id"])
        assert counters(recruiter, slot_id) == (taken + 1, seats - taken - 1, after)
    refused = recruiter.ask("POST", "/api/interviews/", {"candidate": late.id, "job": None, "slot": slot_id})

    assert refused.status_code == 400
    assert "fully booked" in refused.json()["detail"]
    assert counters(recruiter, slot_id) == (seats, 0, "booked")
    assert recruiter.get(f"/api/interviews/?candidate_id={late.id}") == []


@pytest.mark.parametrize("spelling", ["frontend", "flow description"])
def test_the_three_calls_book_a_seat_and_invite_the_candidate(stack, office, recruiter, spelling):
    (candidate,) = add_candidates(stack, ACME)
    job = next(job for job in recruiter.get("/api/jobs/") if job["job_title"] == "Data Analyst")
    times = on_day(30 if spelling == "frontend" else 31, minutes=45)
    slot = office.make_slot(times, job=job["id"])
    if spelling == "frontend":
        naive = {"started_at": f"{times.start:%Y-%m-%dT%H:%M:00}", "ended_at": f"{times.end:%Y-%m-%dT%H:%M:00}"}
        body = {"candidate": candidate.id, "job": job["id"], "slot": slot["id"], "feedback": "", **naive}
    else:
        body = {"candidate_id": candidate.id, "job_id": job["id"]}

    interview = recruiter.expect(201, "POST", "/api/interviews/", body)
    echoed = recruiter.put_counters(slot["id"])
    schedule = recruiter.book(slot["id"], interview["id"], "Please bring a portfolio.")

    assert echoed["current_bookings"] == 0 and echoed["max_candidates"] == 1
    assert schedule["email_status"] == "queued"
    assert schedule["interview"] == interview["id"] and schedule["slot"] == slot["id"]
    assert schedule["status"] == "pending"
    booked = recruiter.get(f"/api/interviews/{interview['id']}/")
    assert [booked["started_at"], booked["ended_at"]] == times.utc
    assert booked["slot_details"]["id"] == slot["id"] and booked["is_scheduled"] is True
    assert "slot" not in booked
    (message,) = stack.wait_for_mail(to=candidate.email)
    assert_invites(stack, message, candidate, times, "Data Analyst")
    assert "Please bring a portfolio." in message.text() and "Please bring a portfolio." in message.html()
    wait_until(lambda: mail_state(recruiter, interview["id"]) == "sent", what="the mail's state 'sent'")


def assert_invites(stack, message, candidate, times, job):
    """The mail names the time in IST and the link, in both forms, and has the headers of an automatic one."""
    start, end = f"{times.start:%B %d, %Y at %I:%M %p} IST", f"{times.end:%I:%M %p} IST"
    link, key = link_in(message)
    content = message.content

    assert message.subject == f"Interview Scheduled - {job} at {ACME}"
    assert link == f"{stack.url}/?session_key={key}"
    assert [part.get_content_type() for part in content.iter_parts()] == ["multipart/alternative", "application/ics"]
    for body in (message.text(), message.html()):
        assert all(part in body for part in (candidate.name, job, ACME, start, end, "45 minutes", link))
    assert content["To"].addresses[0].addr_spec == candidate.email
    assert content["From"].addresses[0].addr_spec == "interviews@localhost.example"
    assert content["Message-ID"].startswith("<") and content["Message-ID"].endswith(">")
    assert email.utils.parsedate_to_datetime(content["Date"]).tzinfo
    assert content["Auto-Submitted"] == "auto-generated"
    assert not [name for name, count in headers(content).items() if count > 1 and name != "received"]


def headers(content):
    names = [name.lower() for name in content.keys()]
    return {name: names.count(name) for name in names}


def test_booking_again_changes_nothing_and_sends_nothing(stack, office, recruiter):
    (candidate,) = add_candidates(stack, ACME)
    slot = office.make_slot(on_day(32), seats=2)
    interview_id = recruiter.schedule(candidate, slot)
    first = [message.path for message in stack.wait_for_mail(to=candidate.email)]
    before = stack.sql("SELECT COUNT(*), (SELECT COUNT(*) FROM booking_event) FROM outbox")

    recruiter.put_counters(slot["id"])
    again = recruiter.book(slot["id"], interview_id)

    assert again["interview"] == interview_id
    assert counters(recruiter, slot["id"]) == (1, 1, "available")
    assert stack.sql("SELECT COUNT(*), (SELECT COUNT(*) FROM booking_event) FROM outbox") == before
    assert [message.path for message in stack.messages(to=candidate.email)] == first


def test_the_key_is_kept_nowhere_but_in_the_mail(stack, office, recruiter):
    (candidate,) = add_candidates(stack, ACME)
    recruiter.schedule(candidate, office.make_slot(on_day(33)))
    _, key = link_in(stack.wait_for_mail(to=candidate.email)[0])
    stack.request("GET", f"/?session_key={key}")

    database = dump(stack)

    assert candidate.email.encode() in database, "this is not a dump of the database"
    assert key.encode() not in database.lower()
    assert key.encode() not in logs(stack).lower()
