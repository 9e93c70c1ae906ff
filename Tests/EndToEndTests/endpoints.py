"""The endpoints of the flow, each with a good request, for the tests that send bad ones."""

import dataclasses
import hashlib

from recruiting import Client, add_candidates, link_in, on_day, starting_in

OWN, FOREIGN = "Acme Talent", "Bharat Systems"
CHUNK = b"\x1aE\xdf\xa3 a piece of a recording"
FETCH = {"X-Requested-With": "fetch"}
CONSENT = "2026-11"


@dataclasses.dataclass(frozen=True)
class Endpoint:
    """A method, a path whose {names} stand for ids of the world, and a body that is good."""

    method: str
    path: str
    body: dict | None = None
    role: str = "RECRUITER"  # or PUBLIC (no credentials) or CANDIDATE (the portal's cookie)
    query: str = ""
    unread: bool = False  # it looks at no body

    def __str__(self):
        return f"{self.method} {self.path}"

    def path_in(self, world, **ids):
        return self.path.format(**{**world.own, **ids}) + self.query

    def body_in(self, world):
        """The good body, with the ids that it names filled in."""

        def filled(value):
            if isinstance(value, str) and value[:1] == "{" and value[-1:] == "}":
                return world.own[value[1:-1]]
            return value

        return None if self.body is None else {key: filled(value) for key, value in self.body.items()}

    @property
    def names(self):
        """The kinds of ids in the path."""
        return [part[1:-1] for part in self.path.split("/") if part[:1] == "{"]


SLOT = {
    "interview_date": "2100-05-05", "start_time": "10:00", "end_time": "10:30:00", "ai_interview_type": "technical",
    "ai_configuration": {"question_count": 3, "topics": ["one"]}, "max_candidates": 2, "status": "available",
    "job": "{job}", "company": "{company}", "slot_type": "fixed", "notes": "n", "is_recurring": False,
    "recurring_pattern": {}, "time_zone": "Asia/Kolkata", "current_bookings": 0,
}  # fmt: skip
INTERVIEW = {
    "candidate": "{candidate}", "job": "{job}", "started_at": "2100-05-05T10:00:00", "ended_at": "2100-05-05T10:30:00",
    "feedback": "f", "interview_round": "r", "status": "scheduled",
}  # fmt: skip
JOB = {
    "job_title": "t", "company_name": "Acme Talent", "domain": "{domain}", "spoc_email": "a@b.example",
    "hiring_manager_email": "a@b.example", "current_team_size_info": "1", "number_to_hire": 1, "position_level": "IC",
    "current_process": "p", "tech_stack_details": "s", "coding_language": "GO", "job_description": "d",
    "jd_link": "https://example.org/",
}  # fmt: skip
SLOTS, INTERVIEWS, SCHEDULES = "/api/interviews/slots/", "/api/interviews/", "/api/interviews/schedules/"
DATES = "?start_date=2026-01-01&end_date=2026-12-31"

API = [
    Endpoint("GET", "/api/auth/profile/"),
    Endpoint("PATCH", "/api/auth/profile/", {"full_name": "Acme Talent Recruiter"}),
    Endpoint("GET", "/api/companies/"),
    Endpoint("GET", "/api/companies/{company}/"),
    Endpoint("PATCH", "/api/companies/{company}/", {"name": "Acme Talent", "description": "d", "contact": "c",
                                                   "email": "e@acme.example", "time_zone": "Asia/Kolkata"}, "ADMIN"),
    Endpoint("GET", "/api/jobs/"),
    Endpoint("GET", "/api/jobs/{job}/"),
    Endpoint("POST", "/api/jobs/", JOB, "COMPANY"),
    Endpoint("PUT", "/api/jobs/{job}/", JOB, "COMPANY"),
    Endpoint("GET", "/api/candidates/"),
    Endpoint("GET", "/api/candidates/{candidate}/"),
    Endpoint("PATCH", "/api/candidates/{candidate}/", {"full_name": "n", "phone": "1", "work_experience": 1,
                                                       "email": "e@mail.example", "status": "NEW"}),
    Endpoint("GET", SLOTS, query="?date=2026-11-23&status=available"),
    Endpoint("POST", SLOTS, SLOT, "COMPANY"),
    Endpoint("GET", SLOTS + "{slot}/"),
    Endpoint("PUT", SLOTS + "{slot}/", SLOT),
    Endpoint("PATCH", SLOTS + "{slot}/", SLOT),
    Endpoint("DELETE", SLOTS + "{slot}/", unread=True),
    Endpoint("POST", SLOTS + "{slot}/book_slot/", {"interview_id": "{interview}", "booking_notes": "n"}),
    Endpoint("POST", SLOTS + "{slot}/release_slot/", {"interview_id": "{interview}"}),
    Endpoint("POST", SLOTS + "search_available/", {"start_date": "2026-01-01", "end_date": "2026-12-31",
                                                   "company_id": "{company}", "ai_interview_type": "technical",
                                                   "job_id": "{job}", "start_time": "08:00", "end_time": "09:00",
                                                   "duration_minutes": 10}),
    Endpoint("GET", "/api/interviews/available-slots/", query="?date=2026-11-23"),
    Endpoint("GET", "/api/interviews/calendar/", query=DATES),
    Endpoint("GET", INTERVIEWS, query="?candidate=1&status=scheduled"),
    Endpoint("POST", INTERVIEWS, {**INTERVIEW, "slot": "{slot}"}),
    Endpoint("POST", INTERVIEWS, {"candidate_id": "{candidate}", "job_id": "{job}"}),
    Endpoint("GET", INTERVIEWS + "{interview}/"),
    Endpoint("PUT", INTERVIEWS + "{interview}/", {**INTERVIEW, "slot": "{slot}"}),
    Endpoint("PATCH", INTERVIEWS + "{interview}/", {**INTERVIEW, "slot": "{slot}"}),
    Endpoint("PATCH", INTERVIEWS + "{interview}/feedback/", {"interview_round": "r", "feedback": "f"}),
    Endpoint("GET", INTERVIEWS + "{interview}/window/"),
    Endpoint("GET", "/api/candidates/{candidate}/accommodation/"),
    Endpoint("PUT", "/api/candidates/{candidate}/accommodation/", {"time_percent": 100, "audio_only": False,
                                                                   "text_answers": False, "larger_text": False}),
    Endpoint("DELETE", INTERVIEWS + "{interview}/", unread=True),
    Endpoint("GET", SCHEDULES),
    Endpoint("GET", SCHEDULES + "{schedule}/"),
    Endpoint("POST", SCHEDULES + "book_interview/", {"interview_id": "{interview}", "slot_id": "{slot}",
                                                     "booking_notes": "n"}),
    Endpoint("POST", SCHEDULES + "{schedule}/confirm_schedule/", unread=True),
    Endpoint("POST", SCHEDULES + "{schedule}/cancel_schedule/", {"reason": "r"}),
]  # fmt: skip

LOGIN = [
    Endpoint("POST", "/api/auth/login/", {"email": "recruiter@acme.example", "password": "wrong"}, "PUBLIC"),
    Endpoint("POST", "/api/auth/register/", {"email": "new@acme.example", "password": "long enough 123",
                                             "full_name": "n", "role": "RECRUITER", "username": "new@acme.example",
                                             "company_name": "c"}, "COMPANY"),
]  # fmt: skip

PORTAL = [
    Endpoint("GET", "/portal/state/", role="CANDIDATE"),
    Endpoint("GET", "/portal/calendar.ics", role="CANDIDATE"),
    Endpoint("GET", "/portal/practice/", role="CANDIDATE"),
    Endpoint("POST", "/portal/speed/", role="CANDIDATE", unread=True),
    Endpoint("GET", "/portal/transcript.pdf", role="CANDIDATE"),
    Endpoint("GET", "/ai/transcript_pdf", role="CANDIDATE"),
    Endpoint("POST", "/portal/presence/", {}, "CANDIDATE"),
    Endpoint("POST", "/portal/consent/", {"version": CONSENT}, "CANDIDATE"),
    Endpoint("POST", "/ai/start", {}, "CANDIDATE"),
    Endpoint("POST", "/ai/upload_answer", {"session_id": "{conversation}", "transcript": "[No speech detected]",
                                           "question_number": 1}, "CANDIDATE"),
    Endpoint("POST", "/ai/repeat", {"session_id": "{conversation}"}, "CANDIDATE"),
    Endpoint("POST", "/portal/recordings/", {"question_number": 1, "mime_type": "video/webm"}, "CANDIDATE"),
    Endpoint("PUT", "/portal/recordings/{recording}/chunks/0/", role="CANDIDATE", unread=True),
    Endpoint("POST", "/portal/recordings/{recording}/finish/", {"chunks": 1, "duration_ms": 5}, "CANDIDATE"),
    Endpoint("POST", "/end_session/", {}, "CANDIDATE"),
]  # fmt: skip

ALL = API + LOGIN + PORTAL


class World:
    """Two companies with all kinds of rows, users of the first, and a candidate of it who is in the interview."""

    def __init__(self, stack):
        self.stack = stack
        self.clients = {
            "ADMIN": Client(stack, stack.account("ADMIN")),
            **{role: Client(stack, stack.account(role, OWN)) for role in ("COMPANY", "RECRUITER")},
        }
        self.own, self.foreign = self._rows(OWN, on_day(50)), self._rows(FOREIGN, on_day(50))
        self._enter_portal()

    def _rows(self, company, times):
        recruiter = Client(self.stack, self.stack.account("RECRUITER", company))
        office = Client(self.stack, self.stack.account("COMPANY", company))
        (candidate,) = add_candidates(self.stack, company)
        slot = office.make_slot(times, seats=2)
        interview = recruiter.schedule(candidate, slot)
        (schedule,) = [each for each in recruiter.get(SCHEDULES) if each["interview"] == interview]
        (job, domain, owner) = self.stack.sql(
            f"SELECT id, domain_id, company_id FROM job WHERE company_name = '{company}' ORDER BY id LIMIT 1"
        )[0]
        return {
            "candidate": candidate.id, "slot": slot["id"], "interview": interview, "schedule": schedule["id"],
            "job": int(job), "domain": int(domain), "company": int(owner),
        }  # fmt: skip

    def _enter_portal(self):
        (candidate,) = add_candidates(self.stack, OWN)
        slot = self.clients["COMPANY"].make_slot(starting_in(25))
        self.clients["RECRUITER"].schedule(candidate, slot)
        _, self.key = link_in(self.stack.wait_for_mail(to=candidate.email)[0])
        self.cookies = self.stack.request("GET", f"/?session_key={self.key}").cookies.get_dict()
        self.own["conversation"] = self.ask_portal("POST", "/ai/start", json={}).json()["session_id"]
        self.ask_portal("POST", "/portal/consent/", json={"version": CONSENT})
        made = self.ask_portal("POST", "/portal/recordings/", json={"question_number": 1, "mime_type": "video/webm"})
        self.own["recording"] = made.json()["recording_id"]

    def ask_portal(self, method, path, headers=None, **options):
        return self.stack.request(method, path, headers={**FETCH, **(headers or {})}, cookies=self.cookies, **options)

    def ask(self, endpoint, headers=None, credentials=True, **options):
        """The answer to a request to an endpoint, with its role's credentials."""
        headers = dict(headers or {})
        path = options.pop("path", None) or endpoint.path_in(self)
        method = options.pop("method", endpoint.method)
        if not credentials or endpoint.role == "PUBLIC":
            return self.stack.request(method, path, headers=headers, **options)
        if endpoint.role == "CANDIDATE":
            if method == "PUT" and "data" not in options:
                options["data"] = CHUNK
                headers.setdefault("X-Chunk-SHA256", hashlib.sha256(CHUNK).hexdigest())
            return self.ask_portal(method, path, headers, **options)
        headers.setdefault("Authorization", f"Token {self.clients[endpoint.role].token}")
        return self.stack.request(method, path, headers=headers, **options)
