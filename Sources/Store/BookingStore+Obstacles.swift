public import CivilTime
public import Domain
public import MariaDB

/// What stands in the way of a seat, read under the locks that `BookingStore.lock` takes.
extension BookingStore {
    public struct Obstacles: Equatable, Sendable {
        /// Live holds on each slot that belong to other interviews.
        public let otherHolds: [SlotID: Int]
        /// Whether the candidate has other interviews that are to come: most have not, and nothing more need be asked.
        public let candidateHasOthers: Bool
    }

    /// The answers that an `Obstacles` is made of, once the batch has run.
    struct AwaitedObstacles {
        fileprivate let holds: [(slot: SlotID, count: Batch.Answer<Int>)]
        fileprivate let others: Batch.Answer<InterviewID?>?

        var value: Obstacles {
            Obstacles(
                otherHolds: Dictionary(holds.map { ($0.slot, $0.count.value) }) { first, _ in first },
                candidateHasOthers: others.map { $0.value != nil } ?? false
            )
        }
    }

    func obstacles(
        to slots: Set<SlotID>,
        for interview: InterviewID?,
        candidate: Int64,
        at now: Instant,
        in batch: inout Batch
    ) -> AwaitedObstacles {
        guard !slots.isEmpty else { return AwaitedObstacles(holds: [], others: nil) }
        let holds = slots.sorted { $0.text < $1.text }.map { slot in
            (slot, batch.count(BookingStore.otherHolds(on: slot, not: interview, at: now)))
        }
        let others: Batch.Answer<InterviewID?> = batch.first(
            """
            SELECT id
            FROM interview
            WHERE candidate_id = \(candidate) AND status = 'scheduled' \(BookingStore.exception(interview))
            LIMIT 1
            """
        ) { (row) throws(DatabaseError) in try row.id() }
        return AwaitedObstacles(holds: holds, others: others)
    }

    /// Live holds on the slot that belong to other interviews.
    public func otherHolds(on slot: SlotID, not interview: InterviewID?, at now: Instant) throws(DatabaseError) -> Int {
        try db.count(BookingStore.otherHolds(on: slot, not: interview, at: now))
    }

    private static func exception(_ interview: InterviewID?) -> SQL {
        interview.map { "AND interview.id <> \($0)" } ?? ""
    }

    private static func otherHolds(on slot: SlotID, not interview: InterviewID?, at now: Instant) -> SQL {
        let others: SQL = interview.map { "AND interview_id <> \($0)" } ?? ""
        return "SELECT COUNT(*) FROM hold WHERE slot_id = \(slot) AND expires_at > \(now) \(others)"
    }

    /// Other interviews of the candidate, booked or held, whose time meets `span`.
    public func occupied(
        candidate: Int64,
        not interview: InterviewID?,
        in span: TimeSpan,
        at now: Instant
    ) throws(DatabaseError) -> [Occupied] {
        let isOther: SQL = """
            interview.candidate_id = \(candidate) AND interview.status = 'scheduled' \(BookingStore.exception(interview))
            AND slot.starts_at < \(span.end) AND slot.ends_at > \(span.start)
            """
        return try db.all(
            """
            SELECT interview.id, slot.starts_at, slot.ends_at
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id
            JOIN slot ON slot.id = schedule.slot_id
            WHERE schedule.is_active AND \(isOther)
            UNION
            SELECT interview.id, slot.starts_at, slot.ends_at
            FROM interview
            JOIN hold ON hold.interview_id = interview.id
            JOIN slot ON slot.id = hold.slot_id
            WHERE hold.expires_at > \(now) AND hold.kind = 'new' AND \(isOther)
            """
        ) { (row) throws(DatabaseError) in
            Occupied(interview: try row.id(), time: TimeSpan(try row.instant(), try row.instant()))
        }
    }

    /// Live holds for new bookings that a user made, without one for this interview.
    public func liveHolds(
        by user: Int64,
        not interview: InterviewID?,
        at now: Instant
    ) throws(DatabaseError) -> Int {
        try db.count(BookingStore.liveHolds(by: user, not: interview, at: now))
    }

    static func liveHolds(by user: Int64, not interview: InterviewID?, at now: Instant) -> SQL {
        let others: SQL = interview.map { "AND interview_id <> \($0)" } ?? ""
        return """
            SELECT COUNT(*) FROM hold
            WHERE created_by = \(user) AND expires_at > \(now) AND kind = 'new' \(others)
            """
    }
}
