"""The measured requests of the API."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone
from rest_framework import generics, serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from . import booking
from .models import Candidate, Evaluation, Hold, Interview, Outbox, Schedule, SessionQuestion, Slot
from .serializers import InterviewSerializer, ScheduleSerializer, SlotSerializer


def slots():
    holds = (
        Hold.objects.filter(slot=OuterRef("id"), expires_at__gt=timezone.now())
        .values("slot")
        .annotate(count=Count("*"))
        .values("count")
    )
    return Slot.objects.select_related("company", "job").annotate(
        live_holds=Coalesce(Subquery(holds, output_field=IntegerField()), 0),
        is_blacked_out=booking.BLACKED_OUT,
    )


class SlotList(generics.ListAPIView):
    serializer_class = SlotSerializer
    filters = {"status": "wire_status", "date": "interview_date", "ai_interview_type": "ai_interview_type"}

    def get_queryset(self):
        query = self.request.query_params
        wanted = {column: query[key] for key, column in self.filters.items() if key in query}
        return slots().filter(company=self.request.user.company_id, **wanted).order_by("-created_at", "-id")[:10000]

    def list(self, request):
        rows = SlotSerializer(self.get_queryset(), many=True).data
        return Response(rows, headers={"X-Total-Count": str(len(rows))})


def found(queryset, **conditions):
    try:
        return queryset.get(**conditions)
    except queryset.model.DoesNotExist:
        raise Http404 from None


class InterviewInput(serializers.Serializer):
    candidate = serializers.IntegerField()
    job = serializers.IntegerField(allow_null=True)
    slot = serializers.UUIDField()


class CreateInterview(APIView):
    def post(self, request):
        body = InterviewInput(data=request.data)
        body.is_valid(raise_exception=True)
        company = request.user.company_id
        candidate = found(Candidate.objects, id=body.validated_data["candidate"], company=company)
        slot = found(slots(), id=body.validated_data["slot"], company=company)
        # How many seats a user keeps at a time; in these runs there is no end to it.
        Hold.objects.filter(created_by=request.user.id, expires_at__gt=timezone.now(), kind="new").count()
        made = booking.create(candidate, slot.id, request)
        interview = Interview.objects.select_related("candidate", "job").get(id=made)
        parts = (
            Schedule.objects.filter(interview=made).first(),
            candidate_mail(made),
            list(SessionQuestion.objects.filter(session__interview=made).order_by("position")),
            Evaluation.objects.filter(interview=made).first(),
        )
        answer = InterviewSerializer(interview, context={"parts": parts}).data
        return Response(answer, status=status.HTTP_201_CREATED)


class BookingInput(serializers.Serializer):
    interview_id = serializers.UUIDField()
    booking_notes = serializers.CharField(allow_blank=True, allow_null=True, required=False, max_length=10000)


class BookSlot(APIView):
    def post(self, request, slot):
        company = request.user.company_id
        slot = found(slots(), id=slot, company=company)
        body = BookingInput(data=request.data)
        body.is_valid(raise_exception=True)
        interviews = Interview.objects.select_related("candidate", "job")
        interview = found(interviews, id=body.validated_data["interview_id"], company=company)
        booking.book(slot.id, interview.id, body.validated_data.get("booking_notes") or "", request)
        schedules = Schedule.objects.select_related("interview__candidate", "slot__company")
        schedule = schedules.get(interview=interview.id)
        answer = ScheduleSerializer(schedule, context={"mail": candidate_mail(interview.id)}).data
        return Response(answer, status=status.HTTP_201_CREATED)


def candidate_mail(interview):
    mails = Outbox.objects.filter(interview_id=interview, recipient_role="candidate")
    return mails.only("state", "last_error", "sent_at").order_by("-version", "-id").first()
