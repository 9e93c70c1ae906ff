"""What a recorded request is, and what many of them share."""

import dataclasses

from recorded.objects import INTERVIEW_DETAILS, SCHEDULE, SLOT

NOT_JSON = object()  # a page for people, or nothing
NO_BODY = object()
NOWHERE, UNKNOWN = "00000000-0000-0000-0000-000000000000", 999_999_999
FORBIDDEN = {"detail": "You do not have permission to perform this action."}
REQUIRED = ["This field is required."]


@dataclasses.dataclass(frozen=True)
class Echo:
    """The body that the frontend makes of what it was given: the whole object, with some keys changed."""

    kept: str
    changes: dict


@dataclasses.dataclass(frozen=True)
class Sample:
    """One request and its answer."""

    name: str
    method: str
    path: str
    status: int
    answer: object = NOT_JSON
    body: object = NO_BODY
    by: str | None = "admin"
    keep: dict = dataclasses.field(default_factory=dict)  # the name to keep it under, and where it is in the answer


def slot_body(start, end, seats=1, **changes):
    """What the frontend's slot form sends."""
    return {
        "interview_date": "{day}", "start_time": start, "end_time": end, "ai_interview_type": "technical",
        "ai_configuration": CHOSEN, "max_candidates": seats, "status": "available", "job": "{job}",
        "company": "{company}", **changes,
    }  # fmt: skip


def slot(start, end, instants, seats=1, taken=0):
    """A slot of the day as its maker gets it back; the instants are the reference's."""
    return SLOT(
        slot_type="fixed", status="booked" if taken == seats else "available", interview_date="{day}",
        start_time=start, end_time=end, duration_minutes=10, ai_interview_type="technical", ai_configuration=CHOSEN,
        company="{company}", company_name="Acme {tag}", job="{job}", job_title="Backend Dev {tag}", is_recurring=False,
        recurring_pattern={}, notes="", max_candidates=seats, current_bookings=taken, is_available=taken < seats,
        available_spots=seats - taken, full_start_datetime=instants[0], full_end_datetime=instants[1],
    )  # fmt: skip


def booking(interview, candidate, slot, start, end, status="pending", notes="", began=None, **changes):
    """A schedule; `began` are the interview's two instants."""
    return SCHEDULE(
        interview=interview, slot=slot, status=status, booking_notes=notes, candidate_name=candidate,
        ai_interview_type="technical", cancelled_by=changes.pop("cancelled_by", None),
        interview_details=INTERVIEW_DETAILS(
            id=interview, candidate_name=candidate, status=changes.pop("interview_status", "scheduled"),
            started_at=began[0], ended_at=began[1],
        ),
        slot_details=SCHEDULE.keys["slot_details"](
            id=slot, ai_interview_type="technical", start_time=start, end_time=end, duration_minutes=10,
            company_name="Acme {tag}",
        ),
        **{"confirmed_at": None, "cancelled_at": None, "cancellation_reason": "", **changes},
    )  # fmt: skip


CHOSEN = {
    "difficulty_level": "intermediate", "question_count": 10, "time_limit": 10,
    "topics": ["algorithms", "data_structures"],
}  # fmt: skip
