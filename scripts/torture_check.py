#!/usr/bin/env python3
"""Judges a run of the torture test from what it wrote down: the clients' logs, the snapshots and the database's dump.

usage: scripts/torture_check.py FOLDER

It knows nothing of the server's code: it compares what was acknowledged with what is there. Where two requests met, it
takes either order for possible; what it reports cannot be right in any. Exit status 1 if there is such a thing.
"""

import bisect
import collections
import dataclasses
import json
import pathlib
import sys
import xml.etree.ElementTree

ALWAYS = float("inf")
ACTIVE = ("pending", "confirmed")
BOOKINGS = {"book_slot", "book_interview", "create_schedule", "book_bulk"}
# Seconds by which a server in trouble is slower to notice, or to recover, than the one who caused it.
BEFORE, AFTER = 0.5, 2.0


@dataclasses.dataclass
class Operation:
    """What a client wanted, with every attempt at it, and what came of it."""

    attempts: list

    def __post_init__(self):
        first, last = self.attempts[0], self.attempts[-1]
        self.name, self.method, self.key = first["name"], first["method"], first["key"]
        self.body, self.path = first["body"] or {}, first["path"]
        self.interview, self.slot = first.get("interview"), first.get("slot")
        self.candidate, self.schedule, self.wished = first.get("candidate"), first.get("schedule"), first.get("wished")
        settled = last["status"] is not None and last["status"] < 500
        settled = settled and not (last["status"] == 409 and len(self.attempts) > 1)
        self.status = last["status"] if settled else None
        self.answer = last["answer"] if settled and isinstance(last["answer"], dict) else {}
        self.began = first["sent"]
        self.ended = last["answered"] if settled else ALWAYS
        if self.name.startswith("create_") and self.status == 201 and self.candidate:
            self.interview = self.answer["id"]

    @property
    def done(self):
        return self.status is not None and self.status < 300

    @property
    def may_have_worked(self):
        """Whether it did, or nobody can say: without a key a repetition does not know what the first one did."""
        lost = any(each["status"] is None or each["status"] >= 500 for each in self.attempts[:-1])
        return self.done or self.status is None or (lost and self.method != "POST")

    def __str__(self):
        return f"{self.name} {self.key} ({self.status}, interview {self.interview}, slot {self.slot})"


@dataclasses.dataclass
class Sample:
    """The seats at one instant between two moments of the clock."""

    before: float
    after: float
    slots: dict
    active: set
    holds: list

    @staticmethod
    def read(line):
        slots, active, holds = {}, set(), []
        for kind, *row in line["rows"]:
            if kind == "slot":
                slots[row[0]] = (int(row[1]), int(row[2]))
            elif kind == "schedule":
                active.add((row[0], row[1]))
            elif kind == "hold":
                holds.append((row[0], row[1], row[3] == "1"))
        return Sample(line["before"], line["after"], slots, active, holds)

    def occupants(self, slot):
        """The interviews that have a seat or a hold there; a hold counts that has just run out."""
        return {i for i, s in self.active if s == slot} | {i for i, s, _ in self.holds if s == slot}


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_operations(folder):
    attempts = collections.defaultdict(list)
    for path in sorted(folder.glob("client-*.jsonl")):
        for line in lines(path):
            attempts[line["client"], line["number"]].append(line)
    return [Operation(each) for each in attempts.values()]


def read_database(path):
    """Every table of a mariadb-dump in XML: lists of rows, each a dictionary of texts."""
    tables = {}
    for data in xml.etree.ElementTree.parse(path).iter("table_data"):
        # An empty text and NULL are the same here.
        tables[data.get("name")] = [{field.get("name"): field.text or "" for field in row} for row in data]
    return tables


class Check:
    """All that is known of a run, and what is wrong with it."""

    def __init__(self, folder):
        self.start = lines(folder / "start.jsonl")[0]
        self.operations = read_operations(folder)
        self.samples = [Sample.read(line) for line in lines(folder / "samples.jsonl")]
        self.faults = lines(folder / "faults.jsonl")
        self.database = read_database(folder / "database.xml")
        self.violations = []
        self.by_interview = collections.defaultdict(list)
        self.by_slot = collections.defaultdict(list)
        for each in self.operations:
            if each.interview:
                self.by_interview[each.interview].append(each)
            if each.slot:
                self.by_slot[each.slot].append(each)
        self.starts = [sample.before for sample in self.samples]
        self.earlier = set(self.start["interviews"])
        self.schedules = {row["interview_id"]: row for row in self.database["schedule"]}
        self.interviews = {row["id"]: row for row in self.database["interview"]}
        self.events = collections.defaultdict(list)
        for row in sorted(self.database["booking_event"], key=lambda row: int(row["id"])):
            self.events[row["interview_id"]].append(row)

    def run(self):
        for rule in (
            self.seats_are_counted, self.capacity_held, self.bookings_stand, self.bookings_have_a_reason,
            self.nothing_was_made_twice, self.deletions_stand, self.sessions_are_single, self.failures_had_a_cause,
            self.refusals_were_right, self.history_is_complete, self.mail_is_complete,
        ):  # fmt: skip
            rule()
        return self.violations

    def wrong(self, rule, text):
        self.violations.append(f"{rule}: {text}")

    # What is there

    def seats_are_counted(self):
        active = collections.Counter(
            row["slot_id"] for row in self.database["schedule"] if row["status"] in ACTIVE
        )
        for slot in self.database["slot"]:
            count, seats = int(slot["current_bookings"]), int(slot["max_candidates"])
            if not active[slot["id"]] == count <= seats:
                self.wrong("seats", f"slot {slot['id']} counts {count} of {seats}, has {active[slot['id']]} bookings")

    def capacity_held(self):
        for number, sample in enumerate(self.samples):
            active = collections.Counter(slot for _, slot in sample.active)
            holds = collections.Counter(slot for _, slot, is_live in sample.holds if is_live)
            for slot, (seats, count) in sample.slots.items():
                if not active[slot] == count or count + holds[slot] > seats:
                    self.wrong(
                        "capacity",
                        f"snapshot {number}: slot {slot} counts {count} of {seats}, "
                        f"has {active[slot]} bookings and {holds[slot]} holds",
                    )

    def enders(self, interview, slot):
        """Operations that end, or may have ended, the interview's booking of the slot."""
        for each in self.by_interview[interview]:
            if not each.may_have_worked:
                continue
            if each.name in ("cancel", "delete_interview") or (each.name in BOOKINGS and each.slot != slot):
                yield each
            elif each.name == "release" and each.slot == slot:
                if each.status is None or each.answer.get("released_interview") == interview:
                    yield each
        for each in self.by_slot[slot]:
            if not each.may_have_worked:
                continue
            if each.name == "release_any" and each.answer.get("released_interview", interview) == interview:
                yield each
            elif each.name == "delete_slot":
                yield each

    def bookings_stand(self):
        for each in self.operations:
            if each.name not in BOOKINGS or not each.done:
                continue
            pair = (each.interview, each.slot)
            end = min((ender.began for ender in self.enders(*pair) if ender.ended >= each.began), default=ALWAYS)
            first = bisect.bisect_left(self.starts, each.ended)
            for sample in self.samples[first:]:
                if sample.after >= end:
                    break
                if pair not in sample.active:
                    self.wrong("lost booking", f"{each}: not there in the snapshot of {sample.before:.3f}")
                    break
            row = self.schedules.get(each.interview)
            if end == ALWAYS and not (row and row["slot_id"] == each.slot and row["status"] in ACTIVE):
                self.wrong("lost booking", f"{each}: not there at the end")

    def bookings_have_a_reason(self):
        for interview, row in self.schedules.items():
            if interview in self.earlier or row["status"] not in ACTIVE:
                continue
            booked = [
                each
                for each in self.by_interview[interview]
                if each.name in BOOKINGS and each.slot == row["slot_id"] and each.may_have_worked
            ]
            if not booked:
                self.wrong("unasked booking", f"interview {interview} has {row['slot_id']}, which nobody asked for")
                continue
            last = max(each.ended for each in booked)
            for ender in self.enders(interview, row["slot_id"]):
                if ender.done and ender.began > last:
                    self.wrong("undead booking", f"interview {interview}, slot {row['slot_id']}: ended by {ender}")

    def nothing_was_made_twice(self):
        made = [each for each in self.operations if each.name.startswith("create_") and each.candidate]
        acknowledged = collections.Counter(each.interview for each in made if each.done)
        for interview, count in acknowledged.items():
            if count > 1:
                self.wrong("doubled", f"interview {interview} was the answer to {count} operations")
        unanswered = {each.key for each in made if each.status is None}
        unknown = [i for i in self.events if i not in acknowledged and i not in self.earlier]
        if len(unknown) > len(unanswered):
            self.wrong("doubled", f"{len(unknown)} interviews nobody knows of, {len(unanswered)} without an answer")
        markers = collections.Counter(row["feedback"] for row in self.interviews.values() if row["feedback"])
        for key, count in markers.items():
            if count > 1:
                self.wrong("doubled", f"the operation {key} made {count} interviews")
        keys = {each.key for each in made if each.may_have_worked}
        for interview, row in self.interviews.items():
            if interview not in self.earlier and row["feedback"] not in keys:
                self.wrong("doubled", f"interview {interview} comes from no operation: {row['feedback']}")
        for interview, events in self.events.items():
            if interview in self.earlier:
                continue
            bookings = sum(event["action"] in ("booked", "moved", "restored") for event in events)
            asked = sum(each.name in BOOKINGS and each.may_have_worked for each in self.by_interview[interview])
            if bookings > asked:
                self.wrong("doubled", f"interview {interview} was booked {bookings} times, asked for {asked} times")

    def deletions_stand(self):
        for interview, operations in self.by_interview.items():
            deletions = [each for each in operations if each.name == "delete_interview" and each.may_have_worked]
            if interview in self.interviews:
                if any(each.done for each in deletions):
                    self.wrong("deletion", f"interview {interview} was deleted and is there")
            elif not deletions and any(each.name.startswith("create_") and each.done for each in operations):
                self.wrong("lost interview", f"interview {interview} is gone, and nobody deleted it")
        there = {row["id"] for row in self.database["slot"]}
        for slot, operations in self.by_slot.items():
            deletions = [each for each in operations if each.name == "delete_slot" and each.may_have_worked]
            if slot in there and any(each.done for each in deletions):
                self.wrong("deletion", f"slot {slot} was deleted and is there")
            elif slot not in there and not deletions:
                self.wrong("lost slot", f"slot {slot} is gone, and nobody deleted it")

    def sessions_are_single(self):
        sessions = collections.Counter(row["interview_id"] for row in self.database["session"])
        for interview, count in sessions.items():
            if count > 1 or interview not in self.interviews:
                self.wrong("sessions", f"interview {interview} has {count} sessions")
        for interview in self.schedules:
            if sessions[interview] != 1:
                self.wrong("sessions", f"booked interview {interview} has {sessions[interview]} sessions")

    # What was answered

    def was_in_trouble(self, attempt, roles):
        return any(
            attempt["sent"] <= fault["until"] + AFTER and attempt["answered"] >= fault["at"] - BEFORE
            for fault in self.faults
            if fault["name"].partition("-")[0] in roles
        )

    def failures_had_a_cause(self):
        for each in self.operations:
            for attempt in each.attempts:
                status = attempt["status"]
                if status is None or status < 500:
                    continue
                text = f"{each} was answered {status}: {json.dumps(attempt['answer'])[:200]}"
                if status not in (502, 503):
                    self.wrong("server error", text)
                elif not attempt["retry_after"]:
                    self.wrong("server error", f"without Retry-After, {text}")
                elif not self.was_in_trouble(attempt, ("serve",) if status == 502 else ("serve", "database")):
                    self.wrong("server error", f"without a cause, {text}")
            if each.status is None:
                self.wrong("no answer", f"{each} never got one in {len(each.attempts)} attempts")

    def refusals_were_right(self):
        for each in self.operations:
            for number, attempt in enumerate(each.attempts):
                if attempt["status"] == 409 and number == 0:
                    self.wrong("refusal", f"{each}: nobody else has its key")
            if each.status is not None and each.status >= 400:
                reason = self.why_refused(each)
                if reason:
                    self.wrong("refusal", f"{each} {json.dumps(each.answer)[:200]}: {reason}")

    def why_refused(self, each):
        """Why the refusal cannot have been right; None if it may have been."""
        text = json.dumps(each.answer)
        if each.status == 404 or "does not exist" in text or "not found" in text:
            return None if self.may_be_missing(each) else "what it names was there"
        if each.status != 400:
            return "such an answer is never right here"
        if "fully booked" in text:
            return None if self.may_be_full(each) else "there was a free seat all the time"
        if "max_candidates" in each.answer:
            return None if self.may_be_full(each, int(each.body["max_candidates"]) + 1) else "it was not taken"
        if "already has an interview" in text or "another interview at the new time" in text:
            return None if self.may_overlap(each) else "the candidate had no other interview"
        if "already scheduled" in text or "with this interview already exists" in text:
            return None if self.may_be_booked(each) else "the interview had no booking"
        if "Cannot confirm a cancelled schedule" in text:
            ended = any(
                ender.began <= each.ended
                for other in self.by_interview[each.interview]
                if other.name in BOOKINGS
                for ender in self.enders(each.interview, other.slot)
            )
            return None if ended else "nobody had cancelled it"
        return "nobody should be told this here"

    def may_be_missing(self, each):
        deletions = [other for other in self.by_interview[each.interview] if other.name == "delete_interview"]
        slots = {each.slot}
        if each.schedule:  # A booking goes with its slot.
            slots = {other.slot for other in self.by_interview[each.interview] if other.name in BOOKINGS}
        for slot in slots:
            deletions += [other for other in self.by_slot[slot] if other.name == "delete_slot"]
        return any(other.began <= each.ended and other.may_have_worked for other in deletions)

    def around(self, each):
        """The snapshots that surround an operation, from the last before it to the first after it."""
        first = max(bisect.bisect_right([sample.after for sample in self.samples], each.began) - 1, 0)
        last = min(bisect.bisect_left(self.starts, each.ended), len(self.samples) - 1)
        return self.samples[first : last + 1]

    def may_be_full(self, each, needed=None):
        """Whether at some instant of the operation all seats can have been taken, by all that is known."""
        samples = self.around(each)
        slots = {each.slot}
        if each.wished:  # By its wall clock: also whatever slot has come to that time.
            slots = {each.wished}
            slots |= {other.slot for other in self.operations if other.name == "patch_time" and other.may_have_worked}
        return any(self.may_be_full_there(each, slot, samples, needed) for slot in slots)

    def may_be_full_there(self, each, slot, samples, needed):
        since = samples[0].before
        occupants = set().union(*(sample.occupants(slot) for sample in samples))
        seats = [sample.slots[slot][0] for sample in samples if slot in sample.slots]
        for other in self.by_slot[slot]:
            if other is each or not other.may_have_worked or other.ended < since or other.began > each.ended:
                continue
            if other.name in BOOKINGS or other.name in ("hold", "create_with_slot", "release"):
                occupants.add(other.interview or other.key)
            if "max_candidates" in other.body:
                seats.append(int(other.body["max_candidates"]))
        for other in self.walk_ins(since, each.ended):
            occupants.add(other.interview or other.key)
        occupants.discard(each.interview)
        return len(occupants) >= (needed or min(seats, default=0))

    def walk_ins(self, since, until):
        """Interviews that named no slot, and so may have been given any."""
        return [
            other
            for other in self.operations
            if other.name == "create_by_wall_clock" and other.may_have_worked
            and other.ended >= since and other.began <= until
        ]  # fmt: skip

    def may_overlap(self, each):
        if each.name == "patch_time":
            return len(self.by_slot[each.slot]) > 1
        candidate = each.candidate or next(
            (other.candidate for other in self.by_interview[each.interview] if other.candidate), None
        )
        return any(
            other.candidate == candidate and other is not each and other.may_have_worked and other.began <= each.ended
            for other in self.operations
            if other.name.startswith("create_") and other.interview != each.interview
        )

    def may_be_booked(self, each):
        samples = self.around(each)
        if any(interview == each.interview for sample in samples for interview, _ in sample.active):
            return True
        return any(
            other.name in BOOKINGS and other is not each and other.may_have_worked
            and other.began <= each.ended and other.ended >= samples[0].before
            for other in self.by_interview[each.interview]
        )  # fmt: skip

    # What was written beside it

    def history_is_complete(self):
        for interview in self.interviews:
            events = self.events[interview]
            if interview not in self.earlier and (not events or events[0]["action"] not in ("created", "held")):
                self.wrong("history", f"interview {interview} has no beginning")
        for interview, events in self.events.items():
            if interview in self.earlier:
                continue
            is_deleted = events[-1]["action"] == "deleted"
            if is_deleted == (interview in self.interviews):
                self.wrong("history", f"interview {interview} ends with {events[-1]['action']}")
            self.check_chain(interview, [event for event in events if event["status_after"]])
        for interview, row in self.schedules.items():
            steps = [event for event in self.events[interview] if event["status_after"]]
            if interview in self.earlier:
                continue
            if not steps or steps[-1]["status_after"] != row["status"] or steps[-1]["schedule_id"] != row["id"]:
                said = steps[-1]["action"] if steps else "nothing"
                self.wrong("history", f"interview {interview} is {row['status']}, its history ends with {said}")
            elif row["status"] in ACTIVE and steps[-1]["slot_after"] != row["slot_id"]:
                self.wrong("history", f"interview {interview} is in {row['slot_id']}, not where its history says")

    def check_chain(self, interview, steps):
        """Each step begins where the one before it ended."""
        for previous, step in zip([None, *steps], steps):
            if previous and previous["schedule_id"] == step["schedule_id"]:
                if previous["status_after"] != step["status_before"]:
                    self.wrong("history", f"interview {interview}: a gap before event {step['id']}")
            elif step["action"] != "booked":
                self.wrong("history", f"interview {interview}: a booking begins with {step['action']}, {step['id']}")
            elif previous and previous["action"] != "cancelled":
                self.wrong("history", f"interview {interview}: a booking vanished before event {step['id']}")
        # At the end every release has been undone, completed or become a cancellation.
        if steps and steps[-1]["status_after"] not in ACTIVE and steps[-1]["action"] != "cancelled":
            self.wrong("history", f"interview {interview} ends with {steps[-1]['action']}, and nobody was told")

    def mail_is_complete(self):
        sent = collections.defaultdict(collections.Counter)
        for row in self.database["outbox"]:
            if row["recipient_role"] == "candidate":
                sent[row["interview_id"]][row["kind"]] += 1
        kinds = {
            "booked": "interview_scheduled", "moved": "interview_rescheduled", "slot_changed": "interview_rescheduled",
            "cancelled": "interview_cancelled",
        }  # fmt: skip
        for interview, events in self.events.items():
            if interview in self.earlier:
                continue
            due = collections.Counter(kinds[event["action"]] for event in events if event["action"] in kinds)
            if due != sent[interview]:
                self.wrong("mail", f"interview {interview} should have {dict(due)}, has {dict(sent[interview])}")


def main():
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(__doc__.strip())
        return 0
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    check = Check(pathlib.Path(sys.argv[1]))
    violations = check.run()
    counts = collections.Counter((each.name, each.status or "no answer") for each in check.operations)
    for (name, status), count in sorted(counts.items(), key=str):
        print(f"{count:>7} {name} {status}")
    attempts = collections.Counter(a["status"] for each in check.operations for a in each.attempts)
    troubles = {status: attempts[status] for status in (None, 409, 502, 503) if attempts[status]}
    print(f"answers lost: {troubles.pop(None, 0)}; asked to come back: {troubles}")
    print(f"faults: {dict(collections.Counter(fault['name'] + ' ' + fault['signal'] for fault in check.faults))}")
    print(f"{len(check.samples)} snapshots, {len(check.interviews)} interviews, {len(check.schedules)} bookings")
    for violation in violations[:200]:
        print(f"VIOLATION {violation}")
    print(f"seed {check.start['seed']}: {len(check.operations)} operations, {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
