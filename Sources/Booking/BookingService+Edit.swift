public import Domain
import MariaDB
import Store

extension BookingService {
    /// What is to be changed of a booking that is edited as an object; `nil` leaves a thing as it is.
    public struct BookingEdit: Equatable, Sendable {
        public var slot: SlotID?
        public var notes: String?
        public var status: ScheduleStatus?
        /// Why, if `status` cancels it.
        public var reason: String

        public init(slot: SlotID?, notes: String?, status: ScheduleStatus?, reason: String) {
            self.slot = slot
            self.notes = notes
            self.status = status
            self.reason = reason
        }
    }

    public enum EditOutcome: Equatable, Sendable {
        case edited, noSuchBooking, noSuchSlot
        case refused(ClaimRefusal)
    }

    /// Edits the interview's booking by the same ways as the calls for each: cancelling, moving, booking, confirming.
    ///
    /// `check` is asked under the locks, and stops it by throwing.
    public func edit(
        _ interview: InterviewID,
        _ edit: BookingEdit,
        checking check: () throws -> Void = {}
    ) throws -> EditOutcome {
        try db.transaction { _ in
            guard let locked = try lock(interview, and: Set([edit.slot].compactMap(\.self))),
                let schedule = locked.interview.schedule
            else { return .noSuchBooking }
            try check()
            if edit.status == .cancelled {
                if let notes = edit.notes { try store.setNotes(of: schedule.id, notes) }
                try end(locked, reason: edit.reason)
                return .edited
            }
            let slot = edit.slot ?? schedule.slotID
            let isBookedAnew = !schedule.status.isActive && edit.status?.isActive == true
            if slot != schedule.slotID || isBookedAnew {
                switch try book(slot, for: interview, notes: edit.notes) {
                case .booked, .moved, .unchanged: break
                case .refused(let refusal): return .refused(refusal)
                case .noSuchSlot: return .noSuchSlot
                case .noSuchInterview: return .noSuchBooking
                }
            } else if let notes = edit.notes {
                try store.setNotes(of: schedule.id, notes)
            }
            if edit.status == .confirmed { _ = try confirm(interview) }
            return .edited
        }
    }
}
