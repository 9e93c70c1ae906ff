public import CivilTime
import Domain
public import MariaDB
public import Secrets
public import Store

/// The one way to a seat: create, hold, book, move, release, cancel, delete.
///
/// Each command is one transaction that locks the slots concerned first, asks `ClaimRules`, and writes seat, schedule,
/// interview times, session, history and mail together. Every command may run twice: the second time changes nothing.
///
/// Used by the connection's thread only.
public struct BookingService {
    /// What bookings need to know of the server.
    public struct Context: Sendable {
        public let keys: SessionKeys
        /// Seconds that a seat is kept between the choice and the booking, and after a release.
        public let holdSeconds: Int
        /// Seats that one user may keep at a time without booking them.
        public let holdsPerUser: Int
        public let mail: BookingMail

        public init(keys: SessionKeys, holdSeconds: Int, holdsPerUser: Int, mail: BookingMail) {
            self.keys = keys
            self.holdSeconds = holdSeconds
            self.holdsPerUser = holdsPerUser
            self.mail = mail
        }
    }

    /// Who asks, in which request: both stand in the history.
    public struct Origin: Equatable, Sendable {
        public let actor: Actor
        public let requestID: String

        public init(actor: Actor, requestID: String) {
            self.actor = actor
            self.requestID = requestID
        }
    }

    let db: Connection
    let now: Instant
    let context: Context
    let origin: Origin

    public init(_ db: Connection, at now: Instant, context: Context, origin: Origin) {
        self.db = db
        self.now = now
        self.context = context
        self.origin = origin
    }

    var store: BookingStore { BookingStore(db) }
    var holdExpiry: Instant { now.adding(seconds: Int64(context.holdSeconds)) }

    func record(_ event: BookingEvent) throws {
        try BookingEventStore(db).add(event, by: origin.actor, request: origin.requestID, at: now)
    }

    func newID<Record>() -> EntityID<Record> {
        EntityID(trusted: UUIDText.v7(at: now.microseconds / 1000))
    }

    /// An interview with the rows that its seat depends on, all locked.
    struct Locked {
        let slots: [SlotID: BookingStore.LockedSlot]
        let interview: BookingStore.LockedInterview
        /// What a booking in the slot that it is to go to will have to say, where that was asked.
        let coming: BookingFactsStore.Coming?

        func isBooked(on slot: SlotID) -> Bool {
            interview.schedule.map { $0.status.isActive && $0.slotID == slot } ?? false
        }

        /// Whether a release of the interview's booking has run out, and nobody was told yet.
        func hasExpiredRelease(at now: Instant) -> Bool {
            interview.schedule?.status.isActive != true
                && interview.holds.contains { $0.kind == .release && $0.expiresAt <= now }
        }

        /// Whether the interview's seat in the slot was released and is kept still.
        func keepsSeat(in slot: SlotID, at now: Instant) -> Bool {
            interview.holds.contains { $0.kind == .release && $0.slotID == slot && $0.expiresAt > now }
        }
    }

    /// Locks the slots of the interview and `more`, to one of which it is to go, its candidate, and the interview itself.
    ///
    /// Which slots these are is read before they are locked, unless `sketch` says it; if it has changed by then, the
    /// transaction begins again. `nil` when there is no such interview. With `announcing` it is asked, too, what a booking in
    /// that slot will have to say: while others wait for the locks, each question less counts.
    func lock(
        _ interview: InterviewID,
        and more: Set<SlotID> = [],
        sketch: BookingStore.Sketch? = nil,
        announcing target: SlotID? = nil
    ) throws -> Locked? {
        guard let sketch = try sketch ?? store.sketch(of: interview),
            let locked = try store.lock(
                sketch.slots.union(more),
                candidate: sketch.candidateID,
                interview: interview,
                announcing: target,
                at: now
            )
        else { return nil }
        let found = Set(locked.interview.holds.map(\.slotID) + [locked.interview.schedule?.slotID].compactMap(\.self))
        guard found.isSubset(of: sketch.slots), locked.interview.candidate.id == sketch.candidateID else {
            throw RetryTransaction()
        }
        return Locked(slots: locked.slots, interview: locked.interview, coming: locked.coming)
    }

    /// What the rules look at for a seat of the interview in `slot`; both are locked.
    func facts(of slot: BookingStore.LockedSlot, for locked: Locked) throws -> ClaimFacts {
        let interview = locked.interview
        var facts = try facts(
            of: slot,
            to: interview.id,
            candidate: interview.candidate,
            company: interview.companyID
        )
        facts.interviewIsCompleted = interview.status == .completed
        // To undo a release is no new claim: nobody heard of the release.
        if interview.holds.contains(where: { $0.kind == .release && $0.slotID == slot.id }) {
            facts.rules = .none
            facts.isBlackedOut = false
        }
        return facts
    }

    /// What the rules look at for a seat of an interview that may not exist yet.
    func facts(
        of slot: BookingStore.LockedSlot,
        to interview: InterviewID?,
        candidate: BookingStore.LockedCandidate,
        company: Int64?
    ) throws -> ClaimFacts {
        var facts = ClaimFacts(
            slotStatus: slot.status,
            time: slot.time.span,
            maxCandidates: slot.maxCandidates,
            otherBookings: slot.currentBookings,
            otherHolds: slot.otherHolds,
            rules: slot.rules,
            isBlackedOut: slot.isBlackedOut
        )
        if candidate.hasOthers {
            facts.candidateTimes = try candidateTimes(candidate.id, not: interview, near: slot.time.span, slot.rules)
        }
        facts.companiesDiffer = company != nil && company != slot.companyID
        return facts
    }

    /// The candidate's other interviews that the rules about a time in `span` need to know of.
    func candidateTimes(
        _ candidate: Int64,
        not interview: InterviewID?,
        near span: TimeSpan,
        _ rules: BookingRules
    ) throws -> [TimeSpan] {
        try store.occupied(
            candidate: candidate,
            not: interview,
            in: span.widened(byMinutes: rules.bufferMinutes),
            at: now
        ).map(\.time)
    }

    /// Whether the user keeps as many seats as one may, one for `interview` not counted.
    func exceedsHoldQuota(for interview: InterviewID?) throws -> Bool {
        exceedsHoldQuota(try origin.actor.userID.map { try store.liveHolds(by: $0, not: interview, at: now) })
    }

    /// Whether so many holds of the user are all that one may have; who is no user has no quota.
    func exceedsHoldQuota(_ liveHolds: Int?) -> Bool { liveHolds.map { $0 >= context.holdsPerUser } ?? false }

    /// Moves the candidate back to "to be scheduled" when no booking is left.
    func afterCancellation(of interview: BookingStore.LockedInterview) throws {
        guard try !store.hasActiveBooking(candidate: interview.candidate.id) else { return }
        try store.advanceCandidate(interview.candidate.id, after: .cancelled, at: now)
    }
}
