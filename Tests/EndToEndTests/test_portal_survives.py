"""A recorded interview survives: what a browser recorded is at the server, but for the stated bound, or a gap says where.

TAB_KILLS=100 kills the tab that often (make survive); CUT_SECONDS=30 cuts the network for so long. TAB_SEED repeats.
"""

import base64
import contextlib
import os
import random
import signal
import subprocess

import pytest
from bad_line import BadLine
from harness import Stack, wait_until
from portal import CONSENT, SECOND, WEBM, Caller, Link, press, question
from recruiting import Client

KILLS = int(os.environ.get("TAB_KILLS") or 2)
CUT = float(os.environ.get("CUT_SECONDS") or 5)
SEED = int(os.environ.get("TAB_SEED") or random.randrange(10**6))
TABLES = "consent, session_question, recording, recording_chunk, window_extension"

# Tells the test every piece that the browser's recorder hands to the page.
WATCH_RECORDERS = """
(() => {
  const name = crypto.randomUUID();
  let count = 0;
  const Recorder = window.MediaRecorder;
  window.MediaRecorder = class extends Recorder {
    constructor(...options) {
      super(...options);
      const stream = `${name}-${count++}`;
      let last = Promise.resolve();
      this.addEventListener("dataavailable", ({ data }) => {
        const bytes = data.arrayBuffer();
        last = last.then(async () => {
          const text = Array.from(new Uint8Array(await bytes), (byte) => String.fromCharCode(byte)).join("");
          await window.recorded(stream, btoa(text));
        });
      });
    }
  };
})();
"""

# A wrong clock of the visitor's: twelve hours ahead or behind.
SHIFT_CLOCK = """
(() => {
  const Real = Date;
  const shift = %d * 3600 * 1000;
  window.Date = class extends Real {
    constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})();
"""


@pytest.fixture(scope="module")
def stack():
    """A stack whose browsers cut recordings into pieces of a second, so that the test need not wait for long ones."""
    running = Stack(RECORDING_CHUNK_SECONDS="1")
    try:
        running.up()
        yield running
    finally:
        running.remove()


class Candidate:
    """A browser whose recordings the test hears of too, piece by piece."""

    def __init__(self, browser, link):
        self.link = link
        self.streams = {}
        self.context = browser.new_context(viewport={"width": 1000, "height": 800})
        self.context.expose_binding("recorded", self._note)
        self.context.add_init_script(WATCH_RECORDERS)
        self.page = None

    def _note(self, _, stream, text):
        self.streams.setdefault(stream, []).append(base64.b64decode(text))

    def open(self):
        """Opens the link in a new tab and goes on until a question is asked."""
        self.page = self.context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(self.link.link)
        if self.page.get_by_test_id("consent-agree").is_visible():
            press(self.page, "consent-agree")
        press(self.page, "start-button")
        question(self.page, 1)
        self.page.wait_for_selector('#recording[data-state="on"]')

    def kill_tab(self):
        """kill -9 of the processes that this browser's tabs run in."""
        devtools = self.context.browser.new_browser_cdp_session()
        with self.page.expect_event("crash", timeout=20 * SECOND):
            for process in devtools.send("SystemInfo.getProcessInfo")["processInfo"]:
                if process["type"] == "renderer":
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(process["id"], signal.SIGKILL)
        devtools.detach()
        self.page.close()

    def finish(self):
        press(self.page, "next-button")
        self.page.wait_for_url("**/complete/", timeout=60 * SECOND)

    def lost(self):
        """Of each stream that was recorded, how many of its pieces the server does not have."""
        kept = list(self.link.recordings().values())
        losses = []
        for pieces in self.streams.values():
            stream = b"".join(pieces)
            fits = [media for media in kept if stream.startswith(media) or media.startswith(stream)]
            length = max((min(len(media), len(stream)) for media in fits), default=0)
            missing = 0
            while missing < len(pieces) and len(b"".join(pieces[: len(pieces) - missing])) > length:
                missing += 1
            losses.append(missing)
        return losses


@pytest.fixture
def candidate(stack, browser):
    made = Candidate(browser, Link(stack, ai_configuration={"question_count": 1}).begins(-60))
    yield made
    made.context.close()


def test_a_tab_killed_at_any_moment_loses_a_piece_at_most(candidate):
    print(f"TAB_SEED={SEED} repeats the moments")
    chance = random.Random(SEED)
    for _ in range(KILLS):
        candidate.open()
        candidate.page.wait_for_timeout(chance.uniform(200, 4000))
        candidate.kill_tab()
        candidate.link.begins(-60)
    candidate.open()
    candidate.page.wait_for_timeout(2500)
    candidate.finish()

    assert len(candidate.streams) >= KILLS / 2, "nothing was recorded"
    wait_until(lambda: max(candidate.lost()) <= 1, what="the pieces of the killed tabs", seconds=30)


def test_an_answer_goes_on_while_the_network_is_cut(candidate):
    candidate.open()
    wait_until(lambda: candidate.link.recordings(), what="a piece of the recording")
    candidate.context.set_offline(True)
    before = candidate.link.recordings()
    candidate.page.wait_for_timeout(CUT * 1000)
    assert "No connection" in candidate.page.get_by_test_id("upload-state").inner_text()
    candidate.context.set_offline(False)
    candidate.finish()

    (stream,) = candidate.streams.values()
    (media,) = candidate.link.recordings().values()
    assert media == b"".join(stream)
    assert len(media) > len(next(iter(before.values()))), "nothing was recorded while the network was cut"


def test_a_page_that_is_loaded_again_after_the_last_answer_sends_what_still_waits(candidate):
    candidate.open()
    candidate.page.route("**/portal/recordings/**", lambda route: route.abort())
    candidate.page.wait_for_timeout(2500)
    press(candidate.page, "next-button")
    candidate.page.wait_for_selector('body[data-stage="finishing"]', timeout=60 * SECOND)
    candidate.page.close()

    candidate.page = candidate.context.new_page()
    candidate.page.goto(candidate.link.link)
    press(candidate.page, "start-button")
    candidate.page.wait_for_url("**/complete/", timeout=60 * SECOND)

    assert max(candidate.lost()) <= 1


def test_an_answer_in_progress_is_sent_before_the_door_closes(candidate):
    candidate.open()
    candidate.page.get_by_test_id("answer-text").fill("My last words")
    # Who was in may come back until half an hour after the end: in 45 seconds.
    candidate.link.begins(-3600 + 45)
    candidate.page.reload()
    press(candidate.page, "start-button")
    question(candidate.page, 1)
    hint = candidate.page.get_by_test_id("hint")
    wait_until(lambda: "within one minute only" in hint.inner_text(), what="a warning")

    candidate.page.wait_for_url("**/complete/", timeout=60 * SECOND)

    (answer,) = candidate.link.interview()["questions_and_answers"]
    assert answer["answer"] == "My last words"


def test_over_a_line_that_is_slower_than_the_recording_and_breaks_all_of_it_arrives(stack, browser):
    link = Link(stack, ai_configuration={"question_count": 1}).begins(-60)
    # A recording of the fake camera has some 80 KB a second.
    line = BadLine(stack.port, upload=40_000, breaks_after=70_000)
    link.link = link.link.replace(f":{stack.port}/", f":{line.port}/")
    candidate = Candidate(browser, link)
    try:
        candidate.open()
        candidate.page.wait_for_timeout(6000)
        press(candidate.page, "next-button")
        candidate.page.wait_for_url("**/complete/", timeout=180 * SECOND)
    finally:
        candidate.context.close()
        line.close()

    (stream,) = candidate.streams.values()
    (media,) = link.recordings().values()
    assert media == b"".join(stream)
    assert len(media) > 100_000 and line.broken > 1


def test_what_is_damaged_lost_or_out_of_order_on_its_way_ends_as_the_source_or_as_a_gap(stack, tmp_path):
    source = tmp_path / "source.webm"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=d=4:s=320x240:r=10", "-f", "lavfi", "-i", "sine=d=4",
         "-g", "5", "-cluster_time_limit", "400", "-live", "1", source],
        check=True,
    )  # fmt: skip
    whole = source.read_bytes()
    size = len(whole) // 8 + 1
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    link = Link(stack).begins(-60)
    caller = Caller(link)
    recording = caller.begin()

    assert caller.put(recording, 0, b"<html>").status_code == 415
    assert caller.put(recording, 0, b"").status_code == 400
    assert caller.put(recording, 0, pieces[0][:-1], digest="0" * 64).status_code == 400
    assert caller.put(recording, 0, WEBM + bytes(50 << 20)).status_code == 413
    assert link.recordings() == {}
    for index in [3, 0, 2, 5, 1, 7, 6]:  # the fourth is dropped
        assert caller.put(recording, index, pieces[index]).status_code == 201
    assert caller.put(recording, 2, pieces[2]).status_code == 200
    assert caller.put(recording, 2, pieces[3]).status_code == 409
    end = {"chunks": len(pieces), "duration_ms": 4000}
    assert caller.ask("POST", f"/portal/recordings/{recording}/finish/", json=end).json() == {"missing": [4]}
    path = f"/api/interviews/{link.interview_id}/recordings/"
    (listed,) = link.recruiter.get(path)
    assert [(gap["first_chunk"], gap["last_chunk"]) for gap in listed["gaps"]] == [(4, 4)]

    assert caller.put(recording, 4, pieces[4]).status_code == 201
    assert caller.ask("POST", f"/portal/recordings/{recording}/finish/", json=end).json() == {"missing": []}
    assert link.recordings() == {recording: whole}
    ready = wait_until(lambda: one_ready(link, path), what="the answer to watch", seconds=40)
    assert ready["gaps"] == [] and 3500 < ready["duration_ms"] < 4500
    part = link.recruiter.http.get(stack.url + ready["media_url"], headers={"Range": "bytes=4-99"}, timeout=30)
    assert (part.status_code, len(part.content)) == (206, 96)
    assert link.recruiter.http.get(stack.url + ready["poster_url"], timeout=30).content.startswith(b"\xff\xd8")
    stranger = Client(stack, stack.account("RECRUITER", "Bharat Systems"))
    for url in (path, ready["media_url"], ready["poster_url"]):
        assert stranger.ask("GET", url).status_code == 404
        assert stack.request("GET", url).status_code == 401
        assert caller.ask("GET", url).status_code == 401
    assert stack.request("GET", f"/_media/recordings/{link.session}/{recording}/answer.webm").status_code == 404

    # The candidate asked for it to be deleted.
    assert stranger.ask("DELETE", f"{path}{recording}/").status_code == 404
    assert link.recruiter.ask("DELETE", f"{path}{recording}/").status_code == 204
    assert link.recruiter.ask("GET", ready["media_url"]).status_code == 404
    assert caller.put(recording, 4, pieces[4]).status_code == 404
    folder = stack.state / "media" / "recordings" / link.session
    wait_until(lambda: not folder.exists(), 20, "the files to go")
    (listed,) = link.recruiter.get(path)
    assert (listed["state"], listed["media_url"], listed["received_bytes"]) == ("deleted", None, 0)


def one_ready(link, path):
    (recording,) = link.recruiter.get(path)
    return recording if recording["state"] == "ready" else None


@pytest.mark.parametrize("hours", [12, -12])
def test_a_wrong_clock_of_the_visitor_changes_nothing(stack, browser, hours):
    link = Link(stack).begins(3700)
    context = browser.new_context()
    context.add_init_script(SHIFT_CLOCK % hours)
    try:
        page = context.new_page()
        page.goto(link.link)
        assert page.get_by_test_id("countdown").inner_text().startswith("01:01:")
        link.begins(8)  # the page looks again by itself, and is let in before the start
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_selector('body[data-state="open"]', timeout=30 * SECOND)
        press(page, "consent-agree")
        press(page, "start-button")
        question(page, 1)
        assert page.get_by_test_id("timer").inner_text()[:2] in ("1:", "2:", "3:")
    finally:
        context.close()


@pytest.mark.parametrize("change, state", [("cancel", "cancelled"), ("move", "early")])
def test_an_interview_cancelled_or_moved_while_it_is_open_says_so(candidate, change, state):
    candidate.open()
    wait_until(lambda: candidate.link.recordings(), what="a piece of the recording")

    if change == "cancel":
        candidate.link.cancel()
    else:
        candidate.link.begins(7200)

    candidate.page.wait_for_selector(f'body[data-state="{state}"]', timeout=40 * SECOND)


CALLS = [
    ("POST", "/portal/consent/", {"version": CONSENT}),
    ("POST", "/ai/start", {}),
    ("POST", "/ai/upload_answer", {"transcript": "late", "question_number": 1}),
    ("POST", "/ai/repeat", {}),
    ("POST", "/ai/retake", {"question_number": 1}),
    ("POST", "/portal/recordings/", {"question_number": 1, "mime_type": "video/webm"}),
    ("POST", "/portal/recordings/{recording}/finish/", {"chunks": 1}),
    ("PUT", "/portal/recordings/{recording}/chunks/1/", None),
]


@pytest.mark.parametrize("state", ["no session", "another's", "before", "after", "cancelled"])
def test_outside_of_its_own_open_interview_every_call_is_refused_and_nothing_is_stored(stack, state):
    link = Link(stack).begins(-60)
    caller = Caller(link)
    recording = caller.begin()
    assert caller.put(recording, 0, WEBM + b"first").status_code == 201
    calls = CALLS
    if state == "no session":
        caller.cookies = {}
    elif state == "another's":
        caller = Caller(Link(stack).begins(-60))
        assert caller.ask("POST", "/ai/start", json={}).status_code == 200
        calls = [call for call in CALLS if "{recording}" in call[1]]
    elif state == "before":
        link.begins(7200)
    elif state == "after":
        link.begins(-7200)
    else:
        link.cancel()
    before = stack.sql(f"CHECKSUM TABLE {TABLES}")

    for method, path, body in calls:
        path = path.format(recording=recording)
        answer = caller.ask(method, path, json=body) if body is not None else caller.put(recording, 1, b"late")
        assert answer.status_code in (403, 404, 410), f"{path}: {answer.status_code} {answer.text}"
        assert answer.json()["detail"]

    assert stack.sql(f"CHECKSUM TABLE {TABLES}") == before
    assert link.recordings() == {recording: WEBM + b"first"}
