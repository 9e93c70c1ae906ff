public import Domain
public import MariaDB
import Secrets
public import Store

extension BookingService {
    /// What came of asking for a booking; each is an ordinary answer.
    public enum BookingOutcome: Equatable, Sendable {
        case booked(ScheduleID)
        /// The interview had another slot, which is free again.
        case moved(ScheduleID)
        /// It was booked already; nothing was changed but the notes, if any were given, and nothing is sent.
        case unchanged(ScheduleID)
        case refused(ClaimRefusal)
        case noSuchInterview
        case noSuchSlot
    }

    /// Books `slot` for `interview`: a first booking, a move from another slot, or the return of a released one.
    ///
    /// A hold of this interview on the slot becomes the booking's seat; all its holds end.
    ///
    /// `override` sets one rule aside; that is written into the history and recorded as a conflict to be settled. `sketch`
    /// is what the interview was seen to hold just now, so that it need not be asked again. What `read` adds to its batch is
    /// read at the end of a transaction that leaves the interview booked.
    public func book(
        _ slot: SlotID,
        for interview: InterviewID,
        notes: String?,
        override: ClaimOverride? = nil,
        sketch: BookingStore.Sketch? = nil,
        reading read: (inout Batch) -> Void = { _ in }
    ) throws -> BookingOutcome {
        var sketch = sketch
        return try db.transaction { db in
            // Should this begin again, then because it is out of date.
            let seen = sketch.take()
            guard let locked = try lock(interview, and: [slot], sketch: seen, announcing: slot) else {
                return .noSuchInterview
            }
            guard let target = locked.slots[slot] else { return .noSuchSlot }
            if let schedule = locked.interview.schedule, schedule.status.isActive, schedule.slotID == slot {
                if let notes { try store.setNotes(of: schedule.id, notes) }
                try db.readAfterCommit(reads(read))
                return .unchanged(schedule.id)
            }
            let refusals = ClaimRules.refusals(try facts(of: target, for: locked), at: now)
            let overridden = override.flatMap { $0.rule.mayBeOverridden && refusals.contains($0.rule) ? $0 : nil }
            if let refusal = refusals.first(where: { $0 != overridden?.rule }) {
                try recordConflict(refusal, locked.interview, target, override: nil)
                return .refused(refusal)
            }
            if let overridden { try recordConflict(overridden.rule, locked.interview, target, override: overridden) }
            let outcome = try claim(target, for: locked, notes: notes, override: overridden)
            try db.readAfterCommit(reads(read))
            return outcome
        }
    }

    /// Made anew for each attempt of a transaction: an answer keeps what it was given first.
    func reads(_ read: (inout Batch) -> Void) -> Batch {
        var batch = Batch()
        read(&batch)
        return batch
    }

    /// Takes the seat that no rule refuses, with everything that it entails.
    func claim(
        _ target: BookingStore.LockedSlot,
        for locked: Locked,
        notes: String?,
        override: ClaimOverride? = nil
    ) throws -> BookingOutcome {
        try store.takeSeat(in: target.id, at: now)
        let outcome = try place(locked, in: target, notes: notes, override: override)
        try store.dropHolds(of: locked.interview.id)
        return outcome
    }

    /// Writes everything that a taken seat entails.
    private func place(
        _ locked: Locked,
        in target: BookingStore.LockedSlot,
        notes: String?,
        override: ClaimOverride?
    ) throws -> BookingOutcome {
        let interview = locked.interview
        try store.setTimes(of: interview.id, target.time, at: now)
        try store.advanceCandidate(interview.candidate.id, from: interview.candidate.status, after: .booked, at: now)
        guard let schedule = interview.schedule else {
            let id: ScheduleID = newID()
            try store.addSchedule(id, interview: interview.id, slot: target.id, notes: notes ?? "", at: now)
            let session = try finish(
                Step(interview: interview, schedule: id, action: .booked, after: .pending, override: override),
                in: target
            )
            if let facts = try mailFacts(locked, notes, session) { try context.mail.scheduled(facts, db: db, at: now) }
            return .booked(id)
        }
        let release = interview.holds.first { $0.kind == .release && $0.slotID == schedule.slotID }
        // A slot that was moved while its booking was released is another time for the candidate.
        let isSameTime = interview.startedAt == target.time.startsAt && interview.endedAt == target.time.endsAt
        if let release, schedule.slotID == target.id, isSameTime {
            let status = release.statusBefore ?? .pending
            try store.restoreSchedule(schedule.id, status: status)
            let step = Step(
                interview: interview,
                schedule: schedule.id,
                action: .restored,
                after: status,
                override: override
            )
            _ = try finish(step, in: target)
            return .booked(schedule.id)
        }
        let isMove = schedule.status.isActive || release != nil
        if schedule.status.isActive { try store.freeSeat(in: schedule.slotID, at: now) }
        try store.moveSchedule(schedule.id, to: target.id, status: .pending, notes: notes, at: now)
        let step = Step(
            interview: interview,
            schedule: schedule.id,
            action: isMove ? .moved : .booked,
            after: .pending,
            override: override
        )
        let session = try finish(step, in: target)
        let facts = try mailFacts(locked, notes, session)
        guard isMove, let oldStart = interview.startedAt ?? locked.slots[schedule.slotID]?.time.startsAt else {
            if let facts { try context.mail.scheduled(facts, db: db, at: now) }
            return .booked(schedule.id)
        }
        if let facts { try context.mail.rescheduled(facts, from: oldStart, db: db, at: now) }
        return .moved(schedule.id)
    }

    /// One step of a booking's life, as the history has it.
    private struct Step {
        let interview: BookingStore.LockedInterview
        let schedule: ScheduleID
        let action: BookingAction
        let after: ScheduleStatus
        let override: ClaimOverride?
    }

    /// What the mail about the booking has to say, `nil` where the candidate has no address.
    private func mailFacts(_ locked: Locked, _ notes: String?, _ session: SessionID) throws -> BookingFacts? {
        guard let coming = locked.coming else { return try context.mail.facts(of: locked.interview.id, db) }
        return try context.mail.facts(of: coming, notes: notes, session: session)
    }

    /// Returns the id of the interview's session, should it have had none.
    private func finish(_ step: Step, in target: BookingStore.LockedSlot) throws -> SessionID {
        let session = try setSession(of: step.interview.id, time: target.time)
        try record(
            BookingEvent(
                step.action,
                interview: step.interview.id,
                schedule: step.schedule,
                company: target.companyID,
                slotBefore: step.interview.schedule?.slotID,
                slotAfter: target.id,
                statusBefore: step.interview.schedule?.status,
                statusAfter: step.after,
                ruleOverridden: step.override?.rule,
                reason: step.override?.reason ?? ""
            )
        )
        return session
    }

    /// Makes the interview's session if it has none; one session and one key for its whole life.
    ///
    /// Returns the id that it is made with; a session that is there keeps its own.
    @discardableResult
    func setSession(of interview: InterviewID, time: SlotTime) throws -> SessionID {
        let id: SessionID = newID()
        try store.setSession(
            of: interview,
            making: id,
            keyHash: context.keys.hash(of: context.keys.key(for: id.text)),
            conversationHash: context.keys.hash(of: context.keys.conversationID(for: id.text)),
            time: time,
            at: now
        )
        return id
    }

    /// Confirms a pending booking.
    ///
    /// `check` is asked under the locks, and stops it by throwing.
    public func confirm(_ interview: InterviewID, checking check: () throws -> Void = {}) throws -> ConfirmOutcome {
        try db.transaction { _ in
            guard let locked = try lock(interview), let schedule = locked.interview.schedule else {
                return .noSuchBooking
            }
            try check()
            if schedule.status == .confirmed { return .unchanged }
            guard schedule.status.successors.contains(.confirmed), schedule.status.isActive else { return .cancelled }
            try store.confirmSchedule(schedule.id, at: now)
            try record(
                BookingEvent(
                    .confirmed,
                    interview: interview,
                    schedule: schedule.id,
                    company: locked.interview.companyID,
                    slotBefore: schedule.slotID,
                    slotAfter: schedule.slotID,
                    statusBefore: schedule.status,
                    statusAfter: .confirmed
                )
            )
            return .confirmed
        }
    }

    public enum ConfirmOutcome: Equatable, Sendable { case confirmed, unchanged, cancelled, noSuchBooking }
}
