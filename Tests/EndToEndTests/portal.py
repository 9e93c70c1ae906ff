"""The candidate's portal as a test drives it: links whose time can be moved, and a browser that goes through the stages."""

import hashlib
import subprocess

from recruiting import Client, add_candidates, link_in, on_day

ACME = "Acme Talent"
SECOND = 1000
CONSENT = "2026-11"
WEBM = b"\x1aE\xdf\xa3"


class Link:
    """A booked interview's link, whose time can be moved to any place around now."""

    def __init__(self, stack, times=None, **slot):
        office = Client(stack, stack.account("COMPANY", ACME))
        self.stack = stack
        self.recruiter = Client(stack, stack.account("RECRUITER", ACME))
        (self.candidate,) = add_candidates(stack, ACME)
        self.times = times or on_day(40)
        self.slot = office.make_slot(self.times, **slot)
        self.interview_id = self.recruiter.schedule(self.candidate, self.slot)
        self.link, self.key = link_in(stack.wait_for_mail(to=self.candidate.email)[0])
        ((self.session,),) = stack.sql(f"SELECT id FROM session WHERE interview_id = '{self.interview_id}'")

    def begins(self, seconds):
        """Moves the interview to so many seconds from now, by the database's clock; the past cannot be booked."""
        start = f"UTC_TIMESTAMP(6) + INTERVAL {seconds} SECOND"
        end = f"UTC_TIMESTAMP(6) + INTERVAL {seconds + 1800} SECOND"
        self.stack.sql(
            f"UPDATE slot SET starts_at = {start}, ends_at = {end} WHERE id = '{self.slot['id']}';"
            f"UPDATE session SET scheduled_at = {start}, ends_at = {end} WHERE interview_id = '{self.interview_id}'"
        )
        return self

    def cancel(self):
        schedules = self.recruiter.get("/api/interviews/schedules/")
        (schedule,) = [each for each in schedules if each["interview"] == self.interview_id]
        path = f"/api/interviews/schedules/{schedule['id']}/cancel_schedule/"
        self.recruiter.expect(200, "POST", path, {"reason": "moved"})

    def interview(self):
        return self.recruiter.get(f"/api/interviews/{self.interview_id}/")

    def recordings(self):
        """Each recording on disk by its id, its chunks put one after the other in their order."""
        files = {}
        for chunk in sorted((self.stack.state / "media" / "recordings" / self.session).rglob("*.chunk")):
            files[chunk.parent.name] = files.get(chunk.parent.name, b"") + chunk.read_bytes()
        return files


class Caller:
    """A program that calls what the page calls, with the cookie of a link."""

    def __init__(self, link):
        self.stack = link.stack
        self.cookies = self.stack.request("GET", f"/?session_key={link.key}").cookies

    def ask(self, method, path, headers=None, **options):
        headers = {"X-Requested-With": "fetch", **(headers or {})}
        return self.stack.request(method, path, headers=headers, cookies=self.cookies, **options)

    def put(self, recording, index, content, digest=None):
        headers = {"X-Chunk-SHA256": digest or hashlib.sha256(content).hexdigest()}
        return self.ask("PUT", f"/portal/recordings/{recording}/chunks/{index}/", headers, data=content)

    def begin(self):
        """Comes in and begins the recording of the first answer; the recording's id."""
        assert self.ask("POST", "/portal/consent/", json={"version": CONSENT}).status_code == 201
        assert self.ask("POST", "/ai/start", json={}).status_code == 200
        made = self.ask("POST", "/portal/recordings/", json={"question_number": 1, "mime_type": "video/webm"})
        assert made.status_code == 201, made.text
        return made.json()["recording_id"]


def stage(page, name):
    page.wait_for_selector(f'body[data-stage="{name}"]', timeout=30 * SECOND)


def question(page, number):
    page.wait_for_selector(f'body[data-stage="question"][data-question="{number}"]', timeout=60 * SECOND)


def press(page, name):
    page.get_by_test_id(name).click(timeout=30 * SECOND)


def come_in(page, link):
    """From the link to the first question, by pressing every button on the way."""
    page.goto(link.link)
    press(page, "consent-agree")
    press(page, "start-button")
    page.wait_for_selector('body[data-stage="question"]', timeout=60 * SECOND)


def probe(media, tmp_path):
    """What ffprobe finds in a file: kinds of streams and how many packets each has."""
    path = tmp_path / "recording"
    path.write_bytes(media)
    found = subprocess.run(
        ["ffprobe", "-v", "error", "-count_packets", "-show_entries", "stream=codec_type,nb_read_packets", "-of",
         "csv=p=0", path],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {kind: int(packets) for kind, packets in (line.split(",")[:2] for line in found.stdout.splitlines())}
