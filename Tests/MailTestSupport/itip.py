"""A small reader of invitations by mail (RFC 5545, 5546, 6047), written apart from the program that makes them.

usage: itip.py FOLDER

Each folder below FOLDER is the life of one booking: the mails 00.eml, 01.eml … in the order in which they were written,
and expected.json with what the candidate's calendar must show in the end. The mails are read in that order, in reverse
and shuffled, since mail comes in any order. Prints what is wrong, one sentence a line, and exits with 1.
"""

import dataclasses
import email
import email.policy
import json
import pathlib
import random
import sys


@dataclasses.dataclass(frozen=True)
class Invitation:
    """One calendar object as a mail carried it."""

    method: str
    uid: str
    sequence: int
    stamp: str
    start: str
    end: str
    status: str
    organizer: str
    attendees: tuple
    alarms: int

    @property
    def order(self):
        return (self.sequence, self.stamp)


def lines_of(text):
    """Unfolded content lines: name, parameters, value."""
    for line in text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n"):
        if not line:
            continue
        quoted = False
        for index, character in enumerate(line):
            if character == '"':
                quoted = not quoted
            if character == ":" and not quoted:
                break
        name, *parameters = line[:index].split(";")
        yield name.upper(), dict(part.split("=", 1) for part in parameters if "=" in part), line[index + 1 :]


def read(text):
    """The invitation in an iCalendar text."""
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.rstrip("\r\n").endswith("END:VCALENDAR"), "not a calendar"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "a line is longer than 75 octets"
    path, found, alarms, attendees = [], {}, 0, []
    for name, parameters, value in lines_of(text):
        if name == "BEGIN":
            path.append(value)
            alarms += value == "VALARM"
        elif name == "END":
            assert path.pop() == value, f"END:{value} ends something else"
        elif path == ["VCALENDAR"] and name == "METHOD":
            found["method"] = value
        elif path == ["VCALENDAR", "VEVENT"]:
            if name == "ATTENDEE":
                attendees.append((value.removeprefix("mailto:"), parameters.get("RSVP")))
            else:
                assert name not in found, f"{name} is there twice"
                found[name] = value
    assert not path, f"{path} has no end"
    for name in ("DTSTART", "DTEND", "DTSTAMP"):
        assert found[name].endswith("Z"), f"{name} is not in UTC"
    return Invitation(
        method=found["method"],
        uid=found["UID"],
        sequence=int(found["SEQUENCE"]),
        stamp=found["DTSTAMP"],
        start=found["DTSTART"],
        end=found["DTEND"],
        status=found["STATUS"],
        organizer=found["ORGANIZER"].removeprefix("mailto:"),
        attendees=tuple(attendees),
        alarms=alarms,
    )


def invitation_of(message):
    """What a mail says to calendars, with what must be true of each such mail; None when it says nothing."""
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    (part,) = parts
    text = part.get_payload(decode=True).decode("utf-8")
    invitation = read(text)
    assert part["Content-Type"].params["method"] == invitation.method, "the header's method is not the body's"
    assert part["Content-Type"].params["charset"].lower() == "utf-8", "the calendar's charset is not said"
    alternative = next(each for each in message.walk() if each.get_content_type() == "multipart/alternative")
    types = [each.get_content_type() for each in alternative.iter_parts()]
    assert types == ["text/plain", "text/html", "text/calendar"], f"the forms are {types}"
    files = [each for each in message.iter_attachments() if each.get_filename() == "invite.ics"]
    assert [each.get_payload(decode=True).decode("utf-8") for each in files] == [text], "the file is not the part"
    assert message["From"].addresses[0].addr_spec == invitation.organizer, "the organizer is not the sender"
    assert invitation.attendees == ((message["To"].addresses[0].addr_spec, "TRUE"),), "the recipient is not asked"
    assert invitation.status == {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[invitation.method], "the status differs"
    assert (invitation.alarms > 0) == (invitation.method == "REQUEST"), "a request has an alarm, a cancellation none"
    return invitation


class Calendar:
    """What a candidate's calendar keeps: for each UID the newest that was said of it, whenever it arrived."""

    def __init__(self):
        self.entries = {}

    def receive(self, invitation):
        known = self.entries.get(invitation.uid)
        if known is None or invitation.order >= known.order:
            self.entries[invitation.uid] = invitation

    def shows(self):
        """Start and end of each entry that stands."""
        return sorted([each.start, each.end] for each in self.entries.values() if each.method == "REQUEST")


def problems_of(folder, chance):
    """What is wrong with the life of one booking, in sentences."""
    expected = json.loads((folder / "expected.json").read_text())
    try:
        mails = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted(folder.glob("*.eml"))
        ]
        invitations = [each for each in map(invitation_of, mails) if each]
    except (AssertionError, KeyError, ValueError) as error:
        yield f"{folder.name}: {error!r}"
        return
    if len({each.uid for each in invitations}) > 1:
        yield f"{folder.name}: more than one UID"
    sequences = [each.sequence for each in invitations]
    if sequences != sorted(set(sequences)):
        yield f"{folder.name}: the sequences {sequences} do not rise"
    orders = [invitations, invitations[::-1]] + [chance.sample(invitations, len(invitations)) for _ in range(20)]
    for order in orders:
        calendar = Calendar()
        for invitation in order:
            calendar.receive(invitation)
        if calendar.shows() != expected:
            told = [(each.method, each.sequence, each.start) for each in order]
            yield f"{folder.name}: after {told} the calendar shows {calendar.shows()}, not {expected}"
            return


def main():
    chance = random.Random(1)
    folders = sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.is_dir())
    problems = [problem for folder in folders for problem in problems_of(folder, chance)]
    print("\n".join(problems) if problems else f"{len(folders)} lives end right")
    return 1 if problems or not folders else 0


if __name__ == "__main__":
    sys.exit(main())
