"""The two transactions of a booking, with the server's order of locks."""

import datetime
import hashlib
import hmac
import os
import time
import uuid

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from rest_framework.exceptions import APIException

from . import mail
from .models import Blackout, BookingEvent, Candidate, Hold, Interview, Outbox, Schedule, Session, Slot

HOLD = datetime.timedelta(seconds=300)
BLACKED_OUT = Exists(
    Blackout.objects.filter(
        company=OuterRef("company"), first_day__lte=OuterRef("interview_date"), last_day__gte=OuterRef("interview_date")
    )
)


class Refused(APIException):
    status_code = 400
    default_detail = "Slot is not available for booking"


def again_after_deadlock(function):
    def repeated(*arguments):
        for attempt in range(8):
            try:
                with transaction.atomic():
                    return function(*arguments)
            except OperationalError as error:
                if error.args[0] not in (1205, 1213) or attempt == 7:
                    raise

    return repeated


@again_after_deadlock
def create(candidate, slot_id, request):
    now = timezone.now()
    slot = lock_slot(slot_id)
    Candidate.objects.select_for_update().only("id").get(id=candidate.id)
    require_seat(slot, candidate.id, None, now)
    interview = Interview.objects.create(
        id=new_id(), candidate_id=candidate.id, company_id=candidate.company_id, job_id=slot.job_id,
        started_at=slot.starts_at, ended_at=slot.ends_at, created_by_id=request.user.id, created_at=now,
        updated_at=now,
    )  # fmt: skip
    Hold.objects.create(
        interview_id=interview.id, slot_id=slot.id, kind="new", expires_at=now + HOLD, created_by=request.user.id,
        created_at=now,
    )  # fmt: skip
    record("held", interview.id, None, slot, None, request, now)
    return interview.id


@again_after_deadlock
def book(slot_id, interview_id, notes, request):
    now = timezone.now()
    candidate_id = Interview.objects.values_list("candidate_id", flat=True).get(id=interview_id)
    slot = lock_slot(slot_id)
    candidate = Candidate.objects.select_for_update().only("id", "status").get(id=candidate_id)
    if Schedule.objects.select_for_update().filter(interview=interview_id).first():
        raise Refused("This interview is booked already.")
    list(Hold.objects.select_for_update().filter(interview=interview_id).order_by("slot_id"))
    Interview.objects.select_for_update().only("id", "status").get(id=interview_id)
    require_seat(slot, candidate_id, interview_id, now)
    taken = Slot.objects.filter(id=slot.id, current_bookings__lt=F("max_candidates")).update(
        current_bookings=F("current_bookings") + 1, version=F("version") + 1, updated_at=now
    )
    if taken != 1:
        raise Refused
    Interview.objects.filter(id=interview_id).update(
        started_at=slot.starts_at, ended_at=slot.ends_at, status="scheduled", version=F("version") + 1, updated_at=now
    )
    candidate.status = "INTERVIEW_SCHEDULED"
    candidate.last_updated = now
    candidate.save(update_fields=["status", "last_updated"])
    last = Outbox.objects.filter(interview_id=interview_id).aggregate(last=Max("version"))["last"]
    schedule = Schedule.objects.create(
        id=new_id(), interview_id=interview_id, slot_id=slot.id, booking_notes=notes, booked_at=now,
        calendar_sequence=0 if last is None else last + 1,
    )  # fmt: skip
    key = open_session(interview_id, slot, now)
    record("booked", interview_id, schedule.id, slot, "pending", request, now)
    mail.tell(interview_id, key, now)
    Hold.objects.filter(interview=interview_id).delete()


def lock_slot(slot_id):
    """The slot's row alone is locked; its company's rules are read beside it."""
    Slot.objects.select_for_update().only("id").get(id=slot_id)
    return Slot.objects.select_related("company").annotate(is_blacked_out=BLACKED_OUT).get(id=slot_id)


def keeps_rules(slot, now):
    """What a company asks of a booking beyond a free seat, and that the slot has not begun."""
    company = slot.company
    first = now + datetime.timedelta(minutes=company.notice_minutes)
    is_near = company.horizon_days is None or slot.starts_at <= now + datetime.timedelta(days=company.horizon_days)
    return slot.starts_at > now and slot.starts_at >= first and is_near and not slot.is_blacked_out


def require_seat(slot, candidate_id, interview_id, now):
    """The rules of every claim, on rows that are locked."""
    buffer = datetime.timedelta(minutes=slot.company.buffer_minutes)
    begin, end = slot.starts_at - buffer, slot.ends_at + buffer
    others = Interview.objects.filter(candidate=candidate_id, status="scheduled").exclude(id=interview_id)
    booked = others.filter(
        schedule__status__in=["pending", "confirmed"], schedule__slot__starts_at__lt=end,
        schedule__slot__ends_at__gt=begin,
    )  # fmt: skip
    held = others.filter(
        hold__kind="new", hold__expires_at__gt=now, hold__slot__starts_at__lt=end,
        hold__slot__ends_at__gt=begin,
    )  # fmt: skip
    overlapping = list(booked.values_list("id").union(held.values_list("id")))
    holds = Hold.objects.filter(slot=slot.id, expires_at__gt=now).filter(~Q(interview=interview_id)).count()
    free = slot.max_candidates - slot.current_bookings - holds
    if slot.status != "available" or not keeps_rules(slot, now) or free < 1 or overlapping:
        raise Refused


def open_session(interview_id, slot, now):
    """Makes the interview's session and returns the key of its link."""
    session_id = new_id()
    key = derived("session-key", session_id).hex()[:32]
    conversation = derived("session-conversation", session_id).hex()
    Session.objects.bulk_create(
        [
            Session(
                id=session_id, interview_id=interview_id, key_hash=hashlib.sha256(key.encode()).digest(),
                conversation_hash=hashlib.sha256(conversation.encode()).digest(), scheduled_at=slot.starts_at,
                ends_at=slot.ends_at, created_at=now,
            )
        ],
        update_conflicts=True,
        update_fields=["scheduled_at", "ends_at"],
    )  # fmt: skip
    return key


def record(action, interview_id, schedule_id, slot, status, request, now):
    BookingEvent.objects.create(
        interview_id=interview_id, schedule_id=schedule_id, company_id=slot.company_id, action=action,
        slot_after=slot.id, status_after=status, actor_kind="user", actor_id=request.user.id,
        request_id=request.headers.get("X-Request-ID", ""), occurred_at=now,
    )  # fmt: skip


def key_of(context):
    """The secret's key for one purpose."""
    return hmac.digest(bytes.fromhex(settings.SECRET_KEY), context.encode(), "sha256")


def derived(context, text):
    return hmac.digest(key_of(context), str(text).encode(), "sha256")


def new_id():
    """A UUID of version 7, as the server makes them: new rows lie together."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 2 << 62)
