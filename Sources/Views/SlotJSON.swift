public import CivilTime
public import Domain
public import JSON

/// A slot as the frontend reads it, key by key.
public enum SlotJSON {
    public static func object(_ slot: Slot, at now: Instant) -> JSON.Object {
        var json: JSON.Object = [
            "id": .string(slot.id.text),
            "slot_type": .string(slot.type.rawValue),
            "status": .string(slot.shownStatus.rawValue),
            "interview_date": .string(slot.time.date.description),
            "start_time": .string(slot.time.start.description),
            "end_time": .string(slot.time.end.description),
            "duration_minutes": .int(Int64(slot.time.durationMinutes)),
            "ai_interview_type": .string(slot.interviewType.rawValue),
            "ai_configuration": .object(slot.aiConfiguration),
            "company": .int(slot.companyID),
            "company_name": .string(slot.companyName),
            "job": JSON(slot.jobID),
        ]
        // Left out rather than null when there is no job, as the reference does with dotted fields.
        if let title = slot.jobTitle { json["job_title"] = .string(title) }
        json["is_recurring"] = .bool(slot.isRecurring)
        json["recurring_pattern"] = .object(slot.recurringPattern)
        json["notes"] = .string(slot.notes)
        json["max_candidates"] = .int(Int64(slot.maxCandidates))
        json["current_bookings"] = .int(Int64(slot.currentBookings))
        json["is_available"] = .bool(slot.isAvailable(at: now))
        json["available_spots"] = .int(Int64(slot.availableSpots))
        json["full_start_datetime"] = .string(slot.time.startsAt.iso8601)
        json["full_end_datetime"] = .string(slot.time.endsAt.iso8601)
        json["legacy_start_datetime"] = .null
        json["legacy_end_datetime"] = .null
        json["time_zone"] = JSON(slot.time.zoneName)
        json["created_at"] = .string(slot.createdAt.iso8601)
        json["updated_at"] = .string(slot.updatedAt.iso8601)
        return json
    }

    /// The shorter object of `available-slots/`.
    public static func brief(_ slot: Slot) -> JSON.Object {
        [
            "id": .string(slot.id.text),
            "interview_date": .string(slot.time.date.description),
            "start_time": .string(slot.time.start.description),
            "end_time": .string(slot.time.end.description),
            "ai_interview_type": .string(slot.interviewType.rawValue),
            "company": .int(slot.companyID),
            "status": .string(slot.shownStatus.rawValue),
            "current_bookings": .int(Int64(slot.currentBookings)),
            "max_candidates": .int(Int64(slot.maxCandidates)),
            "available_spots": .int(Int64(slot.availableSpots)),
        ]
    }
}
