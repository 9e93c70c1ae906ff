"""The server's tables, as far as the measured requests need them."""

from django.db import models


class Unmanaged(models.Model):
    class Meta:
        abstract = True
        managed = False


class Company(Unmanaged):
    name = models.CharField(max_length=255)
    contact = models.CharField(max_length=255)
    signature = models.CharField(max_length=255)
    time_zone = models.CharField(max_length=64, null=True)
    notice_minutes = models.IntegerField()
    horizon_days = models.IntegerField(null=True)
    buffer_minutes = models.IntegerField()

    class Meta(Unmanaged.Meta):
        db_table = "company"


class Blackout(Unmanaged):
    company = models.ForeignKey(Company, models.DO_NOTHING)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta(Unmanaged.Meta):
        db_table = "blackout"


class User(Unmanaged):
    is_authenticated = True

    email = models.CharField(max_length=254)
    full_name = models.CharField(max_length=100)
    company = models.ForeignKey(Company, models.DO_NOTHING, null=True)
    role = models.CharField(max_length=50)
    is_active = models.BooleanField()
    password_hash = models.CharField(max_length=255)

    class Meta(Unmanaged.Meta):
        db_table = "user"


class Token(Unmanaged):
    token_hash = models.BinaryField(primary_key=True)
    user = models.ForeignKey(User, models.DO_NOTHING)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "token"


class Job(Unmanaged):
    job_title = models.CharField(max_length=255)
    company_name = models.CharField(max_length=255)
    company = models.ForeignKey(Company, models.DO_NOTHING, null=True)

    class Meta(Unmanaged.Meta):
        db_table = "job"


class Candidate(Unmanaged):
    company = models.ForeignKey(Company, models.DO_NOTHING, null=True)
    recruiter = models.ForeignKey(User, models.DO_NOTHING, null=True)
    job = models.ForeignKey(Job, models.DO_NOTHING, null=True)
    full_name = models.CharField(max_length=100)
    email = models.CharField(max_length=254, null=True)
    status = models.CharField(max_length=40)
    time_zone = models.CharField(max_length=64, null=True)
    last_updated = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "candidate"


class Slot(Unmanaged):
    id = models.UUIDField(primary_key=True)
    slot_type = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    wire_status = models.CharField(max_length=20)
    interview_date = models.DateField()
    start_time = models.TimeField()
    end_time = models.TimeField()
    time_zone = models.CharField(max_length=64, null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ai_interview_type = models.CharField(max_length=20)
    ai_configuration = models.JSONField()
    company = models.ForeignKey(Company, models.DO_NOTHING)
    job = models.ForeignKey(Job, models.DO_NOTHING, null=True)
    is_recurring = models.BooleanField()
    recurring_pattern = models.JSONField()
    notes = models.TextField()
    max_candidates = models.IntegerField()
    current_bookings = models.IntegerField()
    legacy_start_datetime = models.DateTimeField(null=True)
    legacy_end_datetime = models.DateTimeField(null=True)
    version = models.BigIntegerField()
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "slot"


class Interview(Unmanaged):
    id = models.UUIDField(primary_key=True)
    candidate = models.ForeignKey(Candidate, models.DO_NOTHING)
    company = models.ForeignKey(Company, models.DO_NOTHING, null=True)
    job = models.ForeignKey(Job, models.DO_NOTHING, null=True)
    status = models.CharField(max_length=20, default="scheduled")
    interview_round = models.CharField(max_length=100, default="AI Interview")
    feedback = models.TextField(default="")
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    video_url = models.CharField(max_length=500, default="")
    version = models.BigIntegerField(default=1)
    created_by = models.ForeignKey(User, models.DO_NOTHING, db_column="created_by", null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "interview"


class Schedule(Unmanaged):
    id = models.UUIDField(primary_key=True)
    interview = models.OneToOneField(Interview, models.DO_NOTHING)
    slot = models.ForeignKey(Slot, models.DO_NOTHING)
    status = models.CharField(max_length=20, default="pending")
    booking_notes = models.TextField(default="")
    booked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancellation_reason = models.TextField(default="")
    cancelled_by = models.BigIntegerField(null=True)
    calendar_sequence = models.IntegerField(default=0)

    class Meta(Unmanaged.Meta):
        db_table = "schedule"


class Hold(Unmanaged):
    pk = models.CompositePrimaryKey("interview_id", "slot_id")
    interview = models.ForeignKey(Interview, models.DO_NOTHING)
    slot = models.ForeignKey(Slot, models.DO_NOTHING)
    kind = models.CharField(max_length=10)
    expires_at = models.DateTimeField()
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "hold"


class Session(Unmanaged):
    id = models.UUIDField(primary_key=True)
    interview = models.OneToOneField(Interview, models.DO_NOTHING)
    key_hash = models.BinaryField()
    conversation_hash = models.BinaryField()
    status = models.CharField(max_length=20, default="SCHEDULED")
    scheduled_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    language_code = models.CharField(max_length=20, default="en-IN")
    accent_tld = models.CharField(max_length=20, default="co.in")
    created_at = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "session"


class SessionQuestion(Unmanaged):
    session = models.ForeignKey(Session, models.DO_NOTHING)
    position = models.IntegerField()
    question_text = models.TextField()
    answer = models.TextField(null=True)

    class Meta(Unmanaged.Meta):
        db_table = "session_question"


class Recording(Unmanaged):
    id = models.UUIDField(primary_key=True)
    session = models.ForeignKey(Session, models.DO_NOTHING)
    question_position = models.IntegerField()
    media_type = models.CharField(max_length=100)

    class Meta(Unmanaged.Meta):
        db_table = "recording"


class RecordingChunk(Unmanaged):
    pk = models.CompositePrimaryKey("recording_id", "number")
    recording = models.ForeignKey(Recording, models.DO_NOTHING)
    number = models.IntegerField()
    size = models.BigIntegerField()
    sha256 = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "recording_chunk"


class Evaluation(Unmanaged):
    interview = models.OneToOneField(Interview, models.DO_NOTHING)
    details = models.JSONField()

    class Meta(Unmanaged.Meta):
        db_table = "evaluation"


class Accommodation(Unmanaged):
    candidate = models.OneToOneField(Candidate, models.DO_NOTHING, primary_key=True)
    audio_only = models.BooleanField()
    text_answers = models.BooleanField()

    class Meta(Unmanaged.Meta):
        db_table = "accommodation"


class Consent(Unmanaged):
    pk = models.CompositePrimaryKey("session_id", "version")
    session = models.ForeignKey(Session, models.DO_NOTHING)
    version = models.CharField(max_length=20)

    class Meta(Unmanaged.Meta):
        db_table = "consent"


class BookingEvent(Unmanaged):
    interview_id = models.UUIDField()
    schedule_id = models.UUIDField(null=True)
    company_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=30)
    slot_after = models.UUIDField(null=True)
    status_after = models.CharField(max_length=20, null=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=64)
    occurred_at = models.DateTimeField()

    class Meta(Unmanaged.Meta):
        db_table = "booking_event"


class Outbox(Unmanaged):
    dedup_key = models.CharField(max_length=191)
    kind = models.CharField(max_length=40)
    recipient_role = models.CharField(max_length=20)
    interview_id = models.UUIDField(null=True)
    version = models.IntegerField()
    recipient = models.CharField(max_length=320)
    sender = models.CharField(max_length=320)
    message_id = models.CharField(max_length=255)
    subject = models.CharField(max_length=998)
    body = models.BinaryField(null=True)
    state = models.CharField(max_length=20, default="queued")
    next_attempt_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    last_error = models.CharField(max_length=500, null=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta(Unmanaged.Meta):
        db_table = "outbox"


class NotificationPreference(Unmanaged):
    user = models.OneToOneField(User, models.DO_NOTHING)
    email_enabled = models.BooleanField()
    in_app_enabled = models.BooleanField()

    class Meta(Unmanaged.Meta):
        db_table = "notification_preference"


class Notification(Unmanaged):
    user = models.ForeignKey(User, models.DO_NOTHING)
    notification_type = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    message = models.TextField()
    priority = models.CharField(max_length=10)
    channels = models.JSONField()
    metadata = models.JSONField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    email_sent = models.BooleanField()

    class Meta(Unmanaged.Meta):
        db_table = "notification"
