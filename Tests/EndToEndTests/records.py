"""What the database says of some slots and candidates, in words that a test compares after every call."""

import subprocess

ROWS = """
SELECT 'slot', slot.id, starts_at, ends_at, current_bookings,
    (SELECT COUNT(*) FROM schedule WHERE slot_id = slot.id AND is_active),
    (SELECT COUNT(*) FROM hold WHERE slot_id = slot.id AND expires_at > UTC_TIMESTAMP(6)),
    max_candidates, wire_status
FROM slot WHERE id IN ({slots});
SELECT 'candidate', id, status FROM candidate WHERE id IN ({candidates});
SELECT 'interview', candidate_id, status, started_at, ended_at, job_id FROM interview
WHERE candidate_id IN ({candidates});
SELECT 'booking', candidate_id, schedule.status, slot_id FROM schedule JOIN interview ON interview.id = interview_id
WHERE candidate_id IN ({candidates});
SELECT 'hold', candidate_id, kind, slot_id FROM hold JOIN interview ON interview.id = interview_id
WHERE candidate_id IN ({candidates}) ORDER BY kind;
SELECT 'session', candidate_id, session.status, scheduled_at, ends_at, HEX(key_hash)
FROM session JOIN interview ON interview.id = interview_id WHERE candidate_id IN ({candidates});
SELECT 'mail', candidate.id, recipient_role, kind FROM outbox
JOIN (SELECT DISTINCT interview_id, recipient FROM outbox WHERE recipient_role = 'candidate') AS told
    ON told.interview_id = outbox.interview_id
JOIN candidate ON candidate.email = told.recipient
WHERE candidate.id IN ({candidates}) ORDER BY outbox.id;
"""


class Records:
    """The slots and candidates that a test has named, as they stand.

    A slot reads `1 booked, 0 held of 2, available`. A candidate has a line for the status, and one each for interview,
    booking, holds, session and mail where there are any; times are told as the slot that they are the times of.
    """

    def __init__(self, stack, candidates=None, **slots):
        self.stack = stack
        self.slots = slots
        self.candidates = {candidate.id: name for name, candidate in (candidates or {}).items()}
        self.keys = {}
        self.known = self.read()

    def expect(self, **changes):
        """Asserts that just this has changed since the last look; None is a line that is gone.

        `asha_booking` stands for the line `asha booking`.
        """
        for name, value in changes.items():
            line = name.replace("_", " ")
            assert self.known.get(line) != value, f"{line} was {value} before: this expects nothing"
            self.known[line] = value
            if value is None:
                del self.known[line]
        found = self.read()
        lines = sorted(found.keys() | self.known.keys())
        wrong = [f"{line}: {found.get(line)}, not {self.known.get(line)}" for line in lines
                 if found.get(line) != self.known.get(line)]  # fmt: skip
        assert not wrong, "; ".join(wrong)

    def read(self):
        lines, times, roles = {}, {}, {}
        names = {identity: name for name, identity in self.slots.items()}
        for kind, key, *rest in self._rows():
            if kind == "slot":
                name, (start, end, counted, booked, held, seats, status) = names[key], rest
                assert counted == booked, f"{name} counts {counted} bookings and has {booked}"
                times[start, end] = name
                lines[name] = f"{booked} booked, {held} held of {seats}, {status}"
                continue
            name = self.candidates[int(key)]
            match kind:
                case "candidate":
                    lines[name] = rest[0]
                case "interview":
                    status, start, end, job = rest
                    lines[f"{name} interview"] = f"{status} at {times.get((start, end), f'{start} to {end}')}"
                    if job != "NULL":
                        lines[f"{name} job"] = int(job)
                case "booking":
                    lines[f"{name} booking"] = f"{rest[0]} on {names[rest[1]]}"
                case "hold":
                    found = lines.get(f"{name} hold")
                    lines[f"{name} hold"] = (f"{found}, " if found else "") + f"{rest[0]} on {names[rest[1]]}"
                case "session":
                    status, start, end, key = rest
                    lines[f"{name} session"] = f"{status} at {times.get((start, end), f'{start} to {end}')}"
                    # One interview has one key for its whole life.
                    assert self.keys.setdefault(name, key) == key
                case "mail":
                    roles.setdefault(name, {}).setdefault(rest[0], []).append(rest[1].removeprefix("interview_"))
        for name, mail in roles.items():
            assert mail["candidate"] == mail["recruiter"], mail
            lines[f"{name} mail"] = ", ".join(mail["candidate"])
        return lines

    def _rows(self):
        statement = ROWS.format(
            slots=", ".join(f"'{each}'" for each in self.slots.values()) or "NULL",
            candidates=", ".join(map(str, self.candidates)) or "NULL",
        )
        command = ["mariadb", "--no-defaults", f"--socket={self.stack.demo['database_socket']}", "--batch"]
        command += ["--skip-column-names", self.stack.demo["database"]]
        outcome = subprocess.run(command, input=statement, check=True, capture_output=True, text=True)
        return [line.split("\t") for line in outcome.stdout.splitlines()]
