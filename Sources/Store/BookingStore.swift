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
