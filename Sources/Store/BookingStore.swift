public import CivilTime
public import Domain
public import MariaDB

/// The rows that a seat depends on, read under locks and written in one transaction.
///
/// Every function here is called inside a transaction. The order of locks is the same for all: slots in the order of
/// their ids, then the candidate, then the interview with its schedule and holds. A deadlock between two bookings is
/// therefore impossible, and one with anything else is tried again by `Connection.transaction`.
public struct BookingStore {
    let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// What an interview holds before anything is locked: it tells which slots to lock.
    public struct Sketch: Equatable, Sendable {
        public let candidateID: Int64
        /// The slots of its schedule and its holds.
        public let slots: Set<SlotID>
    }

    /// A slot whose row is locked, with the seats that others have.
    public struct LockedSlot: Equatable, Sendable {
        public let id: SlotID
        public let companyID: Int64
        public let jobID: Int64?
        public let status: SlotStatus
        public let time: SlotTime
        public let maxCandidates: Int
        public let currentBookings: Int
        /// What its company asks beyond a free seat.
        public let rules: BookingRules
        /// Whether its day is one of the company's blackouts.
        public let isBlackedOut: Bool
    }

    /// One of a candidate's interviews, booked or held, and its slot's time.
    public struct Occupied: Equatable, Sendable {
        public let interview: InterviewID
        public let time: TimeSpan
    }

    /// An interview whose row is locked.
    public struct LockedInterview: Equatable, Sendable {
        public let id: InterviewID
        public let candidateID: Int64
        public let candidateStatus: CandidateStatus?
        public let companyID: Int64?
        public let status: InterviewStatus
        /// The start that its candidate was last told.
        public let startedAt: Instant?
        public let schedule: LockedSchedule?
        public let holds: [Hold]
    }

    public struct LockedSchedule: Equatable, Sendable {
        public let id: ScheduleID
        public let slotID: SlotID
        public let status: ScheduleStatus
        public let sequence: Int
    }

    public enum HoldKind: String, Sendable { case new, release }

    public struct Hold: Equatable, Sendable {
        public let slotID: SlotID
        public let kind: HoldKind
        /// The status of the schedule before it was released.
        public let statusBefore: ScheduleStatus?
        public let expiresAt: Instant
    }

    public func sketch(of interview: InterviewID) throws(DatabaseError) -> Sketch? {
        var batch = Batch()
        let sketch = sketch(of: interview, in: &batch)
        try db.run(batch)
        return sketch.value
    }

    /// The answers that a `Sketch` is made of, once the batch has run.
    public struct AwaitedSketch {
        fileprivate let candidate: Batch.Answer<Int64?>
        fileprivate let slots: Batch.Answer<[SlotID]>

        public var value: Sketch? {
            candidate.value.map { Sketch(candidateID: $0, slots: Set(slots.value)) }
        }
    }

    /// The same, asked for together with others; of all here this alone may be asked before the transaction.
    public func sketch(of interview: InterviewID, in batch: inout Batch) -> AwaitedSketch {
        let candidate = batch.first("SELECT candidate_id FROM interview WHERE id = \(interview)") {
            (row) throws(DatabaseError) in try row.key()
        }
        let slots: Batch.Answer<[SlotID]> = batch.all(
            """
            SELECT slot_id FROM schedule WHERE interview_id = \(interview)
            UNION ALL
            SELECT slot_id FROM hold WHERE interview_id = \(interview)
            """
        ) { (row) throws(DatabaseError) in try row.id() }
        return AwaitedSketch(candidate: candidate, slots: slots)
    }

    /// Locks the slots in the order of their ids; a missing one is left out.
    public func lockSlots(_ ids: Set<SlotID>) throws(DatabaseError) -> [SlotID: LockedSlot] {
        var batch = Batch()
        let slots = lockSlots(ids, in: &batch)
        try db.run(batch)
        return slots.locked
    }

    /// Locks the slots, then the candidate of an interview that is about to be made; `nil` when there is no candidate.
    ///
    /// Under these locks it is counted how many live holds `user` has; `nil` where nobody is named.
    public func lock(
        _ ids: Set<SlotID>,
        candidate: Int64,
        user: Int64?,
        at now: Instant
    ) throws(DatabaseError) -> (slots: [SlotID: LockedSlot], obstacles: Obstacles, liveHolds: Int?)? {
        var batch = Batch()
        let slots = lockSlots(ids, in: &batch)
        let status = lockCandidate(candidate, in: &batch)
        let obstacles = obstacles(to: ids, for: nil, candidate: candidate, user: user, at: now, in: &batch)
        try db.run(batch)
        return status.value == nil ? nil : (slots.locked, obstacles.value, obstacles.liveHolds)
    }

    /// Locks the slots, the candidate, then the interview with its schedule and holds; `nil` when one of the last two is
    /// gone.
    ///
    /// Under these locks it is looked what stands in the way of the interview's going to one of the `targets`, and `reads`
    /// are read.
    public func lock(
        _ ids: Set<SlotID>,
        candidate: Int64,
        interview: InterviewID,
        targets: Set<SlotID>,
        at now: Instant,
        and reads: Batch = Batch()
    ) throws(DatabaseError) -> (slots: [SlotID: LockedSlot], interview: LockedInterview, obstacles: Obstacles)? {
        var batch = Batch()
        let slots = lockSlots(ids, in: &batch)
        let status = lockCandidate(candidate, in: &batch)
        let schedule = batch.first(
            "SELECT id, slot_id, status, calendar_sequence FROM schedule WHERE interview_id = \(interview) FOR UPDATE",
            LockedSchedule.init
        )
        let holds = batch.all(
            """
            SELECT slot_id, kind, status_before, expires_at
            FROM hold
            WHERE interview_id = \(interview)
            ORDER BY slot_id
            FOR UPDATE
            """,
            Hold.init
        )
        let locked = batch.first(
            "SELECT candidate_id, company_id, status, started_at FROM interview WHERE id = \(interview) FOR UPDATE"
        ) { (row) throws(DatabaseError) in
            LockedInterview(
                id: interview,
                candidateID: try row.key(),
                candidateStatus: status.value ?? nil,
                companyID: try row.optionalKey(),
                status: InterviewStatus(rawValue: try row.string()) ?? .scheduled,
                startedAt: try row.optionalInstant(),
                schedule: schedule.value,
                holds: holds.value
            )
        }
        let obstacles = obstacles(to: targets, for: interview, candidate: candidate, at: now, in: &batch)
        batch.append(reads)
        try db.run(batch)
        guard status.value != nil, let interview = locked.value else { return nil }
        return (slots.locked, interview, obstacles.value)
    }

    /// The company is asked in a subquery, whose rows a locking read does not lock.
    private func lockSlots(_ ids: Set<SlotID>, in batch: inout Batch) -> [Batch.Answer<LockedSlot?>] {
        ids.sorted { $0.text < $1.text }.map { id in
            batch.first(
                """
                SELECT slot.id, slot.company_id, slot.job_id, slot.status, slot.interview_date, slot.start_time,
                    slot.end_time,
                    COALESCE(slot.time_zone, (SELECT time_zone FROM company WHERE company.id = slot.company_id)),
                    slot.starts_at, slot.ends_at, slot.max_candidates, slot.current_bookings,
                    \(BookingRules.columnsOfSlot), \(Blackout.coversSlot)
                FROM slot
                WHERE slot.id = \(id)
                FOR UPDATE
                """,
                LockedSlot.init
            )
        }
    }

    /// Locks the candidate, so that two bookings of one person look at each other's times, and reads the status.
    private func lockCandidate(_ id: Int64, in batch: inout Batch) -> Batch.Answer<CandidateStatus??> {
        batch.first("SELECT status FROM candidate WHERE id = \(id) FOR UPDATE") { (row) throws(DatabaseError) in
            CandidateStatus(rawValue: try row.string())
        }
    }

    /// The interviews with an active booking on the slot.
    public func activeInterviews(on slot: SlotID) throws(DatabaseError) -> [InterviewID] {
        try db.all(
            "SELECT interview_id FROM schedule WHERE slot_id = \(slot) AND is_active ORDER BY interview_id"
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    /// The interviews that a slot's end concerns: booked there, or released from it without the candidate's knowing yet.
    public func concernedInterviews(by slot: SlotID) throws(DatabaseError) -> [InterviewID] {
        try db.all(
            """
            SELECT interview_id
            FROM schedule
            WHERE slot_id = \(slot)
              AND (is_active OR EXISTS (
                SELECT 1
                FROM hold
                WHERE hold.interview_id = schedule.interview_id AND hold.slot_id = \(slot) AND hold.kind = 'release'
              ))
            ORDER BY interview_id
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }
}

extension [Batch.Answer<BookingStore.LockedSlot?>] {
    fileprivate var locked: [SlotID: BookingStore.LockedSlot] {
        Dictionary(compactMap { answer in answer.value.map { ($0.id, $0) } }) { first, _ in first }
    }
}

extension BookingStore.LockedSlot {
    init(_ row: inout Row) throws(DatabaseError) {
        id = try row.id()
        companyID = try row.key()
        jobID = try row.optionalKey()
        status = SlotStatus(rawValue: try row.string()) ?? .cancelled
        time = try SlotTime(&row)
        maxCandidates = try row.int()
        currentBookings = try row.int()
        rules = try BookingRules(&row)
        isBlackedOut = try row.bool()
    }
}

extension BookingStore.LockedSchedule {
    init(_ row: inout Row) throws(DatabaseError) {
        id = try row.id()
        slotID = try row.id()
        status = ScheduleStatus(rawValue: try row.string()) ?? .cancelled
        sequence = try row.int()
    }
}

extension BookingStore.Hold {
    init(_ row: inout Row) throws(DatabaseError) {
        slotID = try row.id()
        kind = BookingStore.HoldKind(rawValue: try row.string()) ?? .new
        statusBefore = try row.optionalString().flatMap(ScheduleStatus.init(rawValue:))
        expiresAt = try row.instant()
    }
}
