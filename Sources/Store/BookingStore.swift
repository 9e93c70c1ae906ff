public import CivilTime
public import Domain
public import MariaDB

/// The rows that a seat depends on, read under locks and written in one transaction.
///
/// Every function here is called inside a transaction. The order of locks is the same for all: slots in the order of
/// their ids, then the candidate, then the interview with its schedule and holds. A deadlock between two bookings is
/// therefore impossible, and one with anything else is tried again by `Connection.transaction`.
public struct BookingStore {
    private let db: Connection

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
    }

    /// An interview whose row is locked.
    public struct LockedInterview: Equatable, Sendable {
        public let id: InterviewID
        public let candidateID: Int64
        public let companyID: Int64?
        public let status: InterviewStatus
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

    // MARK: Reading and locking

    public func sketch(of interview: InterviewID) throws(DatabaseError) -> Sketch? {
        let candidate = try db.first("SELECT candidate_id FROM interview WHERE id = \(interview)") {
            (row) throws(DatabaseError) in try row.key()
        }
        guard let candidate else { return nil }
        let slots: [SlotID] = try db.all(
            """
            SELECT slot_id FROM schedule WHERE interview_id = \(interview)
            UNION
            SELECT slot_id FROM hold WHERE interview_id = \(interview)
            """
        ) { (row) throws(DatabaseError) in try row.id() }
        return Sketch(candidateID: candidate, slots: Set(slots))
    }

    /// Locks the slots in the order of their ids; a missing one is left out.
    ///
    /// The company is asked in a subquery, whose rows a locking read does not lock.
    public func lockSlots(_ ids: Set<SlotID>) throws(DatabaseError) -> [SlotID: LockedSlot] {
        var locked: [SlotID: LockedSlot] = [:]
        for id in ids.sorted(by: { $0.text < $1.text }) {
            locked[id] = try db.first(
                """
                SELECT slot.id, slot.company_id, slot.job_id, slot.status, slot.interview_date, slot.start_time,
                    slot.end_time,
                    COALESCE(slot.time_zone, (SELECT time_zone FROM company WHERE company.id = slot.company_id)),
                    slot.starts_at, slot.ends_at, slot.max_candidates, slot.current_bookings
                FROM slot
                WHERE slot.id = \(id)
                FOR UPDATE
                """,
                LockedSlot.init
            )
        }
        return locked
    }

    /// Locks the candidate, so that two bookings of one person look at each other's times; `false` when there is none.
    public func lockCandidate(_ id: Int64) throws(DatabaseError) -> Bool {
        try db.first("SELECT id FROM candidate WHERE id = \(id) FOR UPDATE") { (row) throws(DatabaseError) in
            try row.key()
        } != nil
    }

    public func lockInterview(_ id: InterviewID) throws(DatabaseError) -> LockedInterview? {
        let schedule = try db.first(
            "SELECT id, slot_id, status, calendar_sequence FROM schedule WHERE interview_id = \(id) FOR UPDATE",
            LockedSchedule.init
        )
        let holds = try db.all(
            "SELECT slot_id, kind, status_before, expires_at FROM hold WHERE interview_id = \(id) ORDER BY slot_id FOR UPDATE",
            Hold.init
        )
        return try db.first(
            "SELECT candidate_id, company_id, status FROM interview WHERE id = \(id) FOR UPDATE"
        ) { (row) throws(DatabaseError) in
            LockedInterview(
                id: id,
                candidateID: try row.key(),
                companyID: try row.optionalKey(),
                status: InterviewStatus(rawValue: try row.string()) ?? .scheduled,
                schedule: schedule,
                holds: holds
            )
        }
    }

    /// Live holds on the slot that belong to other interviews.
    public func otherHolds(on slot: SlotID, not interview: InterviewID?, at now: Instant) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM hold
            WHERE slot_id = \(slot) AND expires_at > \(now)
              AND (\(interview) IS NULL OR interview_id <> \(interview))
            """
        )
    }

    /// Other interviews of the candidate, booked or held, whose time meets the half-open span from `start` to `end`.
    public func overlapping(
        candidate: Int64,
        not interview: InterviewID?,
        from start: Instant,
        to end: Instant,
        at now: Instant
    ) throws(DatabaseError) -> [InterviewID] {
        let isOther: SQL = """
            interview.candidate_id = \(candidate) AND interview.status = 'scheduled'
            AND (\(interview) IS NULL OR interview.id <> \(interview))
            AND slot.starts_at < \(end) AND slot.ends_at > \(start)
            """
        return try db.all(
            """
            SELECT interview.id
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            JOIN slot ON slot.id = schedule.slot_id
            WHERE schedule.is_active AND \(isOther)
            UNION
            SELECT interview.id
            FROM interview
            JOIN hold ON hold.interview_id = interview.id
            JOIN slot ON slot.id = hold.slot_id
            WHERE hold.expires_at > \(now) AND hold.kind = 'new' AND \(isOther)
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    /// The interviews with an active booking on the slot.
    public func activeInterviews(on slot: SlotID) throws(DatabaseError) -> [InterviewID] {
        try db.all(
            "SELECT interview_id FROM schedule WHERE slot_id = \(slot) AND is_active ORDER BY interview_id"
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    // MARK: Seats

    /// Takes a seat; `false` when there is none, whatever was read before.
    public func takeSeat(in slot: SlotID, at now: Instant) throws(DatabaseError) -> Bool {
        try db.execute(
            """
            UPDATE slot
            SET current_bookings = current_bookings + 1, version = version + 1, updated_at = \(now)
            WHERE id = \(slot) AND current_bookings < max_candidates
            """
        ) == 1
    }

    public func freeSeat(in slot: SlotID, at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE slot
            SET current_bookings = current_bookings - 1, version = version + 1, updated_at = \(now)
            WHERE id = \(slot)
            """
        )
    }

    public func hold(
        _ slot: SlotID,
        for interview: InterviewID,
        kind: HoldKind,
        statusBefore: ScheduleStatus? = nil,
        until expiry: Instant,
        by user: Int64?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO hold (interview_id, slot_id, kind, status_before, expires_at, created_by, created_at)
            VALUES (
                \(interview), \(slot), \(kind.rawValue), \(statusBefore?.rawValue), \(expiry), \(user), \(now)
            )
            ON DUPLICATE KEY UPDATE expires_at = VALUES(expires_at)
            """
        )
    }

    public func dropHolds(of interview: InterviewID, kind: HoldKind? = nil) throws(DatabaseError) {
        guard let kind else {
            try db.execute("DELETE FROM hold WHERE interview_id = \(interview)")
            return
        }
        try db.execute("DELETE FROM hold WHERE interview_id = \(interview) AND kind = \(kind.rawValue)")
    }

    /// Released bookings whose hold has run out: nobody renewed or moved them.
    public func expiredReleases(at now: Instant, limit: Int) throws(DatabaseError) -> [InterviewID] {
        try db.all(
            """
            SELECT interview_id
            FROM hold
            WHERE expires_at <= \(now) AND kind = 'release'
            ORDER BY expires_at, interview_id
            LIMIT \(limit)
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    /// Removes holds for new bookings that ran out; they count for nothing already.
    public func sweepHolds(at now: Instant) throws(DatabaseError) {
        try db.execute("DELETE FROM hold WHERE expires_at <= \(now) AND kind = 'new' LIMIT 1000")
    }

    // MARK: The booking

    public func addSchedule(
        _ id: ScheduleID,
        interview: InterviewID,
        slot: SlotID,
        notes: String,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO schedule (id, interview_id, slot_id, status, booking_notes, booked_at)
            VALUES (\(id), \(interview), \(slot), 'pending', \(notes), \(now))
            """
        )
    }

    /// Puts an existing booking on `slot` with `status`, as one step further in its calendar's sequence.
    public func moveSchedule(
        _ id: ScheduleID,
        to slot: SlotID,
        status: ScheduleStatus,
        notes: String?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE schedule
            SET slot_id = \(slot), status = \(status.rawValue), booking_notes = COALESCE(\(notes), booking_notes),
                booked_at = \(now), confirmed_at = IF(\(status == .confirmed), confirmed_at, NULL),
                cancelled_at = NULL, cancellation_reason = '', cancelled_by = NULL,
                calendar_sequence = calendar_sequence + 1
            WHERE id = \(id)
            """
        )
    }

    /// Takes back a release: the booking is as it was, and nobody need hear of it.
    public func restoreSchedule(_ id: ScheduleID, status: ScheduleStatus) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE schedule
            SET status = \(status.rawValue), cancelled_at = NULL, cancellation_reason = '', cancelled_by = NULL
            WHERE id = \(id)
            """
        )
    }

    public func confirmSchedule(_ id: ScheduleID, at now: Instant) throws(DatabaseError) {
        try db.execute("UPDATE schedule SET status = 'confirmed', confirmed_at = \(now) WHERE id = \(id)")
    }

    public func cancelSchedule(
        _ id: ScheduleID,
        reason: String,
        by user: Int64?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE schedule
            SET status = 'cancelled', cancelled_at = \(now), cancellation_reason = \(reason), cancelled_by = \(user)
            WHERE id = \(id)
            """
        )
    }

    /// A change that the candidate's calendar must follow.
    public func advanceSequence(of id: ScheduleID) throws(DatabaseError) {
        try db.execute("UPDATE schedule SET calendar_sequence = calendar_sequence + 1 WHERE id = \(id)")
    }

    /// Gives the interview the times of its slot.
    public func setTimes(of interview: InterviewID, _ time: SlotTime?, at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE interview
            SET started_at = \(time?.startsAt), ended_at = \(time?.endsAt), status = 'scheduled',
                version = version + 1, updated_at = \(now)
            WHERE id = \(interview)
            """
        )
    }

    public func setStatus(of interview: InterviewID, _ status: InterviewStatus, at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE interview
            SET status = \(status.rawValue), version = version + 1, updated_at = \(now)
            WHERE id = \(interview)
            """
        )
    }

    public func deleteInterview(_ id: InterviewID) throws(DatabaseError) {
        try db.execute("DELETE FROM interview WHERE id = \(id)")
    }

    // MARK: The session

    /// Makes the interview's one session, or gives the one it has the new times; at another start one must come in anew.
    public func setSession(
        of interview: InterviewID,
        making id: SessionID,
        keyHash: [UInt8],
        conversationHash: [UInt8],
        time: SlotTime,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO session (id, interview_id, key_hash, conversation_hash, scheduled_at, ends_at, created_at)
            VALUES (\(id), \(interview), \(keyHash), \(conversationHash), \(time.startsAt), \(time.endsAt), \(now))
            ON DUPLICATE KEY UPDATE
                entered_at = IF(status = 'COMPLETED' OR scheduled_at = VALUES(scheduled_at), entered_at, NULL),
                scheduled_at = VALUES(scheduled_at), ends_at = VALUES(ends_at)
            """
        )
    }

    public func sessionID(of interview: InterviewID) throws(DatabaseError) -> SessionID? {
        try db.first("SELECT id FROM session WHERE interview_id = \(interview)") { (row) throws(DatabaseError) in
            try row.id()
        }
    }

    // MARK: The candidate

    /// Moves the candidate on after `event`, by the table of transitions.
    public func advanceCandidate(_ id: Int64, after event: CandidateStatus.Event, at now: Instant) throws(DatabaseError)
    {
        let current = try db.first("SELECT status FROM candidate WHERE id = \(id)") { (row) throws(DatabaseError) in
            try row.string()
        }
        guard let current = current.flatMap(CandidateStatus.init(rawValue:)), current.after(event) != current else {
            return
        }
        try db.execute(
            "UPDATE candidate SET status = \(current.after(event).rawValue), last_updated = \(now) WHERE id = \(id)"
        )
    }

    /// Whether the candidate has an active booking at all.
    public func hasActiveBooking(candidate: Int64) throws(DatabaseError) -> Bool {
        try db.count(
            """
            SELECT COUNT(*)
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            WHERE interview.candidate_id = \(candidate) AND schedule.is_active
            """
        ) > 0
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
