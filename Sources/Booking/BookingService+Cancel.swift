public import Domain
import MariaDB
import Store

extension BookingService {
    public enum CancelOutcome: Equatable, Sendable { case cancelled, unchanged, noSuchBooking }

    /// Cancels the interview's booking, frees its seat and writes to the candidate; again, it changes nothing.
    ///
    /// `check` is asked under the locks, and stops it by throwing.
    public func cancel(
        _ interview: InterviewID,
        reason: String,
        checking check: () throws -> Void = {}
    ) throws -> CancelOutcome {
        try db.transaction { _ in
            guard let locked = try lock(interview), locked.interview.schedule != nil else { return .noSuchBooking }
            try check()
            return try end(locked, reason: reason) ? .cancelled : .unchanged
        }
    }

    /// Ends an active or released booking: seat, holds, history, mail.
    ///
    /// Of an interview that is over nobody is told that it is cancelled. `false` when there was none to end.
    @discardableResult
    func end(_ locked: Locked, reason: String, dropping kind: BookingStore.HoldKind? = nil) throws -> Bool {
        let interview = locked.interview
        guard let schedule = interview.schedule else {
            try store.dropHolds(of: interview.id, kind: kind)
            return false
        }
        let wasReleased = interview.holds.contains { $0.kind == .release }
        guard schedule.status.isActive || wasReleased else {
            try store.dropHolds(of: interview.id, kind: kind)
            return false
        }
        if schedule.status.isActive {
            try store.freeSeat(in: schedule.slotID, at: now)
            try store.cancelSchedule(schedule.id, reason: reason, by: origin.actor.userID, at: now)
        }
        try store.advanceSequence(of: schedule.id)
        try store.dropHolds(of: interview.id, kind: kind)
        try afterCancellation(of: interview)
        try record(
            BookingEvent(
                .cancelled,
                interview: interview.id,
                schedule: schedule.id,
                company: interview.companyID,
                slotBefore: schedule.slotID,
                statusBefore: schedule.status,
                statusAfter: .cancelled,
                reason: reason
            )
        )
        let hasEnded = locked.slots[schedule.slotID].map { $0.time.endsAt <= now } ?? false
        if interview.status == .completed || hasEnded {
            try context.mail.withdraw(interview.id, db: db, at: now)
        } else {
            try context.mail.cancelled(interview.id, db: db, at: now)
        }
        return true
    }

    /// What a release came to.
    public struct ReleaseOutcome: Equatable, Sendable {
        /// The interview whose booking was released, if one was.
        public let released: InterviewID?
        /// How many bookings the slot had, when none was named and more than one stood.
        public let remaining: Int
    }

    /// Releases one booking of the slot: of `interview`, or of the only one it has; with several, nobody is put out.
    ///
    /// The release is tentative. The booking is cancelled at once and its seat stays held for the interview: booking
    /// another slot completes it as a move, booking the same one undoes it, and only when the hold runs out is the
    /// candidate told of a cancellation.
    public func release(_ slot: SlotID, of interview: InterviewID?) throws -> ReleaseOutcome {
        try db.transaction { _ in
            let active = try store.activeInterviews(on: slot)
            guard let chosen = interview ?? (active.count == 1 ? active.first : nil), active.contains(chosen) else {
                return ReleaseOutcome(released: nil, remaining: active.count)
            }
            guard let locked = try lock(chosen, and: [slot]), let schedule = locked.interview.schedule,
                schedule.status.isActive, schedule.slotID == slot
            else { throw RetryTransaction() }
            try store.freeSeat(in: slot, at: now)
            try store.cancelSchedule(schedule.id, reason: "Slot released", by: origin.actor.userID, at: now)
            try store.hold(
                slot,
                for: chosen,
                kind: .release,
                statusBefore: schedule.status,
                until: holdExpiry,
                by: origin.actor.userID,
                at: now
            )
            try record(
                BookingEvent(
                    .released,
                    interview: chosen,
                    schedule: schedule.id,
                    company: locked.interview.companyID,
                    slotBefore: slot,
                    statusBefore: schedule.status,
                    statusAfter: .cancelled
                )
            )
            return ReleaseOutcome(released: chosen, remaining: active.count - 1)
        }
    }

    /// Ends a booking whose release ran out; a seat that is kept elsewhere by now stays kept.
    func endRelease(_ locked: Locked) throws {
        try end(locked, reason: "Slot released", dropping: .release)
    }

    /// Turns releases that ran out into cancellations, each in its own transaction, and removes holds that ran out.
    ///
    /// Returns how many were settled.
    public func settleReleases(limit: Int = 100) throws -> Int {
        let expired = try store.expiredReleases(at: now, limit: limit)
        for interview in expired {
            try db.transaction { _ in
                guard let locked = try lock(interview) else { return }
                let isDue = locked.interview.holds.contains { $0.kind == .release && $0.expiresAt <= now }
                guard isDue else { return }
                if locked.interview.schedule?.status.isActive == true {
                    try store.dropHolds(of: interview, kind: .release)
                } else {
                    try endRelease(locked)
                }
            }
        }
        try store.sweepHolds(at: now)
        return expired.count
    }

    /// Deletes the interview, frees its seat and tells the candidate; `false` when it is gone already.
    ///
    /// `check` is asked under the locks, and stops it by throwing.
    public func deleteInterview(_ interview: InterviewID, checking check: () throws -> Void = {}) throws -> Bool {
        try db.transaction { _ in
            guard let locked = try lock(interview) else { return false }
            try check()
            try end(locked, reason: "")
            try record(
                BookingEvent(
                    .deleted,
                    interview: interview,
                    schedule: locked.interview.schedule?.id,
                    company: locked.interview.companyID,
                    slotBefore: locked.interview.schedule?.slotID
                )
            )
            try store.deleteInterview(interview, at: now)
            return true
        }
    }

    /// Marks the interview completed or failed; its candidate moves on.
    public func setStatus(of interview: InterviewID, _ status: InterviewStatus) throws {
        try db.transaction { _ in
            guard let locked = try lock(interview), locked.interview.status != status else { return }
            try store.setStatus(of: interview, status, at: now)
            if status != .error {
                try store.setSessionStatus(of: interview, isCompleted: status == .completed, at: now)
            }
            switch status {
            case .completed: try store.advanceCandidate(locked.interview.candidate.id, after: .completed, at: now)
            case .error: try store.advanceCandidate(locked.interview.candidate.id, after: .failed, at: now)
            case .scheduled: break
            }
            try record(
                BookingEvent(
                    .completed,
                    interview: interview,
                    schedule: locked.interview.schedule?.id,
                    company: locked.interview.companyID,
                    reason: status.rawValue
                )
            )
        }
    }
}
