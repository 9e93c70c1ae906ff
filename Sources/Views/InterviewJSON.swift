import CivilTime
public import Domain
public import JSON

/// An interview as the frontend reads it.
///
/// There is no top-level `slot`: the frontend would put the slot's object in its place and send that as an id.
public enum InterviewJSON {
    /// What stands in other tables than the interview's own.
    public struct Parts: Sendable {
        public var answers: [JSON]
        /// An AI evaluation's result; never made from a score that a person gave.
        public var aiResult: JSON.Object?
        /// What became of the candidate's newest mail: `status`, `error`, `sent_at`.
        public var mail: JSON.Object?

        public init(answers: [JSON] = [], aiResult: JSON.Object? = nil, mail: JSON.Object? = nil) {
            self.answers = answers
            self.aiResult = aiResult
            self.mail = mail
        }
    }

    public static func object(_ interview: Interview, _ parts: Parts) -> JSON.Object {
        var json: JSON.Object = [
            "id": .string(interview.id.text),
            "candidate": .int(interview.candidateID),
            "candidate_name": .string(interview.candidateName),
            "job": JSON(interview.jobID),
        ]
        if let title = interview.jobTitle { json["job_title"] = .string(title) }
        json["status"] = .string(interview.status.rawValue)
        json["interview_round"] = .string(interview.round)
        json["feedback"] = .string(interview.feedback)
        json["started_at"] = JSON(interview.startedAt?.iso8601)
        json["ended_at"] = JSON(interview.endedAt?.iso8601)
        json["video_url"] = .string(interview.videoURL)
        json["created_at"] = .string(interview.createdAt.iso8601)
        json["updated_at"] = .string(interview.updatedAt.iso8601)
        json["is_scheduled"] = .bool(interview.booking?.status.isActive ?? false)
        json["ai_interview_type"] = JSON(interview.booking?.interviewType.rawValue)
        json["slot_details"] = interview.booking.map { .object(slotDetails($0)) } ?? .null
        json["schedule_status"] = JSON(interview.booking?.status.rawValue)
        json["booking_notes"] = JSON(interview.booking?.notes)
        json["ai_result"] = parts.aiResult.map(JSON.object) ?? .null
        json["questions_and_answers"] = .array(parts.answers)
        json["email_status"] = parts.mail?["status"] ?? .null
        json["email_error"] = parts.mail?["error"] ?? .null
        json["email_sent_at"] = parts.mail?["sent_at"] ?? .null
        return json
    }

    private static func slotDetails(_ booking: Interview.Booking) -> JSON.Object {
        [
            "slot_id": .string(booking.slotID.text),
            "id": .string(booking.slotID.text),
            "interview_date": .string(booking.slotTime.date.description),
            "start_time": .string(booking.slotTime.start.description),
            "end_time": .string(booking.slotTime.end.description),
            "duration_minutes": .int(Int64(booking.slotTime.durationMinutes)),
            "ai_interview_type": .string(booking.interviewType.rawValue),
            "max_candidates": .int(Int64(booking.maxCandidates)),
            "current_bookings": .int(Int64(booking.currentBookings)),
            "slot_status": .string(booking.shownSlotStatus.rawValue),
        ]
    }
}
