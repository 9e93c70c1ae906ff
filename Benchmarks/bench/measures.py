"""What is measured: each measure asks everybody in turn, round after round, and returns all runs by name."""

import concurrent.futures
import time

from . import data, load
from .peers import ANSWER, ANSWER_BESIDE, DJANGO, OURS, PHP, SQL, SQL_BESIDE

MANY = (0, data.SLOTS)
HOT = (data.HOT_SLOT, 1)
# Bookings in a second that no peer reaches: so many candidates are made for a run.
ROOM = 3000
SQL_ROOM = 6000


class Measures:
    """The measures over one place; `lengths` are those of the server's answers."""

    def __init__(self, place, plan, database, addresses, candidates, sessions, lengths):
        self.place = place
        self.plan = plan
        self.database = database
        self.addresses = addresses
        self.candidates = candidates
        self.sessions = sessions
        self.lengths = lengths

    def in_turn(self, loads, rounds):
        """Runs each load once a round, after a short one that warms the servers up; returns the runs by name."""
        runs = {name: [] for name in loads}
        for name in loads.keys() & {OURS, DJANGO, PHP}:
            loads[name](1)
            self._settle()
        for _ in range(rounds):
            for name, one in loads.items():
                runs[name].append(one(self.plan.seconds))
                self._settle()
        return runs

    def _settle(self):
        """Waits until nobody works any more on what the last run's end has left unanswered."""
        asked = -1
        while True:
            (_, count), *_ = data.sql(self.database, "SHOW GLOBAL STATUS LIKE 'Questions'")
            # Asking takes a few questions itself.
            if int(count) - asked < 10:
                return
            asked = int(count)
            time.sleep(0.1)

    def list(self, connections):
        place, is_first = self.place, connections == min(self.plan.connections)
        loads = {
            name: lambda seconds, name=name: load.list_slots(place, self.addresses[name], connections, seconds)
            for name in self._compared(is_first)
        }
        if is_first:
            loads |= self._limits("GET", 0, self.lengths["list"], connections)
            loads[SQL] = lambda seconds: load.sql_list(place, self.database, self.plan.workers, seconds)
            loads |= self._beside(loads[ANSWER], loads[SQL])
        return self.in_turn(loads, self.plan.rounds)

    def book(self, connections):
        return self._book(connections, MANY, self.plan.rounds)

    def hot(self, connections):
        return self._book(connections, HOT, self.plan.other_rounds)

    def _book(self, connections, slots, rounds):
        place, is_first = self.place, connections == min(self.plan.connections)
        loads = {
            name: lambda seconds, name=name: load.book(
                place, self.addresses[name], connections, seconds, self.candidates, slots, ROOM
            )
            for name in self._compared(is_first)
        }
        if is_first:
            loads |= self._limits("POST", 110, self.lengths["book"], connections)
            loads[SQL] = lambda seconds: load.sql_book(
                place, self.database, self.plan.workers, seconds, self.candidates, slots, SQL_ROOM,
                self.lengths["mails"],
            )  # fmt: skip
            loads |= self._beside(loads[ANSWER], loads[SQL])
        return self.in_turn(loads, rounds)

    def portal(self, connections):
        loads = {
            name: lambda seconds, name=name: load.portal(
                self.place, self.addresses[name], connections, seconds, self.sessions
            )
            for name in (OURS, DJANGO, PHP)
        }
        return self.in_turn(loads | self._limits("GET", 0, self.lengths["page"], connections), self.plan.other_rounds)

    def chunk(self, connections):
        loads = {
            name: lambda seconds, name=name: load.chunks(
                self.place, self.addresses[name], connections, seconds, self.sessions
            )
            for name in (OURS, DJANGO, PHP)
        }
        return self.in_turn(loads | self._limits("POST", load.CHUNK_BYTES, 40, connections), self.plan.other_rounds)

    def login(self, connections):
        address = self.addresses[OURS]
        one = {OURS: lambda seconds: load.login(self.place, address, connections, seconds)}
        return self.in_turn(one, self.plan.other_rounds)

    def _compared(self, is_first):
        """With many connections the quick run looks at this server only: how long do its slowest answers take?"""
        return (OURS, DJANGO, PHP) if is_first or not self.plan.is_quick else (OURS,)

    def _limits(self, method, request_bytes, answer_bytes, connections):
        address = self.addresses[ANSWER]
        return {
            ANSWER: lambda seconds: load.answer(
                self.place, address, connections, seconds, method, request_bytes, answer_bytes
            )
        }

    def _beside(self, answer, sql):
        """Both limits at the same time: what they take from each other is in neither's own rate."""
        left = []

        def both(seconds):
            with concurrent.futures.ThreadPoolExecutor() as pool:
                runs = [pool.submit(one, seconds) for one in (answer, sql)]
            left.append(runs[1].result())
            return runs[0].result()

        return {ANSWER_BESIDE: both, SQL_BESIDE: lambda seconds: left.pop()}
