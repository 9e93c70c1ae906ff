import Booking
import Domain
import JSON
import Web

/// A booking as it is edited: its notes, another slot, or another status.
struct ScheduleInput {
    /// A slot that is named and not the booking's own.
    let slot: SlotID?
    let edit: BookingService.BookingEdit

    init(_ reader: inout FieldReader, of schedule: Schedule) {
        let interview: Field<InterviewID> = reader.id("interview", .nullable)
        let named: Field<SlotID> = reader.id("slot", .nullable)
        let notes = reader.text("booking_notes", max: 10_000, [.blank, .nullable])
        let status = reader.choice("status", among: ScheduleStatus.allCases.map(\.rawValue), .nullable)
        let reason = reader.text("cancellation_reason", max: 2000, [.blank, .nullable])
        let wanted = status.value.flatMap(ScheduleStatus.init(rawValue:))
        if let id = interview.value, id != schedule.interviewID {
            reader.errors.add("interview", "A booking keeps its interview.")
        }
        if wanted == .rescheduled, schedule.status != .rescheduled {
            reader.errors.add("status", "A booking is rescheduled by naming another slot.")
        }
        slot = named.value == schedule.slotID ? nil : named.value
        edit = BookingService.BookingEdit(slot: slot, notes: notes.value, status: wanted, reason: reason.value ?? "")
    }
}
