public import CivilTime
public import Domain
public import JSON

/// A slot as the frontend reads it, key by key.
public struct SlotJSON<Shown: ShownSlot>: JSONWritable where Shown.Text: JSONWritable, Shown.Document: JSONWritable {
    private let slot: Shown
    private let now: Instant

    public init(_ slot: Shown, at now: Instant) {
        self.slot = slot
        self.now = now
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { json in
            json.member("id", slot.idText)
            json.member("slot_type", slot.typeText)
            json.member("status", slot.shownStatus.rawValue)
            json.member("interview_date", slot.date)
            json.member("start_time", slot.start)
            json.member("end_time", slot.end)
            json.member("duration_minutes", slot.span.durationMinutes)
            json.member("ai_interview_type", slot.interviewTypeText)
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
            json.member("full_start_datetime", slot.span.start)
            json.member("full_end_datetime", slot.span.end)
            json.member("legacy_start_datetime", JSON.null)
            json.member("legacy_end_datetime", JSON.null)
            json.member("time_zone", slot.zoneName)
            json.member("created_at", slot.createdAt)
            json.member("updated_at", slot.updatedAt)
        }
    }
}

/// The shorter object of `available-slots/`.
public struct BriefSlotJSON<Shown: ShownSlot>: JSONWritable where Shown.Text: JSONWritable {
    private let slot: Shown

    public init(_ slot: Shown) { self.slot = slot }

    public func write(to writer: inout JSONWriter) {
        writer.object { json in
            json.member("id", slot.idText)
            json.member("interview_date", slot.date)
            json.member("start_time", slot.start)
            json.member("end_time", slot.end)
            json.member("ai_interview_type", slot.interviewTypeText)
            json.member("company", slot.companyID)
            json.member("status", slot.shownStatus.rawValue)
            json.member("current_bookings", slot.currentBookings)
            json.member("max_candidates", slot.maxCandidates)
            json.member("available_spots", slot.availableSpots)
        }
    }
}
