public import CivilTime
public import Domain
import MariaDB
import Store

extension BookingService {
    /// Which seat a new interview is to have kept for it.
    public enum SlotChoice: Equatable, Sendable {
        case none
        case slot(SlotID)
        /// A slot of the company at exactly this wall clock, if it has one: the frontend leaves out the id of a slot
        /// that is no longer listed, and says that it was scheduled.
        case wallClock(date: LocalDate, start: LocalTime, end: LocalTime)

        /// Whether a slot at that time is one that was chosen; it may have been moved since it was found.
        func fits(_ time: SlotTime) -> Bool {
            guard case .wallClock(let date, let start, let end) = self else { return true }
            return time.date == date && time.start == start && time.end == end
        }
    }

    public enum CreateOutcome: Equatable, Sendable {
        /// The interview as it was written.
        case created(Interview)
        case refused(ClaimRefusal)
        case noSuchSlot
    }

    /// Adds the interview and, where a slot is chosen, keeps a seat for it until the hold runs out.
    ///
    /// Refused, nothing is written. The interview takes the times of the slot, and its company and job unless it has its own.
    public func create(
        _ interview: Interview,
        choosing choice: SlotChoice
    ) throws -> CreateOutcome {
        try db.transaction { db in
            let candidates = try slots(for: choice, company: interview.companyID)
            guard !candidates.isEmpty else {
                try InterviewStore(db).add(interview, by: origin.actor.userID)
                try record(BookingEvent(.created, interview: interview.id, company: interview.companyID))
                return .created(interview)
            }
            guard
                let (locked, candidate, liveHolds) = try store.lock(
                    Set(candidates),
                    candidate: interview.candidateID,
                    user: origin.actor.userID,
                    at: now
                )
            else { return .noSuchSlot }
            let isOverQuota = exceedsHoldQuota(liveHolds)
            var refused: ClaimRefusal?
            for id in candidates {
                guard let slot = locked[id], choice.fits(slot.time) else { continue }
                var facts = try facts(of: slot, to: nil, candidate: candidate, company: interview.companyID)
                facts.exceedsHoldQuota = isOverQuota
                if let refusal = ClaimRules.refusal(facts, at: now) {
                    refused = refused ?? refusal
                    continue
                }
                return .created(try add(interview, holding: slot))
            }
            // The slots at that time went, or went elsewhere, before they were locked: there may be others, or none.
            if refused == nil, case .wallClock = choice { throw RetryTransaction() }
            return refused.map(CreateOutcome.refused) ?? .noSuchSlot
        }
    }

    private func add(_ interview: Interview, holding slot: BookingStore.LockedSlot) throws -> Interview {
        var interview = interview
        interview.startedAt = slot.time.startsAt
        interview.endedAt = slot.time.endsAt
        interview.companyID = interview.companyID ?? slot.companyID
        if interview.jobID == nil {
            interview.jobID = slot.jobID
            interview.jobTitle = slot.jobTitle
        }
        try InterviewStore(db).add(interview, by: origin.actor.userID)
        try keep(slot, for: interview.id)
        return interview
    }

    private func keep(_ slot: BookingStore.LockedSlot, for interview: InterviewID) throws {
        try store.hold(slot.id, for: interview, kind: .new, until: holdExpiry, by: origin.actor.userID, at: now)
        try record(BookingEvent(.held, interview: interview, company: slot.companyID, slotAfter: slot.id))
    }

    private func slots(for choice: SlotChoice, company: Int64?) throws -> [SlotID] {
        switch choice {
        case .none: return []
        case .slot(let id): return [id]
        case .wallClock(let date, let start, let end):
            guard let company else { return [] }
            return try SlotStore(db).ids(company: company, date: date, start: start, end: end)
        }
    }

    /// Keeps a seat for an interview that exists: the frontend names the new slot, or its times, when it edits one.
    ///
    /// An active booking stays where it is until the new slot is booked. `unchanged` when the seat is the interview's
    /// already, or when the company has no slot at those times.
    public func hold(_ choice: SlotChoice, for interview: Interview) throws -> HoldOutcome {
        if case .wallClock = choice, let booking = interview.booking, booking.status.isActive,
            choice.fits(booking.slotTime)
        {
            return .unchanged
        }
        return try db.transaction { _ in
            let candidates = try slots(for: choice, company: interview.companyID)
            guard let locked = try lock(interview.id, and: Set(candidates)) else { return .noSuchInterview }
            var refused: ClaimRefusal?
            for id in candidates {
                guard let target = locked.slots[id], choice.fits(target.time) else { continue }
                if locked.isBooked(on: id) { return .unchanged }
                let isKept = locked.keepsSeat(in: id, at: now)
                var facts = try facts(of: target, for: locked)
                facts.exceedsHoldQuota = try !isKept && exceedsHoldQuota(for: interview.id)
                if let refusal = ClaimRules.refusal(facts, at: now) {
                    refused = refused ?? refusal
                    continue
                }
                if isKept { return .unchanged }
                // Its time is over, swept or not: a new hold must not put off what the candidate is to hear.
                if locked.hasExpiredRelease(at: now) { try endRelease(locked) }
                try store.dropHolds(of: interview.id, kind: .new)
                try keep(target, for: interview.id)
                return .held
            }
            if let refused { return .refused(refused) }
            if case .slot = choice { return .noSuchSlot }
            guard candidates.isEmpty else { throw RetryTransaction() }
            return .unchanged
        }
    }

    public enum HoldOutcome: Equatable, Sendable {
        case held, unchanged, noSuchInterview, noSuchSlot
        case refused(ClaimRefusal)
    }
}
