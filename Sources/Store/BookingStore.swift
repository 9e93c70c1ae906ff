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

    /// One of a candidate's interviews, booked or held, and its slot's time.
    public struct Occupied: Equatable, Sendable {
        public let interview: InterviewID
        public let time: TimeSpan
    }

    public enum HoldKind: String, Sendable { case new, release }

    public struct Hold: Equatable, Sendable {
        public let slotID: SlotID
        public let kind: HoldKind
        /// The status of the schedule before it was released.
        public let statusBefore: ScheduleStatus?
        public let expiresAt: Instant
    }

    /// Of all here this alone may be asked before the transaction.
    public func sketch(of interview: InterviewID) throws(DatabaseError) -> Sketch? {
        let rows = try db.all(
            """
            SELECT interview.candidate_id, schedule.slot_id, hold.slot_id
            FROM interview
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            LEFT JOIN hold ON hold.interview_id = interview.id
            WHERE interview.id = \(interview)
            """
        ) { (row) throws(DatabaseError) -> (candidate: Int64, slots: [SlotID?]) in
            (try row.key(), [try row.optionalID(), try row.optionalID()])
        }
        return rows.first.map {
            Sketch(candidateID: $0.candidate, slots: Set(rows.flatMap(\.slots).compactMap(\.self)))
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
