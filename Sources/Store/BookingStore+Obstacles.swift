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

    /// The answer that an `Obstacles` is made of, once the batch has run.
    struct AwaitedObstacles {
        fileprivate let slots: [SlotID]
        /// Whether the candidate has other interviews; holds on each slot; holds of a user, if one was named.
        fileprivate let row: Batch.Answer<(hasOthers: Bool, counts: [Int])?>?

        var value: Obstacles {
            let counts = row?.value?.counts ?? []
            return Obstacles(
                otherHolds: Dictionary(zip(slots, counts)) { first, _ in first },
                candidateHasOthers: row?.value?.hasOthers ?? false
            )
        }

        /// How many live holds the user has who was named.
        var liveHolds: Int? { row?.value?.counts.dropFirst(slots.count).first }
    }

    /// All in one answer: each one more is sent, and waited for, by itself.
    func obstacles(
        to slots: Set<SlotID>,
        for interview: InterviewID?,
        candidate: Int64,
        user: Int64? = nil,
        at now: Instant,
        in batch: inout Batch
    ) -> AwaitedObstacles {
        guard !slots.isEmpty || user != nil else { return AwaitedObstacles(slots: [], row: nil) }
        let slots = slots.sorted { $0.text < $1.text }
        var counts = slots.map { BookingStore.otherHolds(on: $0, not: interview, at: now) }
        if let user { counts.append(BookingStore.liveHolds(by: user, not: nil, at: now)) }
        let hasOthers: SQL = """
            SELECT EXISTS (
                SELECT 1
                FROM interview
                WHERE candidate_id = \(candidate) AND status = 'scheduled' \(BookingStore.exception(interview))
            )
            """
        let sql = counts.reduce(hasOthers) { $0 + ", (\($1))" }
        let row = batch.first(sql) { (row) throws(DatabaseError) in
            let hasOthers = try row.bool()
            var values: [Int] = []
            for _ in counts { values.append(try row.int()) }
            return (hasOthers: hasOthers, counts: values)
        }
        return AwaitedObstacles(slots: slots, row: row)
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
