import CivilTime
public import Domain
import MariaDB
import Store

extension BookingService {
    public enum SlotUpdate: Equatable, Sendable {
        case updated
        case noSuchSlot
        /// The new capacity is below the bookings and holds that the slot has.
        case capacityTaken(Int)
        /// The new time overlaps another interview of a candidate who is booked here.
        case candidateOverlap
        /// The slot has bookings, and the new time has passed or the old one has begun.
        case timePassed
        /// It is not the version that the caller saw.
        case stale
    }

    /// Writes an edited slot.
    ///
    /// Bookings follow it: a new time moves them and tells the candidates, a cancelled slot cancels them.
    public func update(
        _ id: SlotID,
        ifVersion version: Int? = nil,
        _ edit: (Slot) throws -> Slot
    ) throws -> SlotUpdate {
        try db.transaction { _ in
            let interviews = try store.activeInterviews(on: id)
            var locks: [Locked] = []
            var slots: Set<SlotID> = [id]
            for interview in interviews { slots.formUnion(try store.sketch(of: interview)?.slots ?? []) }
            let lockedSlots = try store.lockSlots(slots, at: now)
            guard let locked = lockedSlots[id], let current = try SlotStore(db).slot(id, at: now) else {
                return .noSuchSlot
            }
            guard try store.activeInterviews(on: id) == interviews else { throw RetryTransaction() }
            if let version, version != current.version { return .stale }
            var edited = try edit(current)
            edited.updatedAt = now
            let taken = locked.currentBookings + locked.otherHolds
            guard edited.maxCandidates >= taken || edited.maxCandidates == current.maxCandidates else {
                return .capacityTaken(taken)
            }
            for interview in interviews {
                guard let lock = try lock(interview, and: slots) else { continue }
                locks.append(lock)
            }
            let isMoved = edited.time.startsAt != current.time.startsAt || edited.time.endsAt != current.time.endsAt
            if isMoved, !locks.isEmpty, min(current.time.startsAt, edited.time.startsAt) <= now { return .timePassed }
            if isMoved, try overlaps(locks, with: edited.time) { return .candidateOverlap }
            try SlotStore(db).update(edited)
            for lock in locks {
                if edited.status == .cancelled {
                    try end(lock, reason: "The slot was cancelled.")
                } else if isMoved {
                    try shift(lock, from: current.time, to: edited)
                }
            }
            return .updated
        }
    }

    private func overlaps(_ locks: [Locked], with time: SlotTime) throws -> Bool {
        for lock in locks {
            let others = try store.occupied(
                candidate: lock.interview.candidate.id,
                not: lock.interview.id,
                in: time.span,
                at: now
            )
            if !others.isEmpty { return true }
        }
        return false
    }

    private func shift(_ locked: Locked, from old: SlotTime, to slot: Slot) throws {
        guard let schedule = locked.interview.schedule else { return }
        try store.advanceSequence(of: schedule.id)
        try store.setTimes(of: locked.interview.id, slot.time, at: now)
        try setSession(of: locked.interview.id, time: slot.time)
        try record(
            BookingEvent(
                .slotChanged,
                interview: locked.interview.id,
                schedule: schedule.id,
                company: slot.companyID,
                slotBefore: slot.id,
                slotAfter: slot.id,
                statusBefore: schedule.status,
                statusAfter: schedule.status,
                reason: "The slot was moved."
            )
        )
        if locked.interview.status == .completed { return }
        guard let facts = try context.mail.facts(of: locked.interview.id, db) else { return }
        try context.mail.rescheduled(facts, from: old.startsAt, db: db, at: now)
    }

    /// Deletes the slot; its bookings are cancelled first, and their candidates told.
    ///
    /// `check` is asked under the locks, and stops it by throwing. `false` when it is gone already.
    public func deleteSlot(_ id: SlotID, checking check: () throws -> Void = {}) throws -> Bool {
        try db.transaction { _ in
            let interviews = try store.concernedInterviews(by: id)
            var slots: Set<SlotID> = [id]
            for interview in interviews { slots.formUnion(try store.sketch(of: interview)?.slots ?? []) }
            guard try store.lockSlots(slots, at: now)[id] != nil else { return false }
            guard try store.concernedInterviews(by: id) == interviews else { throw RetryTransaction() }
            try check()
            for interview in interviews {
                guard let locked = try lock(interview, and: slots) else { continue }
                try end(locked, reason: "The slot was removed.")
            }
            try SlotStore(db).delete(id)
            return true
        }
    }
}
