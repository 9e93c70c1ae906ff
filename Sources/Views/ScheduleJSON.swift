import CivilTime
public import Domain
public import JSON

/// A booking as the frontend reads it.
public enum ScheduleJSON {
    public static func object(_ schedule: Schedule) -> JSON.Object {
        [
            "id": .string(schedule.id.text),
            "interview": .string(schedule.interviewID.text),
            "slot": .string(schedule.slotID.text),
            "status": .string(schedule.status.rawValue),
            "booking_notes": .string(schedule.bookingNotes),
            "booked_at": .string(schedule.bookedAt.iso8601),
            "confirmed_at": JSON(schedule.confirmedAt?.iso8601),
            "cancelled_at": JSON(schedule.cancelledAt?.iso8601),
            "cancellation_reason": .string(schedule.cancellationReason),
            "cancelled_by": JSON(schedule.cancelledBy),
            "interview_details": [
                "id": .string(schedule.interviewID.text),
                "candidate_name": .string(schedule.candidateName),
                "status": .string(schedule.interviewStatus.rawValue),
                "started_at": JSON(schedule.startedAt?.iso8601),
                "ended_at": JSON(schedule.endedAt?.iso8601),
            ],
            "slot_details": [
                "id": .string(schedule.slotID.text),
                "ai_interview_type": .string(schedule.interviewType.rawValue),
                "interview_date": .string(schedule.slotTime.date.description),
                "start_time": .string(schedule.slotTime.start.description),
                "end_time": .string(schedule.slotTime.end.description),
                "duration_minutes": .int(Int64(schedule.slotTime.durationMinutes)),
                "company_name": .string(schedule.companyName),
            ],
            "ai_interview_type": .string(schedule.interviewType.rawValue),
            "candidate_name": .string(schedule.candidateName),
        ]
    }
}
