"""One client: random operations, each repeated under its key until there is an answer."""

import http.client
import json
import threading
import time

from .board import Meeting, shifted

SLOTS, INTERVIEWS, SCHEDULES = "/api/interviews/slots/", "/api/interviews/", "/api/interviews/schedules/"
PATIENCE_SECONDS = 45
TIMEOUT_SECONDS = 20
# How often a client hangs up before the answer, and asks again.
LOST = 0.05
MOST_INTERVIEWS = 4


class Client(threading.Thread):
    """Does one operation after the other until told to stop; its log tells every request and answer."""

    def __init__(self, number, chance, port, tokens, candidates, board, log, stop):
        super().__init__(name=f"client {number}", daemon=True)
        self.number, self.chance, self.port, self.tokens = number, chance, port, tokens
        self.candidates, self.board, self.log, self.stop = candidates, board, log, stop
        self.mine = []
        self.operations = 0
        self.failure = None
        self._connection = None

    def run(self):
        try:
            while not self.stop.wait(self.chance.uniform(0, 0.6)):
                self._operate()
        except Exception as error:  # The run reports it: a client that dies proves nothing.
            self.failure = error
            self.stop.set()
        finally:
            self._hang_up()

    def _operate(self):
        if not self.mine:
            return self.chance.choice([self._create_with_slot, self._create_without_slot])()
        names, weights = zip(*WEIGHTS.items())
        (name,) = self.chance.choices(names, weights)
        getattr(self, "_" + name)()

    # Requests

    def ask(self, name, method, path, body=None, *, token="recruiter", **about):
        """Asks until there is an answer that settles it; None if none came in time."""
        self.operations += 1
        key = f"{self.number}-{self.operations}-{self.chance.getrandbits(64):016x}"
        if name in CREATES:
            body["feedback"] = key
        deadline = time.monotonic() + PATIENCE_SECONDS
        attempt = 0
        while time.monotonic() < deadline:
            attempt += 1
            sent = time.time()
            status, retry_after, answer = self._send(method, path, body, key, token)
            if name == "book_bulk" and status == 200:  # The one result as if it had been asked for alone.
                (result,) = answer["results"]
                status, answer = (400, result) if result["outcome"] == "refused" else (201, result["schedule"])
            self.log.write(
                client=self.number, number=self.operations, attempt=attempt, name=name, key=key, method=method,
                path=path, body=body, sent=sent, answered=time.time(), status=status, retry_after=retry_after,
                answer=answer, **about,
            )  # fmt: skip
            if status is not None and status < 500 and not (status == 409 and attempt > 1):
                return status, answer
            time.sleep(self.chance.uniform(0.02, 0.3))
        return None, None

    def _send(self, method, path, body, key, token):
        """One request: the status, Retry-After and JSON of its answer; None three times if none came."""
        content = b"" if body is None else json.dumps(body).encode()
        headers = {
            "Authorization": f"Token {self.tokens[token]}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            "Host": f"localhost:{self.port}",
        }
        loses = self.chance.random() < LOST
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
                self._connection.connect()
            self._connection.sock.settimeout(self.chance.uniform(0.0005, 0.05) if loses else TIMEOUT_SECONDS)
            self._connection.request(method, path, content, headers)
            answer = self._connection.getresponse()
            text = answer.read()
            if answer.will_close:
                self._hang_up()
        except (OSError, http.client.HTTPException):
            self._hang_up()
            return None, None, None
        try:
            found = json.loads(text) if text else None
        except ValueError:
            found = text.decode("utf-8", "replace")[:500]
        return answer.status, answer.getheader("Retry-After"), found

    def _hang_up(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # Choices

    def _place(self):
        return self.chance.choice(self.board.places())

    def _meeting(self):
        """Mostly one of the client's own interviews, sometimes another's."""
        if self.chance.random() < 0.1 and (others := self.board.meetings()):
            return self.chance.choice(others)
        return self.chance.choice(self.mine)

    # Interviews

    def _create(self, name, held=None, wished=None, **fields):
        if len(self.mine) >= MOST_INTERVIEWS:
            return self._delete_interview()
        candidate = self.chance.choice(self.candidates)
        body = {"candidate": candidate, "job": None, **fields}
        status, answer = self.ask(name, "POST", INTERVIEWS, body, candidate=candidate, slot=held, wished=wished)
        if status == 201:
            meeting = Meeting(answer["id"], candidate, held)
            self.mine.append(meeting)
            self.board.add(meeting)

    def _create_with_slot(self):
        place = self._place()
        self._create("create_with_slot", place.id, slot=place.id)

    def _create_without_slot(self):
        self._create("create_without_slot")

    def _create_by_wall_clock(self):
        place = self._place()
        times = {"started_at": f"{place.date}T{place.start}", "ended_at": f"{place.date}T{place.end}"}
        self._create("create_by_wall_clock", wished=place.id, **times)

    def _hold(self):
        meeting, place = self._meeting(), self._place()
        path = f"{INTERVIEWS}{meeting.id}/"
        self.ask("hold", "PATCH", path, {"slot": place.id}, interview=meeting.id, slot=place.id)

    def _delete_interview(self):
        meeting = self._meeting()
        status, _ = self.ask("delete_interview", "DELETE", f"{INTERVIEWS}{meeting.id}/", interview=meeting.id)
        if status in (204, 404):
            self.board.drop(meeting)
            self.mine = [each for each in self.mine if each.id != meeting.id]

    def _look(self):
        meeting = self._meeting()
        path = self.chance.choice([SLOTS, f"{INTERVIEWS}{meeting.id}/"])
        self.ask("look", "GET", path, interview=meeting.id if meeting.id in path else None)

    # Bookings

    def _book(self, name, path_of, body_of):
        meeting = self._meeting()
        slot = meeting.slot if meeting.slot and self.chance.random() < 0.6 else self._place().id
        status, answer = self.ask(
            name, "POST", path_of(slot), body_of(meeting.id, slot), interview=meeting.id, slot=slot
        )
        if status == 201:
            meeting.slot, meeting.schedule = slot, answer["id"]
        elif status == 404:
            meeting.slot = None

    def _book_slot(self):
        self._book(
            "book_slot", lambda slot: f"{SLOTS}{slot}/book_slot/", lambda interview, _: {"interview_id": interview}
        )

    def _book_interview(self):
        self._book(
            "book_interview",
            lambda _: f"{SCHEDULES}book_interview/",
            lambda interview, slot: {"interview_id": interview, "slot_id": slot},
        )

    def _create_schedule(self):
        self._book(
            "create_schedule", lambda _: SCHEDULES, lambda interview, slot: {"interview": interview, "slot": slot}
        )

    def _book_bulk(self):
        self._book(
            "book_bulk",
            lambda _: f"{SCHEDULES}bulk/",
            lambda interview, slot: {"bookings": [{"interview_id": interview, "slot_id": slot}]},
        )

    def _release(self):
        meeting = self._meeting()
        slot = meeting.slot or self._place().id
        path = f"{SLOTS}{slot}/release_slot/"
        self.ask("release", "POST", path, {"interview_id": meeting.id}, interview=meeting.id, slot=slot)

    def _release_any(self):
        slot = self._place().id
        self.ask("release_any", "POST", f"{SLOTS}{slot}/release_slot/", slot=slot)

    def _settle(self, name, body):
        meeting = self._meeting()
        if meeting.schedule:
            path = f"{SCHEDULES}{meeting.schedule}/{name}_schedule/"
            self.ask(name, "POST", path, body, interview=meeting.id, schedule=meeting.schedule)

    def _cancel(self):
        self._settle("cancel", {"reason": "torture"})

    def _confirm(self):
        self._settle("confirm", None)

    # Slots

    def _put_counters(self):
        """As the frontend does before it books: the whole slot, with counters of its own."""
        path = f"{SLOTS}{self._place().id}/"
        slot_id = path.split("/")[-2]
        status, slot = self.ask("look", "GET", path, slot=slot_id)
        if status == 200:
            full = slot["current_bookings"] >= slot["max_candidates"] - 1
            counters = {"current_bookings": slot["max_candidates"], "status": "booked"} if full else {
                "current_bookings": slot["current_bookings"] + 1
            }  # fmt: skip
            self._change("put_counters", "PUT", slot_id, {**slot, **counters})

    def _patch_capacity(self):
        place = self._place()
        seats = max(1, place.seats + self.chance.choice([-1, -1, 0, 1]))
        if seats <= 7:
            self._change("patch_capacity", "PATCH", place.id, {"max_candidates": seats})

    def _patch_time(self):
        place = self._place()
        minutes = self.chance.choice([-5, 5])
        times = {"start_time": shifted(place.start, minutes), "end_time": shifted(place.end, minutes)}
        self._change("patch_time", "PATCH", place.id, times)

    def _change(self, name, method, slot, body):
        status, answer = self.ask(name, method, f"{SLOTS}{slot}/", body, slot=slot)
        if status == 200:
            self.board.put(answer)

    def _delete_slot(self):
        place = self._place()
        self.board.forget(place.id)
        self.ask("delete_slot", "DELETE", f"{SLOTS}{place.id}/", slot=place.id)
        body = slot_body(place.date, place.start, place.end, place.seats)
        status, answer = self.ask("create_slot", "POST", SLOTS, body, token="office")
        if status == 201:
            self.board.put(answer)


def slot_body(date, start, end, seats):
    return {
        "interview_date": date, "start_time": start, "end_time": end, "max_candidates": seats, "status": "available",
        "ai_interview_type": "technical", "company": 0,
    }  # fmt: skip


CREATES = {"create_with_slot", "create_without_slot", "create_by_wall_clock"}

# How often each operation is chosen, beside the others.
WEIGHTS = {
    "create_with_slot": 20, "create_without_slot": 5, "create_by_wall_clock": 8, "hold": 6, "delete_interview": 6,
    "look": 5, "book_slot": 40, "book_interview": 8, "create_schedule": 8, "book_bulk": 8, "release": 8,
    "release_any": 3, "cancel": 8, "confirm": 6, "put_counters": 6, "patch_capacity": 3, "patch_time": 1, "delete_slot": 0.1,
}  # fmt: skip
