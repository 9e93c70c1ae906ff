"""Schedules, links and configurations, as they were recorded."""

from recorded.accounts import ADDRESSES
from recorded.booking import AT_15, AT_16, FROM_15, FROM_16
from recorded.objects import CONFIGURATION, CONFLICT, INTERVIEW, SCHEDULE, SLOT_DETAILS
from recorded.sample import FORBIDDEN, REQUIRED, Sample, booking
from shapes import HEX32, INSTANT, INT, OFFSET_INSTANT, PORTAL_LINK, TOKEN, UUID, Among, Each, Shape, matching

SCHEDULE_1 = "/api/interviews/schedules/{schedule_1}/"
INTERVIEW_1 = "/api/interviews/{interview_1}/"
MOVED = ("{interview_1}", "Asha Rao", "{slot_4}", *AT_16[:2])
CANCELLED = {"status": "cancelled", "confirmed_at": INSTANT, "cancelled_at": INSTANT, "cancellation_reason": "sick",
             "cancelled_by": "{admin}"}  # fmt: skip
CANCELLED_MOVED = booking(*MOVED, began=FROM_16, interview_status="completed", **CANCELLED)(id="{schedule_1}")
BOOK_INTERVIEW = "/api/interviews/schedules/book_interview/"
SESSION = "/api/interviews/schedules/create_interview_session/"
PUBLIC = "/api/interviews/public/{link_token}/"
TOO_EARLY = {
    "error": "Interview hasn't started yet. Please join at {day_in_words} at 09:30 AM", "status": "invalid_link",
}  # fmt: skip
COMPLETED = INTERVIEW(
    id="{interview_1}", candidate="{candidate_1}", candidate_name="Asha Rao", job=None, status="completed",
    feedback="n", started_at=FROM_16[0], ended_at=FROM_16[1], is_scheduled=True, schedule_status="cancelled",
    ai_interview_type="technical", booking_notes="", ai_result=None, questions_and_answers=[],
    slot_details=SLOT_DETAILS(
        slot_id="{slot_4}", start_time="16:00:00", end_time="16:10:00", duration_minutes=10,
        ai_interview_type="technical", max_candidates=1, current_bookings=0, slot_status="available",
    ),
)  # fmt: skip

SCHEDULES = [
    Sample("a company confirms", "POST", SCHEDULE_1 + "confirm_schedule/", 403, FORBIDDEN, {}, "company"),
    Sample("confirm", "POST", SCHEDULE_1 + "confirm_schedule/", 200,
           booking(*MOVED, began=FROM_16, status="confirmed", confirmed_at=INSTANT)(id="{schedule_1}"), {}),
    Sample("cancel", "POST", SCHEDULE_1 + "cancel_schedule/", 200,
           booking(*MOVED, began=FROM_16, **CANCELLED)(id="{schedule_1}"), {"reason": "sick"}),
    Sample("confirm what was cancelled", "POST", SCHEDULE_1 + "confirm_schedule/", 400,
           {"error": "Cannot confirm a cancelled schedule"}, {}),
    Sample("release", "POST", "/api/interviews/slots/{slot_2}/release_slot/", 200,
           Shape("release", {"message": "Slot released successfully", "slot_available": True, "current_bookings": 0,
                             "max_candidates": 3})),
    Sample("delete an interview", "DELETE", "/api/interviews/{interview_2}/", 204),
    Sample("delete a slot", "DELETE", "/api/interviews/slots/{slot_2}/", 204),
    Sample("a company completes an interview", "PATCH", INTERVIEW_1, 403, FORBIDDEN, {"status": "completed"},
           "company"),
    Sample("an HR user reads an interview", "GET", INTERVIEW_1, 200, INTERVIEW, by="hr"),
    Sample("complete an interview", "PATCH", INTERVIEW_1, 200, COMPLETED, {"status": "completed"}),
    Sample("a status that is none", "PATCH", INTERVIEW_1, 400, {"status": ['"foo" is not a valid choice.']},
           {"status": "foo"}),
    Sample("schedules", "GET", "/api/interviews/schedules/", 200, Among(SCHEDULE, CANCELLED_MOVED)),
    Sample("calendar", "GET", "/api/interviews/calendar/", 200,
           {"calendar_data": Among(SCHEDULE, CANCELLED_MOVED), "total_slots": INT, "available_slots": INT,
            "booked_slots": INT}),
    Sample("book an interview", "POST", BOOK_INTERVIEW, 201,
           booking("{interview_3}", "Chitra", "{slot_3}", *AT_15[:2], began=FROM_15),
           {"interview_id": "{interview_3}", "slot_id": "{slot_3}"}),
    Sample("book an interview twice", "POST", BOOK_INTERVIEW, 400,
           {"non_field_errors": ["Interview is already scheduled"]},
           {"interview_id": "{interview_3}", "slot_id": "{slot_4}"}),
    Sample("book no interview", "POST", BOOK_INTERVIEW, 400, {"interview_id": REQUIRED, "slot_id": REQUIRED}, {}),
    Sample("a session", "POST", SESSION, 201,
           Shape("session link", {
            "success": True, "interview_link": PORTAL_LINK, "session_key": HEX32, "session_id": UUID,
            "candidate_name": "Chitra", "candidate_email": ADDRESSES[2], "scheduled_at": "{day}T09:30:00+00:00",
            "coding_language": "PYTHON", "email_sent": False}), {"interview_id": "{interview_3}"}),
    Sample("a session of no interview", "POST", SESSION, 400, {"error": "interview_id is required"}, {}),
    Sample("a link", "POST", "/api/interviews/{interview_3}/generate-link/", 200,
           {"link_token": TOKEN, "interview_url": matching(r"https?://[^/]+/api/interviews/public/[\w=-]{40,}/"),
            "expires_at": OFFSET_INSTANT, "message": "Interview link generated successfully"}, {},
           keep={"link_token": "link_token"}),
    Sample("a link without a start", "POST", "/api/interviews/{interview_4}/generate-link/", 400,
           {"error": "Could not generate interview link. Interview must have a start time."}, {}),
    Sample("the link too early", "GET", PUBLIC, 400, TOO_EARLY, by=None),
    Sample("the link too early, to start", "POST", PUBLIC, 400, TOO_EARLY, {}, None),
    Sample("a link that is none", "GET", "/api/interviews/public/garbage/", 400,
           {"error": "Invalid interview link format", "status": "invalid_format"}, by=None),
    Sample("conflicts", "GET", "/api/interviews/conflicts/", 200, Each(CONFLICT, may_be_empty=True)),
]  # fmt: skip

HOURS = {
    "company": "{company}", "interview_type": "technical", "day_of_week": 1, "start_time": "09:00",
    "end_time": "17:00", "valid_from": "{day}",
}  # fmt: skip
HOURS_ANSWER = CONFIGURATION(
    company="{company}", company_name="Acme {tag}", interview_type="technical", day_of_week=1, start_time="09:00:00",
    end_time="17:00:00", slot_duration=60, break_duration=15, ai_settings={}, valid_from="{day}", valid_until=None,
)  # fmt: skip
UNSTORED = {key: shape for key, shape in HOURS_ANSWER.keys.items()
            if key not in ("id", "slot_duration", "break_duration", "ai_settings", "created_at", "updated_at")}
CONFIGURATIONS = [
    Sample("configurations", "GET", "/api/interviews/configurations/", 200, Each(CONFIGURATION, may_be_empty=True)),
    Sample("make a configuration", "POST", "/api/interviews/configurations/", 201, UNSTORED, HOURS),
    Sample("a company makes a configuration", "POST", "/api/interviews/configurations/", 201, HOURS_ANSWER, HOURS,
           "company"),
]  # fmt: skip
