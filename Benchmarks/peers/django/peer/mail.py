"""The mail that a booking calls for: drafts with subjects from the server's own templates, sealed into the outbox."""

import datetime
import functools
import hmac
import json
import zoneinfo

import nacl.secret
from django.conf import settings
from django.template.loader import render_to_string

from .models import Interview, Notification, NotificationPreference, Outbox

SENDER = "interviews@localhost.example"
KIND = "interview_scheduled"


def tell(interview_id, key, now):
    """Mails candidate and recruiter, and notifies the recruiter in the application."""
    interview = Interview.objects.select_related(
        "schedule__slot__company", "schedule__slot__job", "candidate__job", "candidate__recruiter", "job", "session",
        "created_by",
    ).get(id=interview_id)  # fmt: skip
    schedule, candidate = interview.schedule, interview.candidate
    recruiter = candidate.recruiter or interview.created_by
    Outbox.objects.filter(
        interview_id=interview_id, version__lt=schedule.calendar_sequence, state__in=["queued", "deferred", "unknown"]
    ).update(state="cancelled", body=None, updated_at=now)
    words, said = words_of(interview, recruiter), facts_of(interview, recruiter, key)
    for template, role, tag, address in [
        ("scheduled", "candidate", "candidate", candidate.email),
        ("recruiter-scheduled", "recruiter", f"user-{recruiter.id}", recruiter.email),
    ]:
        if role == "recruiter":
            NotificationPreference.objects.filter(user=recruiter).first()
        message_id = f"<{interview_id}.{KIND}.{schedule.calendar_sequence}.{tag}@localhost.example>"
        subject = render_to_string(f"{template}/subject.html", words).strip()
        draft = {
            "occasion": KIND, "previous_start": None, "lead_minutes": None,
            "reader": said["recruiters"][0] if role == "recruiter" else None, "tag": tag,
            "written_at": now.timestamp(), "facts": said,
        }  # fmt: skip
        Outbox.objects.create(
            dedup_key=f"{interview_id}:{KIND}:{schedule.calendar_sequence}:{tag}", kind=KIND, recipient_role=role,
            interview_id=interview_id, version=schedule.calendar_sequence, recipient=address, sender=SENDER,
            message_id=message_id, subject=subject, body=box().encrypt(json.dumps(draft).encode()), next_attempt_at=now,
            give_up_at=now + datetime.timedelta(hours=48), created_at=now, updated_at=now,
        )  # fmt: skip
    Notification.objects.create(
        user=recruiter, notification_type=KIND, title=subject, priority="high", channels=["email", "in_app"],
        message=f"{words['job']} at {words['company']}, {starts_at(schedule.slot)}",
        metadata={"interview_id": str(interview_id)}, created_at=now, sent_at=now, email_sent=True,
    )  # fmt: skip


def words_of(interview, recruiter):
    job = job_of(interview)
    return {
        "candidate": interview.candidate.full_name,
        "recipient": recruiter.full_name,
        "job": job.job_title if job else "",
        "company": job.company_name if job else interview.schedule.slot.company.name,
    }


def facts_of(interview, recruiter, key):
    """Everything that the messages say: whoever sends them composes them."""
    slot, candidate, job = interview.schedule.slot, interview.candidate, job_of(interview)
    return {
        "interview_id": str(interview.id),
        "version": interview.schedule.calendar_sequence,
        "candidate_name": candidate.full_name,
        "candidate_email": candidate.email,
        "locale": "en",
        "job": job.job_title if job else "",
        "company": job.company_name if job else slot.company.name,
        "coding_language": "PYTHON",
        "starts_at": slot.starts_at.timestamp(),
        "ends_at": slot.ends_at.timestamp(),
        "zone": zone_of(slot).key,
        "candidate_zone": candidate.time_zone,
        "interview_type": slot.ai_interview_type,
        "notes": interview.schedule.booking_notes,
        "link": f"{settings.BACKEND_URL}/?session_key={key}",
        "contact": slot.company.contact or recruiter.email,
        "signature": slot.company.signature,
        "recruiters": [{"user_id": recruiter.id, "name": recruiter.full_name, "email": recruiter.email}],
    }


def job_of(interview):
    return interview.job or interview.schedule.slot.job or interview.candidate.job


def zone_of(slot):
    return zoneinfo.ZoneInfo(slot.time_zone or slot.company.time_zone or "Asia/Kolkata")


def starts_at(slot):
    return slot.starts_at.astimezone(zone_of(slot)).strftime("%B %-d, %Y at %-I:%M %p %Z (UTC%z)")


@functools.cache
def box():
    return nacl.secret.SecretBox(hmac.digest(bytes.fromhex(settings.SECRET_KEY), b"outbox-draft", "sha256"))
