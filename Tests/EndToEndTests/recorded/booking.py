"""Interviews and their bookings, as they were recorded."""

from recorded.objects import INTERVIEW, SLOT, SLOT_DETAILS, UNSCHEDULED
from recorded.sample import NOT_JSON, NOWHERE, UNKNOWN, Echo, Sample, booking, slot, slot_body
from recorded.slots import WALL_1030
from shapes import NON_EMPTY, Each

FROM_1030 = "{day}T05:00:00Z", "{day}T05:10:00Z"
SLOT_1 = "/api/interviews/slots/{slot_1}/"
FIRST_SLOT_DETAILS = SLOT_DETAILS(
    slot_id="{slot_1}", start_time="10:30:00", end_time="10:40:00", duration_minutes=10, ai_interview_type="technical",
    max_candidates=1, current_bookings=1, slot_status="booked",
)  # fmt: skip

BOOKING = [
    Sample("make an interview", "POST", "/api/interviews/", 201,
           UNSCHEDULED(candidate="{candidate_1}", candidate_name="Asha Rao", job=None, feedback="n",
                       started_at=WALL_1030[0], ended_at=WALL_1030[1]),
           {"candidate": "{candidate_1}", "job": None, "slot": "{slot_1}", "started_at": "{day}T10:30:00",
            "ended_at": "{day}T10:40:00", "feedback": "n"}, keep={"interview_1": "id"}),
    Sample("make an interview as the flow description has it", "POST", "/api/interviews/", 500,
           body={"candidate_id": "{candidate_1}", "job_id": "{job}"}),
    Sample("an interview of nobody", "POST", "/api/interviews/", 400,
           {"candidate": [f'Invalid pk "{UNKNOWN}" - object does not exist.']}, {"candidate": UNKNOWN}),
    Sample("an interview without an end", "POST", "/api/interviews/", 400,
           {"non_field_errors": ["Both 'started_at' and 'ended_at' must be provided when updating time fields."]},
           {"candidate": "{candidate_1}", "started_at": "{day}T10:30:00"}),
    Sample("an interview that ends before it starts", "POST", "/api/interviews/", 400,
           {"non_field_errors": ["ended_at must be after started_at."]},
           {"candidate": "{candidate_1}", "started_at": "{day}T10:30:00", "ended_at": "{day}T10:00:00"}),
    Sample("the slot before its booking", "GET", SLOT_1, 200, slot("10:30:00", "10:40:00", WALL_1030)(id="{slot_1}"),
           keep={"seen": ""}),
    Sample("the frontend counts", "PUT", SLOT_1, 200, slot("10:30:00", "10:40:00", WALL_1030, taken=1)(id="{slot_1}"),
           Echo("seen", {"status": "booked", "current_bookings": 1})),
    Sample("book nothing", "POST", SLOT_1 + "book_slot/", 500, body={}),
    Sample("book what is no id", "POST", SLOT_1 + "book_slot/", 400,
           {"error": "Error retrieving interview: ['“zzz” is not a valid UUID.']", "interview_id_provided": "zzz"},
           {"interview_id": "zzz"}),
    Sample("book an interview that is not there", "POST", SLOT_1 + "book_slot/", 404,
           {"error": f"Interview not found with id: {NOWHERE}", "interview_id_provided": NOWHERE},
           {"interview_id": NOWHERE}),
    Sample("book", "POST", SLOT_1 + "book_slot/", 201,
           booking("{interview_1}", "Asha Rao", "{slot_1}", "10:30:00", "10:40:00", notes="bring ID", began=FROM_1030),
           {"interview_id": "{interview_1}", "booking_notes": "bring ID"}, keep={"schedule_1": "id"}),
    Sample("the booked interview", "GET", "/api/interviews/{interview_1}/", 200,
           INTERVIEW(id="{interview_1}", candidate="{candidate_1}", candidate_name="Asha Rao", job=None,
                     status="scheduled", interview_round="AI Interview", feedback="n", started_at=FROM_1030[0],
                     ended_at=FROM_1030[1], is_scheduled=True, ai_interview_type="technical",
                     slot_details=FIRST_SLOT_DETAILS, schedule_status="pending", booking_notes="bring ID",
                     ai_result=None, questions_and_answers=[])),
    Sample("book the same again", "POST", SLOT_1 + "book_slot/", 201,
           booking("{interview_1}", "Asha Rao", "{slot_1}", "10:30:00", "10:40:00", began=FROM_1030),
           {"interview_id": "{interview_1}"}),
    Sample("a second interview", "POST", "/api/interviews/", 201,
           UNSCHEDULED(candidate="{candidate_2}", candidate_name="Bala K", job="{job}", job_title="Backend Dev {tag}",
                       feedback="", started_at=None, ended_at=None),
           {"candidate": "{candidate_2}", "job": "{job}"}, keep={"interview_2": "id"}),
    Sample("book a full slot", "POST", SLOT_1 + "book_slot/", 400,
           {"error": "Slot is fully booked (current_bookings=1 >= max_candidates=1) by other interviews"},
           {"interview_id": "{interview_2}"}),
    Sample("an interview of one without an address", "POST", "/api/interviews/", 201,
           UNSCHEDULED(candidate="{candidate_4}", candidate_name="NoMail", job="{job}"),
           {"candidate": "{candidate_4}", "job": "{job}"}, keep={"interview_4": "id"}),
    Sample("book for one without an address", "POST", SLOT_1 + "book_slot/", 400,
           {"error": "Candidate email is missing - cannot send interview notification"},
           {"interview_id": "{interview_4}"}),
]  # fmt: skip


def frontend_books(name, start, end, wall, number, seats, before, interview, status, answer):
    """The frontend's four calls around a booking; the reference counted what the frontend put, and once more."""
    taken = before + 1 if before < seats - 1 else seats
    path = f"/api/interviews/slots/{{slot_{number}}}/"
    known = slot(start, end, wall, seats, before)(id=f"{{slot_{number}}}")
    counters = {"current_bookings": taken, **({"status": "booked"} if taken == seats else {})}
    return [
        Sample(f"{name}: the frontend looks for slots", "GET", "/api/interviews/slots/?date={day}&status=available",
               200, Each(SLOT)),
        Sample(f"{name}: the frontend reads the slot", "GET", path, 200, known, keep={"seen": ""}),
        Sample(f"{name}: the frontend counts", "PUT", path, 200,
               slot(start, end, wall, seats, taken)(id=f"{{slot_{number}}}"), Echo("seen", counters)),
        Sample(f"{name}: the frontend books", "POST", path + "book_slot/", status, answer,
               {"interview_id": interview, "booking_notes": ""}),
    ]  # fmt: skip


def make_slot(name, start, end, wall, number, seats):
    return Sample(name, "POST", "/api/interviews/slots/", 201, slot(start, end, wall, seats),
                  slot_body(start, end, seats), keep={f"slot_{number}": "id"})  # fmt: skip


AT_14 = "14:00:00", "14:10:00", ("{day}T14:00:00Z", "{day}T14:10:00Z")
AT_15 = "15:00:00", "15:10:00", ("{day}T15:00:00Z", "{day}T15:10:00Z")
AT_16 = "16:00:00", "16:10:00", ("{day}T16:00:00Z", "{day}T16:10:00Z")
FROM_14 = "{day}T08:30:00Z", "{day}T08:40:00Z"
FROM_15 = "{day}T09:30:00Z", "{day}T09:40:00Z"
FROM_16 = "{day}T10:30:00Z", "{day}T10:40:00Z"

SEATS = [
    make_slot("a slot with three seats", *AT_14, number=2, seats=3),
    *frontend_books("first of three", *AT_14, 2, 3, 0, "{interview_2}", 201,
                    booking("{interview_2}", "Bala K", "{slot_2}", *AT_14[:2], began=FROM_14)),
    Sample("a third interview", "POST", "/api/interviews/", 201,
           UNSCHEDULED(candidate="{candidate_3}", candidate_name="Chitra", job="{job}"),
           {"candidate": "{candidate_3}", "job": "{job}"}, keep={"interview_3": "id"}),
    # Counted by the frontend and by the reference: after one booking the slot had two.
    *frontend_books("second of three", *AT_14, 2, 3, 2, "{interview_3}", 400, {"error": NON_EMPTY}),
    make_slot("a slot to move to", *AT_15, number=3, seats=2),
    *frontend_books("a move to two seats", *AT_15, 3, 2, 0, "{interview_1}", 500, NOT_JSON),
    make_slot("another slot to move to", *AT_16, number=4, seats=1),
    *frontend_books("a move to one seat", *AT_16, 4, 1, 0, "{interview_1}", 201,
                    booking("{interview_1}", "Asha Rao", "{slot_4}", *AT_16[:2], began=FROM_16)),
]  # fmt: skip
