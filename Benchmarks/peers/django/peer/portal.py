"""The candidate's side: the page of an open interview, and a chunk of its recording."""

import datetime
import hashlib
import hmac
import json
import os
import pathlib
import secrets
import shutil

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import F, Sum
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .booking import key_of
from .models import Accommodation, Consent, Recording, RecordingChunk, Session, SessionQuestion

SESSIONS = Session.objects.select_related(
    "interview__candidate", "interview__job", "interview__schedule__slot__company", "interview__company"
)
# What a candidate agrees to, in the server's words.
CONSENT = [
    (
        "What is recorded.",
        "Your picture and voice while you answer, and what you type. "
        "Nothing before the first question, and nothing after the last.",
    ),
    (
        "Who gets it.",
        "The people at {company} who decide about this position. "
        "It is not published and not sold.",
    ),
    (
        "How it is judged.",
        "People watch and read your answers. "
        "Your face, voice or emotions are not measured by a computer.",
    ),
    (
        "Where it is kept.",
        "On the server of this site. "
        "You may ask {company} at any time what is kept, and to delete it.",
    ),
    (
        "You decide.",
        "If you do not agree, nothing is recorded and this page stores nothing. "
        "Ask {company} for another way to be interviewed.",
    ),
]
IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def visitor(request):
    """The session that the signed cookie names."""
    claim, _, tag = request.COOKIES.get("portal", "").rpartition(".")
    if not hmac.compare_digest(hmac.digest(key_of("portal-cookie"), claim.encode(), "sha256").hex(), tag):
        raise Http404
    session = SESSIONS.filter(id=claim.partition(".")[0]).first()
    if session is None:
        raise Http404
    return session


def require_open(session):
    """Only an interview that was entered and is not over is measured; the others have pages of their own."""
    schedule = session.interview.schedule
    closes = schedule.slot.ends_at + datetime.timedelta(minutes=30)
    is_active = schedule.status in ("pending", "confirmed")
    if not is_active or session.status == "COMPLETED" or not session.entered_at or closes < timezone.now():
        raise PermissionDenied


def text_of(moment):
    return moment.replace(tzinfo=None).isoformat() + "Z"


@require_http_methods(["GET"])
def page(request):
    session = visitor(request)
    require_open(session)
    interview, slot = session.interview, session.interview.schedule.slot
    asked = list(SessionQuestion.objects.filter(session=session).order_by("position"))
    is_agreed = Consent.objects.filter(session=session).exists()
    granted = Accommodation.objects.filter(candidate=interview.candidate_id).first()
    company = interview.job.company_name or slot.company.name
    minutes = int((slot.ends_at - slot.starts_at).total_seconds() // 60)
    data = {
        "state": "open",
        "server_now": text_of(timezone.now()),
        "starts_at": text_of(slot.starts_at),
        "entry_until": text_of(slot.starts_at + datetime.timedelta(minutes=10)),
        "ends_at": text_of(slot.ends_at),
        "closes_at": text_of(slot.ends_at + datetime.timedelta(minutes=30)),
        "has_started": True,
        "language": session.language_code,
        "chunk_limit_bytes": 16 << 20,
        "chunk_seconds": 3,
        "audio_only": bool(granted and granted.audio_only),
        "text_answers_allowed": bool(granted and granted.text_answers),
        "consent_version": "2026-11",
        "consent_given": is_agreed,
    }
    words = {
        "page_title": "Interview",
        "has_started": True,
        "question_count_text": f"{len(asked)} questions",
        "portal_json": json.dumps(data, separators=(",", ":")).translate(IN_SCRIPT),
        "greeting": f"Hello {interview.candidate.full_name.split()[0]}",
        "job_title": interview.job.job_title,
        "company_name": company,
        "consent_points": [
            {"point_title": title, "point_text": text.replace("{company}", company)}
            for title, text in CONSENT
            if not is_agreed
        ],
        "duration_text": f"{minutes // 60} hours {minutes % 60} minutes",
        "contact_text": f"Questions? Write to {slot.company.contact}.",
    }
    answer = render(request, "portal.html", words)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["PUT"])
def chunk(request, recording, number):
    session = visitor(request)
    if not request.headers.get("X-Requested-With"):
        raise PermissionDenied
    recording = Recording.objects.filter(id=recording, session=session).first()
    if recording is None:
        raise Http404
    require_open(session)
    digest = hashlib.sha256(request.body)
    if not hmac.compare_digest(digest.hexdigest(), request.headers.get("X-Chunk-SHA256", "")):
        return JsonResponse({"error": "The chunk was damaged on its way."}, status=400)
    if RecordingChunk.objects.filter(recording=recording, number=number).values_list("sha256").first():
        return JsonResponse({"error": "This chunk was received before."}, status=409)
    size = RecordingChunk.objects.filter(recording__session=session).aggregate(size=Sum(F("size")))["size"] or 0
    media = pathlib.Path(settings.MEDIA_DIR) / "recordings"
    if size + len(request.body) > 2 << 30 or shutil.disk_usage(media).free < 500 << 20:
        return HttpResponse(status=507)
    keep(media / str(session.id) / str(recording.id), f"{number:06}.chunk", request.body)
    RecordingChunk.objects.create(
        recording=recording, number=number, size=len(request.body), sha256=digest.digest(), received_at=timezone.now()
    )
    return JsonResponse({"index": number, "received": len(request.body)}, status=201)


def keep(folder, name, content):
    """Written beside its name, synced, then linked, and the folder synced, as the server does it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = folder / f"{name}.{secrets.token_hex(8)}.part"
    with open(temporary, "xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.link(temporary, folder / name)
    temporary.unlink()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
