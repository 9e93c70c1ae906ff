"""Slots, as they were recorded."""

from recorded.objects import AVAILABLE_SLOT, SLOT
from recorded.sample import FORBIDDEN, NOWHERE, REQUIRED, UNKNOWN, Sample, slot, slot_body
from shapes import INT, Among, Each

WALL_1030 = "{day}T10:30:00Z", "{day}T10:40:00Z"
TEN_THIRTY = slot_body("10:30:00", "10:40:00")
SEARCH = "/api/interviews/slots/search_available/"
RECURRING = "/api/interviews/slots/create_recurring/"
WINDOW = {"company_id": "{company}", "start_date": "{day}", "end_date": "{day}", "start_time": "09:00",
          "end_time": "10:00"}  # fmt: skip

SLOTS = [
    Sample("make a slot", "POST", "/api/interviews/slots/", 201, slot("10:30:00", "10:40:00", WALL_1030), TEN_THIRTY,
           keep={"slot_1": "id"}),
    Sample("a slot of type system-design", "POST", "/api/interviews/slots/", 400,
           {"ai_interview_type": ['"system-design" is not a valid choice.']},
           {**TEN_THIRTY, "ai_interview_type": "system-design"}),
    Sample("a slot that ends before it starts", "POST", "/api/interviews/slots/", 400,
           {"non_field_errors": ["End time must be after start time"]}, slot_body("11:00", "10:00")),
    Sample("a slot of no company", "POST", "/api/interviews/slots/", 400,
           {"company": ["This field may not be null."]}, {**TEN_THIRTY, "company": None}),
    Sample("a company's slot with a wrong company", "POST", "/api/interviews/slots/", 400,
           {"company": [f'Invalid pk "{UNKNOWN}" - object does not exist.']}, {**TEN_THIRTY, "company": UNKNOWN},
           "company"),
    Sample("a company's slot", "POST", "/api/interviews/slots/", 201,
           slot("12:00:00", "12:10:00", ("{day}T12:00:00Z", "{day}T12:10:00Z")), slot_body("12:00:00", "12:10:00"),
           "company"),
    Sample("a recruiter's slot", "POST", "/api/interviews/slots/", 403,
           {"detail": "You don't have permission to create interview slots"}, TEN_THIRTY, "recruiter"),
    Sample("an HR user's slot", "POST", "/api/interviews/slots/", 403, FORBIDDEN, TEN_THIRTY, "hr"),
    Sample("a slot without a token", "POST", "/api/interviews/slots/", 401,
           {"detail": "Authentication credentials were not provided."}, TEN_THIRTY, None),
    Sample("an empty slot", "POST", "/api/interviews/slots/", 400, {"company": REQUIRED}, {}),
    Sample("a second slot at the same time", "POST", "/api/interviews/slots/", 201,
           slot("10:30:00", "10:40:00", WALL_1030), TEN_THIRTY),
    Sample("available slots of a day", "GET",
           "/api/interviews/slots/?date={day}&status=available&company_id={company}", 200, Each(SLOT)),
    Sample("slots of a bad date", "GET", "/api/interviews/slots/?date=bad", 500),
    Sample("a slot that is not there", "GET", f"/api/interviews/slots/{NOWHERE}/", 404,
           {"detail": "No InterviewSlot matches the given query."}),
    Sample("a slot whose id is none", "GET", "/api/interviews/slots/abc/", 404, {"detail": "Not found."}),
    Sample("an HR user's slots", "GET", "/api/interviews/slots/", 200, [], by="hr"),
    Sample("a start beyond the end", "PATCH", "/api/interviews/slots/{slot_1}/", 500, body={"start_time": "23:00:00"}),
    Sample("slots to choose from", "GET", "/api/interviews/available-slots/?date={day}", 200,
           {"available_slots": Among(AVAILABLE_SLOT, AVAILABLE_SLOT(
               id="{slot_1}", start_time="10:30:00", end_time="10:40:00", ai_interview_type="technical",
               company="{company}", current_bookings=0, max_candidates=1)), "total_available": INT}),
    Sample("search", "POST", SEARCH, 200, [], {"start_date": "{day}", "end_date": "{day}"}),
    Sample("search by duration", "POST", SEARCH, 200, Among(SLOT, slot("10:30:00", "10:40:00", WALL_1030)(
        id="{slot_1}")), {"start_date": "{day}", "end_date": "{day}", "duration_minutes": 10}),
    Sample("search back in time", "POST", SEARCH, 400,
           {"non_field_errors": ["Start date must be before or equal to end date"]},
           {"start_date": "2026-02-02", "end_date": "2026-02-01"}),
    Sample("search for nothing", "POST", SEARCH, 400, {"start_date": REQUIRED, "end_date": REQUIRED}, {}),
    Sample("recurring slots", "POST", RECURRING, 500, body={**WINDOW, "days_of_week": [1, 2, 3, 4, 5, 6, 7]}),
    Sample("recurring slots of a company that is not there", "POST", RECURRING, 400, {"error": "Company not found"},
           {**WINDOW, "company_id": UNKNOWN, "days_of_week": [1]}),
    Sample("recurring slots with too little", "POST", RECURRING, 400,
           {**dict.fromkeys(["company_id", "end_date", "start_time", "end_time"], REQUIRED),
            "days_of_week": {"0": ["Ensure this value is greater than or equal to 1."],
                             "1": ["Ensure this value is less than or equal to 7."]}},
           {"days_of_week": [0, 8], "start_date": "{day}"}),
]  # fmt: skip
