"""What the clients know in common: the slots there are and the interviews that were made."""

import dataclasses
import datetime
import threading


@dataclasses.dataclass
class Place:
    """A slot as the clients remember it, which may be out of date."""

    id: str
    seats: int
    date: str
    start: str
    end: str


@dataclasses.dataclass
class Meeting:
    """An interview as its maker remembers it, which may be out of date."""

    id: str
    candidate: int
    slot: str | None = None
    schedule: str | None = None


class Board:
    """Shared by all clients; a reader gets a copy."""

    def __init__(self):
        self._lock = threading.Lock()
        self._places = {}
        self._meetings = {}

    def put(self, slot):
        """Notes a slot from the server's JSON of it."""
        with self._lock:
            self._places[slot["id"]] = Place(
                slot["id"], slot["max_candidates"], slot["interview_date"], slot["start_time"], slot["end_time"]
            )

    def forget(self, slot):
        with self._lock:
            self._places.pop(slot, None)

    def places(self):
        with self._lock:
            return list(self._places.values())

    def add(self, meeting):
        with self._lock:
            self._meetings[meeting.id] = meeting

    def drop(self, meeting):
        with self._lock:
            self._meetings.pop(meeting.id, None)

    def meetings(self):
        with self._lock:
            return list(self._meetings.values())


def shifted(time, minutes):
    """A time of day some minutes later."""
    moment = datetime.datetime.strptime(time, "%H:%M:%S") + datetime.timedelta(minutes=minutes)
    return f"{moment:%H:%M:%S}"
