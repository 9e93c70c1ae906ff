"""The frontend's sequences of calls, one by one and with its quirks; after each call the database is as it must be.

The names of the tests are those of the frontend's parts.
"""

import itertools

import pytest
from recruiting import Client, add_candidates, on_day
from records import Records

ACME = "Acme Talent"
SLOTS, INTERVIEWS, EVALUATIONS = "/api/interviews/slots/", "/api/interviews/", "/api/evaluation/crud/"
DAYS = itertools.count(300)
SEATS = pytest.mark.parametrize("seats", [1, 2, 3])


@pytest.fixture(scope="module")
def office(stack):
    return Frontend(stack, stack.account("COMPANY", ACME))


@pytest.fixture(scope="module")
def recruiter(stack):
    return Frontend(stack, stack.account("RECRUITER", ACME))


@pytest.fixture(scope="module", autouse=True)
def _all_bookings_agree(stack):
    """Other tests of the shared stack move slots' times in the database; what they broke is not ours."""
    before = broken_bookings(stack)
    yield
    assert broken_bookings(stack) - before == set()


def broken_bookings(stack):
    """The rows that break a rule, a line each."""
    lines = stack.interviews("check", "--deep").stdout.splitlines()
    assert any(line.startswith(("ok   seats", "FAIL seats")) for line in lines), lines
    return {line for line in lines if line.startswith("FAIL") and " broken; " not in line}


class Frontend(Client):
    """The calls as the frontend makes them."""

    def listed(self, times, status="available"):
        """The slot of the day's list whose range is the chosen one; looked for in the frontend's way."""
        day, wanted = times.fields["interview_date"], f"{times.start:%H:%M}-{times.end:%H:%M}"
        for slot in self.get(f"{SLOTS}?date={day}&status={status}"):
            if slot["interview_date"] == day and f"{slot['start_time'][:5]}-{slot['end_time'][:5]}" == wanted:
                return slot
        return None

    def put_slot(self, fresh, known=None):
        """The whole slot again, read-only keys and nulls with it, and the counters as the frontend works them out."""
        taken, seats = (known or fresh)["current_bookings"], fresh["max_candidates"]
        counters = {"current_bookings": taken + 1}
        if taken >= seats - 1:
            counters = {"current_bookings": seats, "status": "booked"}
        return self.expect(200, "PUT", f"{SLOTS}{fresh['id']}/", {**fresh, **counters})

    def details(self, candidate):
        """What CandidateDetails shows of the candidate's last interview."""
        return [each for each in self.get(INTERVIEWS) if each["candidate"] == candidate.id][-1]


def form(candidate, times, slot=None):
    """The body of an interview: no job, since the frontend keeps none, and times without a zone."""
    body = {"candidate": candidate.id, "job": None, "feedback": ""}
    body |= {"started_at": f"{times.start:%Y-%m-%dT%H:%M:00}", "ended_at": f"{times.end:%Y-%m-%dT%H:%M:00}"}
    return body | ({"slot": slot["id"]} if slot else {})


def people(stack, *names):
    return dict(zip(names, add_candidates(stack, ACME, len(names))))


def line(booked, held, seats):
    return f"{booked} booked, {held} held of {seats}, {'booked' if booked == seats else 'available'}"


def first(names, count):
    return list(names)[:count]


@SEATS
def test_status_update_modal_create(stack, office, recruiter, seats):
    times = on_day(next(DAYS))
    everybody = people(stack, *first(["asha", "ravi", "mira"], seats), "late")
    *booked, (_, late) = everybody.items()
    records = Records(stack, everybody, A=office.make_slot(times, seats)["id"])

    for taken, (name, candidate) in enumerate(booked):
        known = recruiter.listed(times)
        interview = recruiter.expect(201, "POST", INTERVIEWS, form(candidate, times, known))
        records.expect(
            A=line(taken, 1, seats), **{f"{name} interview": "scheduled at A", f"{name} hold": "new on A"}
        )
        fresh = recruiter.get(f"{SLOTS}{known['id']}/")
        records.expect()
        put = recruiter.put_slot(fresh, known)
        assert (put["current_bookings"], put["status"]) == (taken, "available")
        records.expect()
        schedule = recruiter.book(known["id"], interview["id"])
        assert (schedule["slot"], schedule["status"]) == (known["id"], "pending")
        records.expect(
            A=line(taken + 1, 0, seats),
            **{
                name: "INTERVIEW_SCHEDULED",
                f"{name} hold": None,
                f"{name} booking": "pending on A",
                f"{name} session": "SCHEDULED at A",
                f"{name} mail": "scheduled",
            },
        )
        assert [recruiter.details(candidate)[key] for key in ("started_at", "ended_at")] == times.utc

    # The full slot is not among the available ones: the frontend names none and would tell of success.
    assert recruiter.listed(times) is None
    refused = recruiter.expect(400, "POST", INTERVIEWS, form(late, times))
    assert "fully booked" in refused["detail"]
    records.expect()
    # The list was read before the last seat went.
    refused = recruiter.expect(400, "POST", INTERVIEWS, form(late, times, known))
    assert "fully booked" in refused["detail"]
    records.expect()


@SEATS
def test_status_update_modal_edit_to_another_slot(stack, office, recruiter, seats):
    """Both slots are shared with others but for one seat."""
    old, new = on_day(next(DAYS)), on_day(next(DAYS))
    team = people(stack, *first(["asha", "ravi", "mira"], seats))
    others = add_candidates(stack, ACME, seats - 1)
    job = recruiter.get("/api/jobs/")[0]["id"]
    a, b = office.make_slot(old, seats, job=job), office.make_slot(new, seats)
    interview = [recruiter.schedule(candidate, a) for candidate in team.values()][0]
    for candidate in others:
        recruiter.schedule(candidate, b)
    records = Records(stack, team, A=a["id"], B=b["id"])
    assert records.known["asha job"] == job
    shown = recruiter.details(team["asha"])
    assert shown["id"] == interview and "slot" not in shown

    chosen = recruiter.listed(new)
    released = recruiter.expect(200, "POST", f"{SLOTS}{shown['slot_details']['id']}/release_slot/")
    if seats == 1:
        assert (released["current_bookings"], released["slot_available"]) == (0, True)
        records.expect(A=line(0, 1, 1), asha_booking="cancelled on A", asha_hold="release on A")
    else:
        assert released["current_bookings"] == seats
        records.expect()  # it might be anybody's booking: nobody is put out
    patched = recruiter.expect(200, "PATCH", f"{INTERVIEWS}{interview}/", form(team["asha"], new, chosen))
    assert patched["job"] == job
    holds = "new on B, release on A" if seats == 1 else "new on B"
    records.expect(B=line(seats - 1, 1, seats), asha_hold=holds)
    fresh = recruiter.get(f"{SLOTS}{chosen['id']}/")
    records.expect()
    recruiter.put_slot(fresh, chosen)
    records.expect()
    recruiter.book(chosen["id"], interview)
    records.expect(
        A=line(seats - 1, 0, seats),
        B=line(seats, 0, seats),
        asha_hold=None,
        asha_interview="scheduled at B",
        asha_booking="pending on B",
        asha_session="SCHEDULED at B",
        asha_mail="scheduled, rescheduled",
    )


@SEATS
def test_status_update_modal_edit_without_another_slot(stack, office, recruiter, seats):
    times = on_day(next(DAYS))
    everybody = people(stack, "asha", "ravi")
    a = office.make_slot(times, seats)
    interview = recruiter.schedule(everybody["asha"], a)
    records = Records(stack, everybody, A=a["id"])

    # A full slot is not listed, and then the body names none; its times are the slot's all the same.
    chosen = recruiter.listed(times)
    assert (chosen is None) == (seats == 1)
    body = {**form(everybody["asha"], times, chosen), "feedback": "Speaks clearly."}
    saved = recruiter.expect(200, "PATCH", f"{INTERVIEWS}{interview}/", body)
    assert saved["feedback"] == "Speaks clearly."
    records.expect()
    recruiter.put_slot(recruiter.get(f"{SLOTS}{a['id']}/"), chosen)
    records.expect()
    recruiter.book(a["id"], interview)
    records.expect()


@SEATS
@pytest.mark.parametrize("names_it", [True, False], ids=["slot named", "slot no longer listed"])
def test_status_update_modal_edit_to_a_full_slot_and_back(stack, office, recruiter, seats, names_it):
    """Releasing comes before what is refused: nothing may be lost by that, and nobody hears of it."""
    old, full = on_day(next(DAYS)), on_day(next(DAYS))
    everybody = people(stack, "asha", "late")
    a, b = office.make_slot(old), office.make_slot(full, seats)
    interview = recruiter.schedule(everybody["asha"], a)
    for candidate in add_candidates(stack, ACME, seats):
        recruiter.schedule(candidate, b)
    records = Records(stack, everybody, A=a["id"], B=b["id"])

    recruiter.expect(200, "POST", f"{SLOTS}{a['id']}/release_slot/")
    records.expect(A=line(0, 1, 1), asha_booking="cancelled on A", asha_hold="release on A")
    body = form(everybody["asha"], full, b if names_it else None)
    refused = recruiter.expect(400, "PATCH", f"{INTERVIEWS}{interview}/", body)
    assert "fully booked" in refused["detail"]
    records.expect()
    # The seat that was given back for now is nobody else's.
    late = recruiter.expect(400, "POST", INTERVIEWS, form(everybody["late"], old, a))
    assert "fully booked" in late["detail"]
    records.expect()
    again = recruiter.listed(old)
    assert (again["id"], again["is_available"]) == (a["id"], False)
    recruiter.expect(200, "POST", f"{SLOTS}{a['id']}/release_slot/")
    records.expect()
    recruiter.expect(200, "PATCH", f"{INTERVIEWS}{interview}/", form(everybody["asha"], old, again))
    records.expect()
    recruiter.put_slot(recruiter.get(f"{SLOTS}{a['id']}/"), again)
    records.expect()
    recruiter.book(a["id"], interview)
    records.expect(A=line(1, 0, 1), asha_booking="pending on A", asha_hold=None)


@SEATS
@pytest.mark.parametrize("role", ["COMPANY", "ADMIN"])
def test_ai_interview_scheduler(stack, office, recruiter, role, seats):
    user = office if role == "COMPANY" else Frontend(stack, stack.account("ADMIN"))
    times, later = on_day(next(DAYS)), on_day(next(DAYS), minutes=20)
    everybody = people(stack, "asha", "ravi")
    records = Records(stack, everybody)
    company = user.user["id"]  # the frontend mistakes it for the company's
    if role == "ADMIN":
        (company,) = [each["id"] for each in user.get("/api/companies/") if each["name"] == ACME]
    user.get(SLOTS)
    job = [each for each in user.get(f"/api/jobs/?company_id={company}") if each["company_name"] == ACME][0]
    settings = {"difficulty_level": "intermediate", "question_count": 3, "time_limit": 15, "topics": ["Swift"]}
    row = {**times.fields, "ai_interview_type": "system-design", "ai_configuration": settings}

    made = user.expect(
        201, "POST", SLOTS, {**row, "max_candidates": seats, "status": "available", "job": None, "company": company}
    )
    assert (made["company_name"], made["ai_interview_type"]) == (ACME, "system_design")
    assert made["ai_configuration"] == settings
    assert [made["full_start_datetime"], made["full_end_datetime"]] == times.utc
    records.slots["A"] = made["id"]
    records.expect(A=line(0, 0, seats))

    interview = recruiter.schedule(everybody["asha"], made)
    records.known = records.read()
    # The table's editor: what it does not show is sent back as it came.
    edit = {"slot_type": "fixed", "notes": "", "is_recurring": False, "recurring_pattern": {}, "company": company}
    edit |= {**row, **later.fields, "status": "available", "max_candidates": seats + 1, "job": job["id"]}
    edited = user.expect(200, "PATCH", f"{SLOTS}{made['id']}/", edit)
    assert (edited["company_name"], edited["job_title"]) == (ACME, job["job_title"])
    # The booking, the interview and the session have gone with the slot: all are still "at A".
    assert [edited["full_start_datetime"], edited["full_end_datetime"]] == later.utc
    records.expect(A=line(1, 0, seats + 1), asha_mail="scheduled, rescheduled")
    assert [recruiter.details(everybody["asha"])[key] for key in ("started_at", "ended_at")] == later.utc
    user.expect(200, "PATCH", f"{SLOTS}{made['id']}/", {**edit, "max_candidates": seats})
    records.expect(A=line(1, 0, seats))
    backwards = {"end_time": later.fields["start_time"]}
    assert user.expect(400, "PATCH", f"{SLOTS}{made['id']}/", backwards)["detail"]
    records.expect()

    # Closed by hand: it takes nobody else, and who is in it stays.
    user.expect(200, "PATCH", f"{SLOTS}{made['id']}/", {**edit, "max_candidates": seats, "status": "booked"})
    if seats > 1:
        records.expect(A=f"1 booked, 0 held of {seats}, booked")
    refused = recruiter.expect(400, "POST", INTERVIEWS, form(everybody["ravi"], later, made))
    assert refused["detail"]
    records.expect()

    user.expect(204, "DELETE", f"{SLOTS}{made['id']}/")
    (day, begin, end) = later.fields.values()
    instant = [f"{each[:10]} {each[11:19]}.000000" for each in later.utc]
    records.expect(
        A=None,
        asha="PENDING_SCHEDULING",
        asha_booking=None,
        asha_interview=f"scheduled at {instant[0]} to {instant[1]}",
        asha_session=f"SCHEDULED at {instant[0]} to {instant[1]}",
        asha_mail="scheduled, rescheduled, cancelled",
    )
    shown = recruiter.details(everybody["asha"])
    assert (shown["id"], shown["is_scheduled"], shown["slot_details"]) == (interview, False, None)


def test_ai_interview_scheduler_cancels_a_slot(stack, office, recruiter):
    times = on_day(next(DAYS))
    everybody = people(stack, "asha", "ravi")
    slot = office.make_slot(times, 3)
    for candidate in everybody.values():
        recruiter.schedule(candidate, slot)
    records = Records(stack, everybody, A=slot["id"])

    office.expect(200, "PATCH", f"{SLOTS}{slot['id']}/", {"status": "cancelled", "max_candidates": 3})

    gone = {"": "PENDING_SCHEDULING", " booking": "cancelled on A", " mail": "scheduled, cancelled"}
    changes = {name + key: value for name in everybody for key, value in gone.items()}
    records.expect(A="0 booked, 0 held of 3, cancelled", **changes)


@SEATS
def test_candidate_details_complete_evaluate_decide(stack, office, recruiter, seats):
    times = on_day(next(DAYS))
    everybody = people(stack, "asha")
    slot = office.make_slot(times, seats)
    recruiter.schedule(everybody["asha"], slot)
    records = Records(stack, everybody, A=slot["id"])
    shown = recruiter.details(everybody["asha"])
    path = f"{INTERVIEWS}{shown['id']}/"

    recruiter.expect(200, "PATCH", path, {"status": "completed"})
    done = {"asha_interview": "completed at A", "asha_session": "COMPLETED at A"}
    records.expect(asha="INTERVIEW_COMPLETED", **done)
    grade = {"interview": shown["id"], "overall_score": 7.5, "traits": "calm", "suggestions": ""}
    evaluation = recruiter.expect(201, "POST", EVALUATIONS, grade)
    records.expect(asha="EVALUATED")
    recruiter.expect(200, "PATCH", f"{EVALUATIONS}{evaluation['id']}/", {**grade, "overall_score": 8})
    records.expect()
    (joined,) = [each for each in recruiter.get(EVALUATIONS) if each["interview"] == shown["id"]]
    assert joined["overall_score"] == 8 and recruiter.details(everybody["asha"])["ai_result"] is None
    decided = recruiter.expect(
        200, "PATCH", f"/api/candidates/{everybody['asha'].id}/", {"status": "HIRED", "feedback": "Welcome."}
    )
    assert decided["status"] == "HIRED"
    records.expect(asha="HIRED")
    # The whole interview sent back, read-only keys and nulls with it, changes nothing; nobody is hired backwards.
    recruiter.expect(200, "PUT", path, recruiter.get(path))
    records.expect()


@SEATS
def test_candidate_details_delete(stack, office, recruiter, seats):
    times = on_day(next(DAYS))
    team = people(stack, *first(["asha", "ravi", "mira"], seats))
    slot = office.make_slot(times, seats)
    for candidate in team.values():
        recruiter.schedule(candidate, slot)
    records = Records(stack, team, A=slot["id"])

    for left, (name, candidate) in zip(range(seats - 1, -1, -1), team.items()):
        shown = recruiter.details(candidate)
        released = recruiter.expect(200, "POST", f"{SLOTS}{shown['slot_details']['id']}/release_slot/")
        if left == 0:
            assert released["current_bookings"] == 0
            records.expect(
                A=line(0, 1, seats), **{f"{name} booking": "cancelled on A", f"{name} hold": "release on A"}
            )
        else:
            assert released["current_bookings"] == left + 1
            records.expect()
        recruiter.expect(204, "DELETE", f"{INTERVIEWS}{shown['id']}/")
        gone = {f"{name} {part}": None for part in ("interview", "booking", "session")}
        if left == 0:
            gone[f"{name} hold"] = None
        records.expect(
            A=line(left, 0, seats),
            **gone,
            **{name: "PENDING_SCHEDULING", f"{name} mail": "scheduled, cancelled"},
        )
        recruiter.expect(404, "DELETE", f"{INTERVIEWS}{shown['id']}/")
        records.expect()


def test_candidate_details_delete_what_is_completed(stack, office, recruiter):
    """Who has had the interview is not told that it was cancelled, and does not move back."""
    everybody = people(stack, "asha")
    slot = office.make_slot(on_day(next(DAYS)))
    interview = recruiter.schedule(everybody["asha"], slot)
    recruiter.expect(200, "PATCH", f"{INTERVIEWS}{interview}/", {"status": "completed"})
    records = Records(stack, everybody, A=slot["id"])

    recruiter.expect(200, "POST", f"{SLOTS}{slot['id']}/release_slot/")
    recruiter.expect(204, "DELETE", f"{INTERVIEWS}{interview}/")

    gone = {f"asha_{part}": None for part in ("interview", "booking", "session")}
    records.expect(A=line(0, 0, 1), **gone)


@SEATS
def test_time_slot_picker(stack, office, recruiter, seats):
    """Its own ways to make, book, release, edit and delete a slot."""
    times = on_day(next(DAYS))
    everybody = people(stack, "asha")
    records = Records(stack, everybody)
    slot = office.make_slot(times, seats)
    records.slots["A"] = slot["id"]
    records.expect(A=line(0, 0, seats))
    path = f"{SLOTS}{slot['id']}/"
    interview = recruiter.expect(201, "POST", INTERVIEWS, {"candidate": everybody["asha"].id, "job": None})
    records.expect(asha_interview="scheduled at NULL to NULL")

    recruiter.put_slot(recruiter.get(path))
    records.expect()
    recruiter.book(slot["id"], interview["id"])
    booked = {"asha": "INTERVIEW_SCHEDULED", "asha_booking": "pending on A", "asha_session": "SCHEDULED at A"}
    records.expect(A=line(1, 0, seats), asha_interview="scheduled at A", asha_mail="scheduled", **booked)
    grid = {status: recruiter.listed(times, status) for status in ("available", "booked")}
    assert [status for status, found in grid.items() if found] == ["booked" if seats == 1 else "available"]

    fresh = recruiter.get(path)
    counters = {"current_bookings": 0, "status": "available"}
    assert recruiter.expect(200, "PUT", path, {**fresh, **counters})["current_bookings"] == 1
    records.expect()
    recruiter.expect(200, "POST", f"{path}release_slot/")
    records.expect(A=line(0, 1, seats), asha_booking="cancelled on A", asha_hold="release on A")

    office.expect(200, "PUT", path, {**office.get(path), "max_candidates": seats + 1})
    records.expect(A=line(0, 1, seats + 1))
    office.expect(204, "DELETE", path)
    start, end = (f"{each[:10]} {each[11:19]}.000000" for each in times.utc)
    records.expect(
        A=None,
        asha="PENDING_SCHEDULING",
        asha_booking=None,
        asha_hold=None,
        asha_interview=f"scheduled at {start} to {end}",
        asha_session=f"SCHEDULED at {start} to {end}",
        asha_mail="scheduled, cancelled",
    )
