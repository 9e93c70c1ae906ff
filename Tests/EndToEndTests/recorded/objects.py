"""The objects of the API as the reference server wrote them."""

from shapes import (
    BOOL,
    DATE,
    EMAIL,
    FLOAT,
    INSTANT,
    INT,
    NON_EMPTY,
    NUMBER,
    OBJECT,
    OFFSET_INSTANT,
    TEXT,
    TIME,
    UUID,
    Each,
    IffSet,
    Maybe,
    Shape,
    one_of,
)

INTERVIEW_TYPES = one_of("technical", "behavioral", "coding", "system_design", "general")

USER = Shape("user", {"id": INT, "email": EMAIL, "full_name": TEXT, "role": TEXT, "company_name": Maybe(TEXT)})
COMPANY_USER = Shape("user", {**USER.keys, "company_id": INT})
PROFILE = Shape("profile", {**USER.keys, "username": NON_EMPTY})

COMPANY = Shape(
    "company", {"id": INT, "name": NON_EMPTY, "email": Maybe(EMAIL), "description": TEXT, "is_active": BOOL}
)
DOMAIN_ROW = Shape("domain", {"id": INT, "name": NON_EMPTY, "description": TEXT, "is_active": True})
DOMAIN = Shape("domain", {**DOMAIN_ROW.keys, "created_at": INSTANT, "updated_at": INSTANT})
JOB = Shape(
    "job",
    {
        "id": INT,
        "job_title": NON_EMPTY,
        "company_name": TEXT,
        "domain": Maybe(INT),
        "domain_name": IffSet("domain", NON_EMPTY),
        "spoc_email": EMAIL,
        "hiring_manager_email": EMAIL,
        "current_team_size_info": TEXT,
        "number_to_hire": INT,
        "position_level": one_of("IC", "Manager"),
        "current_process": TEXT,
        "tech_stack_details": TEXT,
        "coding_language": NON_EMPTY,
        "job_description": TEXT,
        "jd_file": Maybe(TEXT),
        "jd_link": Maybe(TEXT),
        "created_at": INSTANT,
    },
)

STATUSES = [
    "NEW", "INTERVIEW_SCHEDULED", "INTERVIEW_COMPLETED", "AI_EVALUATED", "MANUAL_EVALUATED", "AI_MANUAL_EVALUATED",
    "EVALUATED", "REQUIRES_ACTION", "PENDING_SCHEDULING", "BR_IN_PROCESS", "BR_EVALUATED", "INTERNAL_INTERVIEWS",
    "OFFERED", "HIRED", "REJECTED", "OFFER_REJECTED", "CANCELLED",
]  # fmt: skip
STATUS = one_of(*STATUSES)
CANDIDATE_ROW = Shape(
    "candidate's row",
    {
        "id": INT,
        "full_name": TEXT,
        "email": Maybe(TEXT),
        "phone": TEXT,
        "status": STATUS,
        "domain": TEXT,
        "poc_email": Maybe(TEXT),
        "job_title": Maybe(TEXT),
        "last_updated": INSTANT,
        "resume_url": Maybe(TEXT),
        "job_matching": Maybe(OBJECT),
    },
)
CANDIDATE = Shape(
    "candidate",
    {
        "id": INT,
        "recruiter": INT,
        "full_name": TEXT,
        "email": Maybe(TEXT),
        "phone": TEXT,
        "work_experience": Maybe(INT),
        "domain": TEXT,
        "poc_email": Maybe(TEXT),
        "resume": Maybe(UUID),
        "resume_file_url": Maybe(TEXT),
        "created_at": INSTANT,
    },
)
PENDING = Shape(
    "pending request",
    {
        "id": INT,
        "full_name": TEXT,
        "email": Maybe(TEXT),
        "status": one_of("NEW", "PENDING_SCHEDULING", "REQUIRES_ACTION"),
        "job_title": Maybe(TEXT),
        "created_at": OFFSET_INSTANT,
    },
)

SLOT = Shape(
    "slot",
    {
        "id": UUID,
        "slot_type": one_of("fixed", "flexible", "recurring"),
        "status": one_of("available", "booked", "cancelled", "completed"),
        "interview_date": DATE,
        "start_time": TIME,
        "end_time": TIME,
        "duration_minutes": INT,
        "ai_interview_type": INTERVIEW_TYPES,
        "ai_configuration": OBJECT,
        "company": INT,
        "company_name": NON_EMPTY,
        "job": Maybe(INT),
        "job_title": IffSet("job", NON_EMPTY),
        "is_recurring": BOOL,
        "recurring_pattern": OBJECT,
        "notes": TEXT,
        "max_candidates": INT,
        "current_bookings": INT,
        "is_available": BOOL,
        "available_spots": INT,
        "full_start_datetime": INSTANT,
        "full_end_datetime": INSTANT,
        "legacy_start_datetime": None,
        "legacy_end_datetime": None,
        "created_at": INSTANT,
        "updated_at": INSTANT,
    },
)
AVAILABLE_SLOT = Shape(
    "available slot",
    {
        "id": UUID,
        "start_time": TIME,
        "end_time": TIME,
        "ai_interview_type": INTERVIEW_TYPES,
        "company": INT,
        "status": "available",
        "current_bookings": INT,
        "max_candidates": INT,
    },
)

AI_RESULT = Shape(
    "AI result",
    {
        "overall_score": NUMBER,
        "total_score": NUMBER,
        "technical_score": NUMBER,
        "behavioral_score": NUMBER,
        "coding_score": NUMBER,
        "communication_score": NUMBER,
        "strengths": TEXT,
        "weaknesses": TEXT,
        "technical_analysis": TEXT,
        "behavioral_analysis": TEXT,
        "coding_analysis": TEXT,
        "detailed_feedback": TEXT,
        "hiring_recommendation": TEXT,
        "recommendation": TEXT,
        "overall_rating": one_of("excellent", "good", "fair", "poor"),
        "hire_recommendation": BOOL,
        "ai_summary": TEXT,
        "ai_recommendations": TEXT,
        "confidence_level": NUMBER,
        "questions_attempted": INT,
        "questions_correct": INT,
        "accuracy_percentage": NUMBER,
        "proctoring_pdf_url": Maybe(TEXT),
        "proctoring_warnings": Each(TEXT, may_be_empty=True),
    },
)
QUESTION = Shape(
    "question",
    {
        "id": INT,
        "order": INT,
        "question_text": NON_EMPTY,
        "question_type": TEXT,
        "answer": Maybe(TEXT),
        "response_time": Maybe(NUMBER),
        "answered_at": Maybe(INSTANT),
    },
)
SLOT_DETAILS = Shape(
    "interview's slot",
    {
        "slot_id": UUID,
        "start_time": TIME,
        "end_time": TIME,
        "duration_minutes": INT,
        "ai_interview_type": INTERVIEW_TYPES,
        "max_candidates": INT,
        "current_bookings": INT,
        "slot_status": one_of("available", "booked", "cancelled", "completed"),
    },
)
INTERVIEW = Shape(
    "interview",
    {
        "id": UUID,
        "candidate": INT,
        "candidate_name": TEXT,
        "job": Maybe(INT),
        "job_title": IffSet("job", NON_EMPTY),
        "status": one_of("scheduled", "completed", "error"),
        "interview_round": NON_EMPTY,
        "feedback": TEXT,
        "started_at": Maybe(INSTANT),
        "ended_at": Maybe(INSTANT),
        "video_url": "",
        "created_at": INSTANT,
        "updated_at": INSTANT,
        "is_scheduled": BOOL,
        "ai_interview_type": Maybe(INTERVIEW_TYPES),
        "slot_details": Maybe(SLOT_DETAILS),
        "schedule_status": Maybe(one_of("pending", "confirmed", "cancelled", "rescheduled")),
        "booking_notes": Maybe(TEXT),
        "ai_result": Maybe(AI_RESULT),
        "questions_and_answers": Each(QUESTION, may_be_empty=True),
    },
)
UNSCHEDULED = INTERVIEW(
    is_scheduled=False, ai_interview_type=None, slot_details=None, schedule_status=None, booking_notes=None,
    ai_result=None, questions_and_answers=[], status="scheduled", interview_round="AI Interview",
)  # fmt: skip

INTERVIEW_DETAILS = Shape(
    "schedule's interview",
    {
        "id": UUID,
        "candidate_name": TEXT,
        "status": one_of("scheduled", "completed", "error"),
        "started_at": Maybe(INSTANT),
        "ended_at": Maybe(INSTANT),
    },
)
SCHEDULE = Shape(
    "schedule",
    {
        "id": UUID,
        "interview": UUID,
        "slot": UUID,
        "status": one_of("pending", "confirmed", "cancelled", "rescheduled"),
        "booking_notes": TEXT,
        "booked_at": INSTANT,
        "confirmed_at": Maybe(INSTANT),
        "cancelled_at": Maybe(INSTANT),
        "cancellation_reason": TEXT,
        "cancelled_by": Maybe(INT),
        "interview_details": INTERVIEW_DETAILS,
        "slot_details": Shape(
            "schedule's slot",
            {
                "id": UUID,
                "ai_interview_type": INTERVIEW_TYPES,
                "start_time": TIME,
                "end_time": TIME,
                "duration_minutes": INT,
                "company_name": NON_EMPTY,
            },
        ),
        "ai_interview_type": INTERVIEW_TYPES,
        "candidate_name": TEXT,
    },
)

CONFIGURATION = Shape(
    "configuration",
    {
        "id": INT,
        "company": INT,
        "company_name": NON_EMPTY,
        "interview_type": INTERVIEW_TYPES,
        "day_of_week": one_of(1, 2, 3, 4, 5, 6, 7),
        "start_time": TIME,
        "end_time": TIME,
        "slot_duration": INT,
        "break_duration": INT,
        "ai_settings": OBJECT,
        "valid_from": DATE,
        "valid_until": Maybe(DATE),
        "created_at": INSTANT,
        "updated_at": INSTANT,
    },
)
CONFLICT = Shape(
    "conflict",
    {
        "id": UUID,
        "conflict_type": one_of(
            "overlap", "ai_system_error", "slot_unavailable", "candidate_unavailable", "system_error"
        ),
        "resolution": one_of("pending", "rescheduled", "cancelled", "resolved"),
        "primary_interview": UUID,
        "conflicting_interview": Maybe(UUID),
        "conflict_details": OBJECT,
        "resolution_notes": TEXT,
        "detected_at": INSTANT,
        "resolved_at": Maybe(INSTANT),
        "resolved_by": Maybe(INT),
        "primary_interview_details": INTERVIEW_DETAILS,
        "conflicting_interview_details": Maybe(INTERVIEW_DETAILS),
        "resolved_by_name": Maybe(TEXT),
    },
)
EVALUATION = Shape(
    "evaluation",
    {
        "id": INT,
        "interview": UUID,
        "overall_score": FLOAT,
        "traits": TEXT,
        "suggestions": TEXT,
        "created_at": INSTANT,
        "details": OBJECT,
    },
)
