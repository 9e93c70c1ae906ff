"""What the recruiters' frontend does with the API, and what a test needs around it."""

import dataclasses
import datetime
import itertools
import json
import re
import subprocess
import time

import requests

IST = datetime.timezone(datetime.timedelta(hours=5, minutes=30), "IST")
LINK = re.compile(r"https?://\S+/\?session_key=([0-9a-f]{32})\b")

_numbers = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class Candidate:
    id: int
    name: str
    email: str


@dataclasses.dataclass(frozen=True)
class Times:
    """When a slot is: a day of IST and two times of it."""

    start: datetime.datetime
    end: datetime.datetime

    @property
    def fields(self):
        return {
            "interview_date": f"{self.start:%Y-%m-%d}",
            "start_time": f"{self.start:%H:%M:%S}",
            "end_time": f"{self.end:%H:%M:%S}",
        }

    @property
    def utc(self):
        """The two as the API writes instants."""
        return [f"{each.astimezone(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}" for each in (self.start, self.end)]


def starting_in(seconds, minutes=30):
    """Times from so many seconds on; shorter where the day of IST ends, since no slot crosses midnight."""
    while True:
        start = datetime.datetime.now(IST).replace(microsecond=0) + datetime.timedelta(seconds=seconds)
        end = min(start + datetime.timedelta(minutes=minutes), start.replace(hour=23, minute=59, second=59))
        if end - start >= datetime.timedelta(minutes=2):
            return Times(start, end)
        time.sleep(1)


def on_day(days, hour=10, minute=30, minutes=30):
    """Times of a day to come."""
    day = datetime.datetime.now(IST) + datetime.timedelta(days=days)
    start = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return Times(start, start + datetime.timedelta(minutes=minutes))


class Client:
    """A user who is logged in; each thread needs its own."""

    def __init__(self, stack, account):
        self.stack = stack
        self.account = account
        self.http = requests.Session()
        answer = self.ask("POST", "/api/auth/login/", {"email": account["email"], "password": account["password"]})
        assert answer.status_code == 200, answer.text
        self.user = answer.json()["user"]
        self.token = answer.json()["token"]
        self.http.headers["Authorization"] = f"Token {self.token}"

    def ask(self, method, path, body=None):
        """The answer to a request, whatever it is."""
        return self.http.request(method, self.stack.url + path, json=body, timeout=30, allow_redirects=False)

    def expect(self, status, method, path, body=None):
        """The JSON of an answer that must have that status."""
        answer = self.ask(method, path, body)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path):
        return self.expect(200, "GET", path)

    def make_slot(self, times, seats=1, **fields):
        """As the frontend's slot form writes it; needs a COMPANY user."""
        body = {
            **times.fields,
            "ai_interview_type": "technical",
            "ai_configuration": {"difficulty_level": "easy", "question_count": 3, "time_limit": 10, "topics": []},
            "max_candidates": seats,
            "status": "available",
            # The frontend sends the user's id here; the server knows the company.
            "company": self.user["id"],
            **fields,
        }
        return self.expect(201, "POST", "/api/interviews/slots/", body)

    def put_counters(self, slot_id):
        """The frontend's second call: the whole slot, with the counters it has worked out."""
        slot = self.get(f"/api/interviews/slots/{slot_id}/")
        if slot["current_bookings"] >= slot["max_candidates"] - 1:
            counters = {"current_bookings": slot["max_candidates"], "status": "booked"}
        else:
            counters = {"current_bookings": slot["current_bookings"] + 1}
        return self.expect(200, "PUT", f"/api/interviews/slots/{slot_id}/", {**slot, **counters})

    def book(self, slot_id, interview_id, notes=""):
        body = {"interview_id": interview_id, "booking_notes": notes}
        return self.expect(201, "POST", f"/api/interviews/slots/{slot_id}/book_slot/", body)

    def schedule(self, candidate, slot, notes=""):
        """The three calls, one after the other; the interview's id."""
        body = {"candidate": candidate.id, "job": None, "slot": slot["id"], "feedback": ""}
        interview = self.expect(201, "POST", "/api/interviews/", body)
        self.put_counters(slot["id"])
        self.book(slot["id"], interview["id"], notes)
        return interview["id"]


def add_candidates(stack, company, count=1):
    """New candidates of a company, each with an address of its own, as an uploaded résumé would have made them."""
    names = [f"Candidate {next(_numbers)}-{time.time_ns():x}" for _ in range(count)]
    recruiter = stack.account("RECRUITER", company)["email"]
    stack.sql(
        f"""
        INSERT INTO candidate
            (recruiter_id, company_id, job_id, full_name, email, poc_email, last_updated, created_at)
        SELECT user.id, user.company_id, (SELECT MIN(id) FROM job WHERE job.company_id = user.company_id), made.name,
            CONCAT(LOWER(REPLACE(made.name, ' ', '.')), '@mail.example'), user.email, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)
        FROM user, JSON_TABLE('{json.dumps(names)}', '$[*]' COLUMNS (name VARCHAR(100) PATH '$')) AS made
        WHERE user.email = '{recruiter}'
        """
    )
    chosen = ", ".join(f"'{name}'" for name in names) or "NULL"
    rows = stack.sql(f"SELECT id, full_name, email FROM candidate WHERE full_name IN ({chosen}) ORDER BY id")
    assert len(rows) == count
    return [Candidate(int(number), name, email) for number, name, email in rows]


def link_in(message):
    """The portal's address and key in a mail's text."""
    found = LINK.search(message.text())
    assert found, message.text()
    return found[0], found[1]


def dump(stack):
    """The whole database as bytes, with every column readable as it is."""
    command = ["mariadb-dump", "--no-defaults", f"--socket={stack.demo['database_socket']}", "--single-transaction"]
    return subprocess.run([*command, stack.demo["database"]], check=True, capture_output=True).stdout


def logs(stack):
    """Everything that any process of the stack has logged."""
    return b"".join(path.read_bytes() for path in (stack.state / "log").iterdir())
