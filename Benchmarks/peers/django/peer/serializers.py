"""The JSON of the answers, key by key the server's."""

import datetime

from django.utils import timezone
from rest_framework import serializers

from .booking import keeps_rules
from .models import Interview, Schedule, Slot


def minutes(slot):
    day = datetime.date.min
    span = datetime.datetime.combine(day, slot.end_time) - datetime.datetime.combine(day, slot.start_time)
    return int(span.total_seconds() // 60)


class SlotSerializer(serializers.ModelSerializer):
    status = serializers.CharField(source="wire_status")
    duration_minutes = serializers.SerializerMethodField()
    company = serializers.IntegerField(source="company_id")
    company_name = serializers.CharField(source="company.name")
    job = serializers.IntegerField(source="job_id")
    job_title = serializers.CharField(source="job.job_title", required=False)
    is_available = serializers.SerializerMethodField()
    available_spots = serializers.SerializerMethodField()
    full_start_datetime = serializers.DateTimeField(source="starts_at")
    full_end_datetime = serializers.DateTimeField(source="ends_at")
    time_zone = serializers.SerializerMethodField()

    class Meta:
        model = Slot
        fields = [
            "id", "slot_type", "status", "interview_date", "start_time", "end_time", "duration_minutes",
            "ai_interview_type", "ai_configuration", "company", "company_name", "job", "job_title", "is_recurring",
            "recurring_pattern", "notes", "max_candidates", "current_bookings", "is_available", "available_spots",
            "full_start_datetime", "full_end_datetime", "legacy_start_datetime", "legacy_end_datetime", "time_zone",
            "created_at", "updated_at",
        ]  # fmt: skip

    def get_duration_minutes(self, slot):
        return minutes(slot)

    def get_available_spots(self, slot):
        return max(0, slot.max_candidates - slot.current_bookings - slot.live_holds)

    def get_is_available(self, slot):
        return keeps_rules(slot, timezone.now()) and slot.wire_status == "available" and self.get_available_spots(slot) > 0

    def get_time_zone(self, slot):
        return slot.time_zone or slot.company.time_zone


class InterviewSerializer(serializers.ModelSerializer):
    candidate = serializers.IntegerField(source="candidate_id")
    candidate_name = serializers.CharField(source="candidate.full_name")
    job = serializers.IntegerField(source="job_id")
    job_title = serializers.CharField(source="job.job_title", required=False)

    class Meta:
        model = Interview
        fields = [
            "id", "candidate", "candidate_name", "job", "job_title", "status", "interview_round", "feedback",
            "started_at", "ended_at", "video_url", "created_at", "updated_at",
        ]  # fmt: skip

    def to_representation(self, interview):
        schedule, mail, answers, result = self.context["parts"]
        return super().to_representation(interview) | {
            "is_scheduled": schedule is not None,
            "ai_interview_type": None,
            "slot_details": None,
            "schedule_status": schedule and schedule.status,
            "booking_notes": schedule and schedule.booking_notes,
            "ai_result": result and result.details.get("ai_analysis"),
            "questions_and_answers": [{"question": each.question_text, "answer": each.answer} for each in answers],
            "email_status": mail and mail.state,
            "email_error": mail and mail.last_error,
            "email_sent_at": mail and mail.sent_at,
        }


class InterviewDetailsSerializer(serializers.ModelSerializer):
    candidate_name = serializers.CharField(source="candidate.full_name")

    class Meta:
        model = Interview
        fields = ["id", "candidate_name", "status", "started_at", "ended_at"]


class SlotDetailsSerializer(serializers.ModelSerializer):
    duration_minutes = serializers.SerializerMethodField()
    company_name = serializers.CharField(source="company.name")

    class Meta:
        model = Slot
        fields = [
            "id", "ai_interview_type", "interview_date", "start_time", "end_time", "duration_minutes", "company_name",
        ]  # fmt: skip

    def get_duration_minutes(self, slot):
        return minutes(slot)


class ScheduleSerializer(serializers.ModelSerializer):
    interview = serializers.UUIDField(source="interview_id")
    slot = serializers.UUIDField(source="slot_id")
    interview_details = InterviewDetailsSerializer(source="interview")
    slot_details = SlotDetailsSerializer(source="slot")
    ai_interview_type = serializers.CharField(source="slot.ai_interview_type")
    candidate_name = serializers.CharField(source="interview.candidate.full_name")

    class Meta:
        model = Schedule
        fields = [
            "id", "interview", "slot", "status", "booking_notes", "booked_at", "confirmed_at", "cancelled_at",
            "cancellation_reason", "cancelled_by", "interview_details", "slot_details", "ai_interview_type",
            "candidate_name",
        ]  # fmt: skip

    def to_representation(self, schedule):
        mail = self.context["mail"]
        return super().to_representation(schedule) | {
            "email_status": mail and mail.state,
            "email_error": mail and mail.last_error,
        }
