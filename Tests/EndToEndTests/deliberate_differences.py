"""Where this server answers otherwise than the reference server did, and the ruling behind each difference.

A ruling is a sentence of the wire contract: of its list of rulings, or, by number, of what section 3 or 7 calls robust.
Everything else must be as recorded; and what is listed here must really differ.
"""

import dataclasses
import datetime
import zoneinfo

from recorded.booking import FROM_14, FROM_15, FROM_16, FROM_1030
from recorded.objects import INTERVIEW, SLOT, UNSCHEDULED
from recorded.sample import booking, slot
from recorded.schedules import HOURS_ANSWER
from shapes import DATE, INSTANT, INT, NON_EMPTY, PORTAL_LINK, TEXT, TIME, UUID, Each, Maybe, matching, one_of

MAIL_STATE = Maybe(one_of("queued", "sending", "sent", "deferred", "failed", "bounced", "unknown", "cancelled"))


@dataclasses.dataclass(frozen=True)
class Replaced:
    """Another answer altogether."""

    ruling: str
    status: int
    answer: object


@dataclasses.dataclass(frozen=True)
class Changed:
    """Other values at some places of an answer that is otherwise as recorded."""

    ruling: str
    values: dict


def error(sentence, **keys):
    return {"error": sentence, **keys}


def refusal(key, sentence):
    return {key: [sentence]}


def instant(slot, time):
    """The slot's time of day in its zone, as the API writes instants."""
    day, of_day = datetime.date.fromisoformat(slot["interview_date"]), datetime.time.fromisoformat(slot[time])
    zone = zoneinfo.ZoneInfo(slot["time_zone"] or "Asia/Kolkata")
    return datetime.datetime.combine(day, of_day, zone).astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# Methods that a path has beyond the recorded ones.
METHODS = {
    "HEAD": "HTTP: HEAD is GET without the body. The reference served it on some of its paths only.",
}

ALTERNATIVE = {"id": UUID, "interview_date": DATE, "start_time": TIME, "end_time": TIME}

# Keys that all objects of a kind have beyond the recorded ones, and what their values are.
ADDED_RULING = "Extra response keys are welcome, except a top-level `slot` on interviews."
ADDED = {
    # Every error body carries a human sentence in `detail` beside the legacy keys.
    ("error", "detail"): NON_EMPTY,
    ("error", "code"): NON_EMPTY,
    ("error", "alternatives"): Each(ALTERNATIVE),
    # Slots may carry their own zone; a slot without one is in the company's.
    ("company", "time_zone"): Maybe(TEXT),
    ("company", "contact"): TEXT,
    ("company", "signature"): TEXT,
    ("slot", "time_zone"): Maybe(TEXT),
    ("candidate", "job_title"): Maybe(TEXT),
    ("candidate", "status"): NON_EMPTY,
    ("candidate", "locale"): NON_EMPTY,
    ("candidate", "time_zone"): Maybe(TEXT),
    ("available slot", "interview_date"): DATE,
    ("available slot", "available_spots"): INT,
    # 7.8: email_status and email_error tell what became of the mail.
    ("session link", "email_status"): MAIL_STATE,
    ("release", "released_interview"): Maybe(UUID),
    ("interview", "interview_link"): PORTAL_LINK,
    ("interview", "email_status"): MAIL_STATE,
    ("interview", "email_error"): Maybe(TEXT),
    ("interview", "email_sent_at"): Maybe(TEXT),
    ("schedule", "email_status"): MAIL_STATE,
    ("schedule", "email_error"): Maybe(TEXT),
    # 6.4: keep `slot_details.slot_id`, add `slot_details.id` (same value) and `interview_date`.
    ("interview's slot", "id"): UUID,
    ("interview's slot", "interview_date"): DATE,
    ("schedule's slot", "interview_date"): DATE,
}

# Keys whose value is another for all objects of a kind: the ruling, and what it must be, given the whole object.
ALWAYS = {
    ("slot", "full_start_datetime"): (
        "7.6: slot wall time is the zone's, storage is UTC; full_*_datetime too.",
        lambda slot: slot["full_start_datetime"] == instant(slot, "start_time"),
    ),
    ("slot", "full_end_datetime"): (
        "7.6: slot wall time is the zone's, storage is UTC; full_*_datetime too.",
        lambda slot: slot["full_end_datetime"] == instant(slot, "end_time"),
    ),
}

SEATS = "Seats are owned by the server; what a client writes there is ignored, and the answer carries the truth."
OWN_COMPANY = "COMPANY, HIRING_AGENCY and RECRUITER may read and change the interviews and schedules of their company."
NEVER_500 = "No input whatever gives a 500."

MOVED_TO_3 = booking("{interview_1}", "Asha Rao", "{slot_3}", "15:00:00", "15:10:00", began=FROM_15)
CONFIRMED = booking(
    "{interview_1}", "Asha Rao", "{slot_4}", "16:00:00", "16:10:00", "confirmed", began=FROM_16, confirmed_at=INSTANT
)
ONE_HOUR = SLOT(
    slot_type="recurring", is_recurring=True, duration_minutes=60, ai_interview_type="general", ai_configuration={},
    job=None, interview_date="{day}", start_time="09:00:00", end_time="10:00:00", company="{company}",
    recurring_pattern={"days_of_week": [1, 2, 3, 4, 5, 6, 7], "start_time": "09:00:00", "end_time": "10:00:00",
                       "slot_duration": 60, "break_duration": 15},
)  # fmt: skip
TOO_EARLY_HERE = Changed(
    "7.6: render IST everywhere, public link errors too; a printed time names its zone.",
    {"error": "Interview hasn't started yet. Please join at {day_in_words} at 03:00 PM IST"},
)
JOB_OF_SLOT = {"job": "{job}"}


DIFFERENCES = {
    "anyone registers a company": Replaced(
        "Registration is closed by default: closed, only ADMIN and COMPANY may create users.",
        403, {"detail": "Registration is closed. Ask your administrator for an account."},
    ),
    "a password of one letter": Replaced(
        "7.22, of accounts anybody may take: a password has eight characters at least.",
        400, refusal("password", "This password is too short. It must contain at least 8 characters."),
    ),
    "a slot of type system-design": Replaced(
        "6.3: the frontend's dropdown offers system-design; it must run unchanged.",
        201, slot("10:30:00", "10:40:00", (INSTANT, INSTANT))(ai_interview_type="system_design"),
    ),
    "a company's slot with a wrong company": Replaced(
        "`company` sent by a COMPANY user is ignored (it is the user's id).",
        201, slot("10:30:00", "10:40:00", (INSTANT, INSTANT)),
    ),
    "slots of a bad date": Replaced(NEVER_500, 400, refusal("date", "Enter a valid date.")),
    "a start beyond the end": Replaced(
        "7.21: PATCH of one time beyond the other is 400 with a field map.",
        400, refusal("non_field_errors", "End time must be after start time"),
    ),
    "search": Replaced("7.19: derive duration; search default none.", 200, Each(SLOT)),
    "recurring slots": Replaced(
        "7.20: create_recurring always 500: implement and test (3.5).",
        201, {"message": "Created 1 recurring slots", "created_slots": 1, "slots": [ONE_HOUR], "skipped_slots": []},
    ),
    "make an interview": Changed(
        "Naive times in bodies that belong to a slot are that slot's wall clock. The frontend always sends job null"
        " (6.4), so the slot's job is the interview's.",
        {"started_at": FROM_1030[0], "ended_at": FROM_1030[1], **JOB_OF_SLOT},
    ),
    "make an interview as the flow description has it": Replaced(
        "Both `candidate, job` and the flow description's `candidate_id, job_id` are accepted.",
        201, UNSCHEDULED(candidate="{candidate_1}", job="{job}", started_at=None, ended_at=None),
    ),
    "the slot before its booking": Changed(
        "A POST of an interview with `slot` holds the seat; available_spots and is_available also subtract live holds.",
        {"is_available": False, "available_spots": 0},
    ),
    "the frontend counts": Changed(SEATS, {"status": "available", "current_bookings": 0}),
    "book nothing": Replaced(NEVER_500, 400, error("interview_id is required in request body", help=NON_EMPTY)),
    "the booked interview": Changed("As for making it: the slot's job is the interview's.", JOB_OF_SLOT),
    "book the same again": Changed(
        "7.1: booking is idempotent; notes that are not sent are not wiped.", {"booking_notes": "bring ID"}
    ),
    "first of three: the frontend counts": Changed(SEATS, {"current_bookings": 0, "available_spots": 3}),
    "second of three: the frontend reads the slot": Changed(SEATS, {"current_bookings": 1, "available_spots": 2}),
    "second of three: the frontend counts": Changed(
        SEATS, {"status": "available", "current_bookings": 1, "is_available": True, "available_spots": 2}
    ),
    "second of three: the frontend books": Replaced(
        SEATS, 201, booking("{interview_3}", "Chitra", "{slot_2}", "14:00:00", "14:10:00", began=FROM_14)
    ),
    "a move to two seats: the frontend counts": Changed(SEATS, {"current_bookings": 0, "available_spots": 2}),
    "a move to two seats: the frontend books": Replaced("7.4: a reschedule is an atomic move.", 201, MOVED_TO_3),
    "a move to one seat: the frontend counts": Changed(
        SEATS, {"status": "available", "current_bookings": 0, "is_available": True, "available_spots": 1}
    ),
    "a company confirms": Replaced(OWN_COMPANY, 200, CONFIRMED),
    "release": Changed(
        "3.3: release_slot with several active bookings does not evict; it reports counts, 200.",
        {"message": "The slot has 2 bookings; name one by interview_id to release it", "current_bookings": 2},
    ),
    "a company completes an interview": Replaced(OWN_COMPANY, 200, INTERVIEW(status="completed")),
    "an HR user reads an interview": Replaced(
        "A foreign id answers 404; the other roles read within their company, and this user has none.",
        404, {"detail": "No Interview matches the given query."},
    ),
    "complete an interview": Changed(
        "3.3: a cancelled booking is one no more. The slot's job is the interview's.",
        {"is_scheduled": False, **JOB_OF_SLOT},
    ),
    "the link too early": TOO_EARLY_HERE,
    "the link too early, to start": TOO_EARLY_HERE,
    "make a configuration": Replaced(
        "7.20: admin configuration create stores nothing: implement.", 201, HOURS_ANSWER
    ),
    "a company makes a configuration": Replaced(
        "1.9: unique (company, interview_type, day_of_week, valid_from); the administrator's row is stored now.",
        400, refusal("non_field_errors", NON_EMPTY),
    ),
    "summary of interviews": Replaced(
        "7.17: summary/ not routed: serve it.", 200, {"scheduled": INT, "completed": INT, "error": INT, "total": INT}
    ),
    "interviews": Changed(
        "ai_result is null unless an AI evaluation really exists. Otherwise as for completing the interview.",
        {"[].ai_result": None, "[].is_scheduled": False, "[].job": "{job}"},
    ),
    "make an interview without the slash": Replaced(NEVER_500, 400, refusal("candidate", "This field is required.")),
    "dashboard": Changed(
        "2.11 has the keys only: a resume of bulk-create that came without a file is no upload here.",
        {"resume_stats.daily_trend": [], "resume_stats.recent_uploads": []},
    ),
    "notifications": Changed(
        "7.30: no cancellation or reschedule mails exist: add. The notifications say the same.",
        {
            "[].notification_type": one_of("interview_cancelled", "interview_rescheduled"),
            "[].notification_type_display": one_of("Interview Cancelled", "Interview Rescheduled"),
            "[].title": matching("Interview (Cancelled|Rescheduled) for (Asha Rao|Bala K|Chitra)"),
        },
    ),
}
