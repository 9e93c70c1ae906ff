public import CivilTime
public import Domain
public import MariaDB

/// What stands in the way of a seat.
extension BookingStore {
    /// Live holds on the slot that belong to other interviews.
    public func otherHolds(on slot: SlotID, not interview: InterviewID?, at now: Instant) throws(DatabaseError) -> Int {
        try db.count(BookingStore.otherHolds(on: "\(slot)", not: interview, at: now))
    }

    private static func exception(_ interview: InterviewID?) -> SQL {
        interview.map { "AND interview.id <> \($0)" } ?? ""
    }

    /// `slot` is an id or a column that holds one.
    static func otherHolds(on slot: SQL, not interview: InterviewID?, at now: Instant) -> SQL {
        let others: SQL = interview.map { "AND hold.interview_id <> \($0)" } ?? ""
        return "SELECT COUNT(*) FROM hold WHERE hold.slot_id = \(slot) AND hold.expires_at > \(now) \(others)"
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
