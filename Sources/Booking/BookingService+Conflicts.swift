import CivilTime
import Domain
import JSON
import Store

extension BookingService {
    /// Notes that an interview could not have the seat because of another one, or has it although a rule forbids it.
    ///
    /// Asking again for the same thing notes nothing new while the first note is not settled.
    func recordConflict(
        _ refusal: ClaimRefusal,
        _ interview: BookingStore.LockedInterview,
        _ slot: BookingStore.LockedSlot,
        override: ClaimOverride?
    ) throws {
        let kind: InterviewConflict.Kind
        let other: InterviewID?
        switch refusal {
        case .candidateOverlap:
            kind = .overlap
            other = try store.occupied(
                candidate: interview.candidate.id,
                not: interview.id,
                in: slot.time.span,
                at: now
            ).first?.interview
        case .slotFull, .slotClosed:
            kind = .slotUnavailable
            other = try store.activeInterviews(on: slot.id).first { $0 != interview.id }
        default: return
        }
        var details: JSON.Object = ["rule": .string(refusal.rawValue), "slot": .string(slot.id.text)]
        details["overridden"] = .bool(override != nil)
        if let override { details["reason"] = .string(override.reason) }
        let conflicts = ConflictStore(db)
        guard try !conflicts.isPending(kind, primary: interview.id, other: other) else { return }
        try conflicts.add(
            newID(),
            kind,
            primary: interview.id,
            other: other,
            company: slot.companyID,
            details: details,
            at: now
        )
    }
}
