"""Before anything is measured: each peer gives the server's answers and leaves the server's rows."""

import hashlib
import itertools
import json
import re
import urllib.error
import urllib.request

from devstack.settings import StackError

from . import data, load, peers

SLOT = "01920000-0000-7001-8000-000000000000"
# What differs from one booking to the next, and is compared by its form only.
OWN = {"id", "interview", "candidate", "candidate_name", "created_at", "updated_at", "booked_at"}


def fetch(address, method, path, headers, body=None):
    """Returns the answer's bytes; anything but 2xx is a failure."""
    request = urllib.request.Request(address + path, method=method, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read()
    except urllib.error.HTTPError as error:
        raise StackError(f"{method} {address}{path}: {error.code} {error.read()[:500]!r}") from None


def ask(address, method, path, body=None):
    """Asks the API; returns the answer, parsed, and how many bytes it has."""
    headers = {"Authorization": f"Token {data.TOKEN}", "Content-Type": "application/json"}
    text = fetch(address, method, path, headers, None if body is None else json.dumps(body).encode())
    return json.loads(text), len(text)


def visit(address, session, media):
    """Asks for the portal's page and sends a chunk; returns page, answer, and whether the chunk is in its file."""
    cookie, recording = session
    page = fetch(address, "GET", "/portal/", {"Cookie": f"portal={cookie}"}).decode()
    chunk = load.CHUNK[:4] + bytes(range(256)) * 1023
    headers = {
        "Cookie": f"portal={cookie}",
        "Content-Type": "application/octet-stream",
        "X-Requested-With": "fetch",
        "X-Chunk-SHA256": hashlib.sha256(chunk).hexdigest(),
    }
    taken = fetch(address, "PUT", f"/portal/recordings/{recording}/chunks/0/", headers, chunk)
    (file,) = media.glob(f"recordings/*/{recording}/000000.chunk")
    return page, json.loads(taken), file.read_bytes() == chunk


def list_path(day=0):
    return f"/api/interviews/slots/?date={data.day(day)}&status=available&ai_interview_type=technical"


def verify(place, database, addresses, candidates, sessions):
    """Compares Django and PHP with this server; returns how long the server's answers are, for the constant ones."""
    lengths, expected = {}, None
    for name in (peers.OURS, peers.DJANGO, peers.PHP):
        address = addresses[name]
        slots, length = ask(address, "GET", list_path())
        candidate = candidates.take(1)
        interview, made = ask(address, "POST", "/api/interviews/", {"candidate": candidate, "job": None, "slot": SLOT})
        booking = {"interview_id": interview["id"], "booking_notes": "Please bring a portfolio."}
        schedule, booked = ask(address, "POST", f"/api/interviews/slots/{SLOT}/book_slot/", booking)
        found = {
            "list": slots,
            "interview": shape(interview),
            "schedule": shape(schedule),
            "rows": rows(database, interview["id"]),
        }
        session = sessions.take(1)[0]
        page, found["chunk"], found["file"] = visit(address, session, place.folder / "media")
        found["page"] = words(page)
        found["chunk rows"] = data.sql(
            database, f"SELECT number, size, HEX(sha256) FROM recording_chunk WHERE recording_id = '{session[1]}'"
        )
        if len(slots) != 20:
            raise StackError(f"{name} lists {len(slots)} slots, not 20.")
        mails = mail_lengths(database, interview["id"])
        if expected is None:
            expected = found
            lengths = {"mails": mails, "list": length, "book": (made + booked) // 2, "page": len(page)}
        # The same mails, written by three libraries.
        for own, other in zip(lengths["mails"], mails, strict=True):
            if not 0.8 < other / own < 1.25:
                raise StackError(f"{name} writes mails of {mails} bytes, the server of {lengths['mails']}.")
        for what, value in expected.items():
            if found[what] != value:
                raise StackError(f"{name} differs in {what}: {difference(value, found[what])}")
    return lengths


def words(page):
    """A page without its clock and without what white space a template engine leaves."""
    return re.sub(r'"server_now":"[^"]*"', "", page).split()


def shape(value):
    """An answer with the kind of value in the place of what is each booking's own."""
    return {
        key: shape(entry) if isinstance(entry, dict) else type(entry).__name__ if key in OWN else entry
        for key, entry in value.items()
    }


def rows(database, interview):
    """What a booking left in the tables, without what is its own."""
    selects = {
        "interview": f"SELECT status, interview_round, started_at, ended_at, version, created_by FROM interview"
        f" WHERE id = '{interview}'",
        "schedule": "SELECT slot_id, status, booking_notes, calendar_sequence, is_active FROM schedule"
        f" WHERE interview_id = '{interview}'",
        "session": "SELECT status, scheduled_at, ends_at, LENGTH(key_hash), language_code FROM session"
        f" WHERE interview_id = '{interview}'",
        "hold": f"SELECT kind FROM hold WHERE interview_id = '{interview}'",
        "event": "SELECT action, company_id, slot_after, status_after, actor_kind, actor_id, LENGTH(request_id)"
        f" FROM booking_event WHERE interview_id = '{interview}' ORDER BY id",
        "outbox": "SELECT kind, recipient_role, version, state, subject LIKE 'Interview Scheduled%'"
        f" FROM outbox WHERE interview_id = '{interview}' ORDER BY id",
        "notification": "SELECT user_id, notification_type, priority, title LIKE 'Interview Scheduled%', email_sent"
        f" FROM notification WHERE metadata LIKE '%{interview}%'",
        "candidate": "SELECT candidate.status FROM candidate JOIN interview ON interview.candidate_id = candidate.id"
        f" WHERE interview.id = '{interview}'",
    }
    return {table: data.sql(database, select) for table, select in selects.items()}


def mail_lengths(database, interview):
    select = f"SELECT LENGTH(body) FROM outbox WHERE interview_id = '{interview}' ORDER BY id"
    return [int(length) for (length,) in data.sql(database, select)]


def difference(expected, found):
    if isinstance(expected, list) and isinstance(found, list):
        pairs = enumerate(itertools.zip_longest(expected, found))
    elif isinstance(expected, dict) and isinstance(found, dict):
        pairs = ((key, (expected.get(key), found.get(key))) for key in expected.keys() | found.keys())
    else:
        return f"{expected!r} here, {found!r} there"
    return "; ".join(f"{key}: {difference(*pair)}" for key, pair in pairs if pair[0] != pair[1])[:600]
