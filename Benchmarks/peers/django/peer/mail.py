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
IN_CALENDAR = {ord("\\"): "\\\\", ord(","): "\\,", ord(";"): "\\;", ord("\n"): "\\n"}


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
    calendar = calendar_of(interview, words, now)
    of_candidate = {"calendar": "invite.ics", "reply_to": words["contact"]}
    for template, role, tag, address in [
        ("scheduled", "candidate", "candidate", candidate.email),
        ("recruiter-scheduled", "recruiter", f"user-{recruiter.id}", recruiter.email),
    ]:
        if role == "recruiter":
            NotificationPreference.objects.filter(user=recruiter).first()
        message_id = f"<{interview_id}.{KIND}.{schedule.calendar_sequence}.{tag}@localhost.example>"
        own, attached = (words | of_candidate, calendar) if role == "candidate" else (words, None)
        subject, text = compose(template, own, address, message_id, attached)
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
        "signature": slot.company.signature,
    }


def calendar_of(interview, words, now):
    """What the candidate's calendar reads."""
    slot = interview.schedule.slot
    texts = {part: render_to_string(f"calendar/{part}.html", words) for part in ("summary", "details", "location")}
    return render_to_string(
        "calendar/invite.html",
        {name: text.strip().translate(IN_CALENDAR) for name, text in texts.items()}
        | {
            "uid": interview.id,
            "sequence": interview.schedule.calendar_sequence,
            "stamp": f"{now:%Y%m%dT%H%M%SZ}",
            "starts": f"{slot.starts_at:%Y%m%dT%H%M%SZ}",
            "ends": f"{slot.ends_at:%Y%m%dT%H%M%SZ}",
            "candidate": words["candidate"],
            "address": interview.candidate.email,
        },
    )


def said(moment):
    return moment.strftime("%A, %B %-d, %Y at %-I:%M %p %Z (UTC%z)")


def compose(template, words, address, message_id, calendar):
    subject = render_to_string(f"{template}/subject.html", words).strip()
    text, html = (render_to_string(f"{template}/{part}.html", words | {"subject": subject}) for part in ("text", "html"))
    message = EmailMultiAlternatives(subject, text, SENDER, [address], headers={"Message-ID": message_id})
    message.attach_alternative(html, "text/html")
    if calendar:
        message.attach_alternative(calendar, "text/calendar; method=REQUEST")
    return subject, message.message().as_bytes()


@functools.cache
def box():
    return nacl.secret.SecretBox(hmac.digest(bytes.fromhex(settings.SECRET_KEY), b"outbox", "sha256"))
