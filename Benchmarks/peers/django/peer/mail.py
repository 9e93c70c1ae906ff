"""The mail that a booking calls for, rendered from the server's own templates and sealed into the outbox."""

import datetime
import functools
import hmac
import zoneinfo

import nacl.secret
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
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
    words = words_of(interview, recruiter, key)
    for template, role, tag, address in [
        ("scheduled", "candidate", "candidate", candidate.email),
        ("recruiter-scheduled", "recruiter", f"user-{recruiter.id}", recruiter.email),
    ]:
        if role == "recruiter":
            NotificationPreference.objects.filter(user=recruiter).first()
        message_id = f"<{interview_id}.{KIND}.{schedule.calendar_sequence}.{tag}@localhost.example>"
        subject, text = compose(template, words, address, message_id)
        Outbox.objects.create(
            dedup_key=f"{interview_id}:{KIND}:{schedule.calendar_sequence}:{tag}", kind=KIND, recipient_role=role,
            interview_id=interview_id, version=schedule.calendar_sequence, recipient=address, sender=SENDER,
            message_id=message_id, subject=subject, body=box().encrypt(text), next_attempt_at=now,
            give_up_at=now + datetime.timedelta(hours=48), created_at=now, updated_at=now,
        )  # fmt: skip
    Notification.objects.create(
        user=recruiter, notification_type=KIND, title=subject, priority="high", channels=["email", "in_app"],
        message=f"{words['job']} at {words['company']}, {words['start']}",
        metadata={"interview_id": str(interview_id)}, created_at=now, sent_at=now, email_sent=True,
    )  # fmt: skip


def words_of(interview, recruiter, key):
    slot, candidate = interview.schedule.slot, interview.candidate
    zone = zoneinfo.ZoneInfo(slot.time_zone or slot.company.time_zone or "Asia/Kolkata")
    start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    job = interview.job or slot.job or candidate.job
    return {
        "candidate": candidate.full_name,
        "recipient": recruiter.full_name,
        "job": job.job_title if job else "",
        "company": job.company_name if job else slot.company.name,
        "start": said(start),
        "end": said(end),
        "duration": f"{int((end - start).total_seconds() // 60)} minutes",
        "type": f"{slot.ai_interview_type.capitalize()} Interview",
        "zone": zone.key,
        "link": f"{settings.BACKEND_URL}/?session_key={key}",
        "opens": "30 seconds",
        "entry_until": (start + datetime.timedelta(minutes=10)).strftime("%-I:%M %p %Z"),
        "grace": "10 minutes",
        "notes": interview.schedule.booking_notes,
        "contact": slot.company.contact or recruiter.email,
        "signature": "The hiring team",
        "footer": "You get this mail because an interview was arranged with you.",
    }


def said(moment):
    return moment.strftime("%A, %B %-d, %Y at %-I:%M %p %Z (UTC%z)")


def compose(template, words, address, message_id):
    subject, text, html = (render_to_string(f"{template}/{part}.html", words) for part in ("subject", "text", "html"))
    message = EmailMultiAlternatives(subject, text, SENDER, [address], headers={"Message-ID": message_id})
    message.attach_alternative(html, "text/html")
    return subject, message.message().as_bytes()


@functools.cache
def box():
    return nacl.secret.SecretBox(hmac.digest(bytes.fromhex(settings.SECRET_KEY), b"outbox", "sha256"))
