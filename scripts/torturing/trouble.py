"""What goes wrong during the run, and the witness that looks at the database meanwhile."""

import json
import os
import signal
import subprocess
import threading
import time

SAMPLE_SECONDS = 0.2
# One row a line; in one transaction, so that all of it is of one instant.
SNAPSHOT = """
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ;
START TRANSACTION WITH CONSISTENT SNAPSHOT;
SELECT 'now', UTC_TIMESTAMP(6);
SELECT 'slot', id, max_candidates, current_bookings, status FROM slot;
SELECT 'schedule', interview_id, slot_id, status FROM schedule WHERE is_active;
SELECT 'hold', interview_id, slot_id, kind, expires_at > UTC_TIMESTAMP(6) FROM hold;
COMMIT;
"""


class Sampler(threading.Thread):
    """Writes down slots, active bookings and holds as they are at one instant, again and again."""

    def __init__(self, socket, database, log, stop):
        super().__init__(name="sampler", daemon=True)
        self.command = [
            "mariadb", "--no-defaults", f"--socket={socket}", "--batch", "--skip-column-names", database,
        ]  # fmt: skip
        self.log, self.stop = log, stop

    def run(self):
        while not self.stop.wait(SAMPLE_SECONDS):
            self.sample()

    def sample(self):
        before = time.time()
        try:
            outcome = subprocess.run(self.command, input=SNAPSHOT, capture_output=True, text=True, timeout=10)
        except subprocess.TimeoutExpired:
            return
        if outcome.returncode == 0:
            rows = [line.split("\t") for line in outcome.stdout.splitlines()]
            self.log.write(before=before, after=time.time(), rows=rows)


class Trouble(threading.Thread):
    """Kills and restarts what the run depends on, in an order and at moments that the seed decides."""

    def __init__(self, stack, serves, longest_pause, chance, log, stop):
        super().__init__(name="trouble", daemon=True)
        self.status_file = stack.state / "status.json"
        self.socket = stack.demo["database_socket"]
        self.longest_pause, self.chance, self.log, self.stop = longest_pause, chance, log, stop
        serve = [(name, signal.SIGKILL) for name in serves]
        self.choices = [
            *serve, ("deliver", signal.SIGKILL), ("database", signal.SIGKILL), ("database", signal.SIGTERM),
        ]  # fmt: skip

    def run(self):
        while True:
            # All of them once before any comes again.
            for name, number in self.chance.sample(self.choices, len(self.choices)):
                if self.stop.wait(self.chance.uniform(0.2, self.longest_pause)):
                    return
                self._strike(name, number)

    def _pid(self, name):
        return json.loads(self.status_file.read_text())["processes"][name]["pid"]

    def _strike(self, name, number):
        pid = self._pid(name)
        if pid is None:
            return
        at = time.time()
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + 60
        while (self._pid(name) in (pid, None) or not self._answers(name)) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.log.write(name=name, signal=signal.Signals(number).name, at=at, until=time.time())

    def _answers(self, name):
        if name != "database":
            return True
        command = ["mariadb", "--no-defaults", f"--socket={self.socket}", "--execute", "SELECT 1"]
        return subprocess.run(command, capture_output=True).returncode == 0
