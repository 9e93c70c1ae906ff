public import CivilTime
public import Domain
public import JSON

/// A slot as the frontend reads it, key by key.
public struct SlotJSON: JSONWritable {
    private let slot: Slot
    private let now: Instant

    public init(_ slot: consuming Slot, at now: Instant) {
        self.slot = slot
        self.now = now
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { json in
            json.member("id", slot.id)
            json.member("slot_type", slot.type.rawValue)
            json.member("status", slot.shownStatus.rawValue)
            json.member("interview_date", slot.time.date)
            json.member("start_time", slot.time.start)
            json.member("end_time", slot.time.end)
            json.member("duration_minutes", slot.time.durationMinutes)
            json.member("ai_interview_type", slot.interviewType.rawValue)
            json.member("ai_configuration", slot.aiConfiguration)
            json.member("company", slot.companyID)
            json.member("company_name", slot.companyName)
            json.member("job", slot.jobID)
            // Left out rather than null when there is no job, as the reference does with dotted fields.
            if let title = slot.jobTitle { json.member("job_title", title) }
            json.member("is_recurring", slot.isRecurring)
            json.member("recurring_pattern", slot.recurringPattern)
            json.member("notes", slot.notes)
            json.member("max_candidates", slot.maxCandidates)
            json.member("current_bookings", slot.currentBookings)
            json.member("is_available", slot.isAvailable(at: now))
            json.member("available_spots", slot.availableSpots)
            json.member("full_start_datetime", slot.time.startsAt)
            json.member("full_end_datetime", slot.time.endsAt)
            json.member("legacy_start_datetime", JSON.null)
            json.member("legacy_end_datetime", JSON.null)
            json.member("time_zone", slot.time.zoneName)
            json.member("created_at", slot.createdAt)
            json.member("updated_at", slot.updatedAt)
        }
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
