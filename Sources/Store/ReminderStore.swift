public import CivilTime
public import Domain
public import MariaDB

/// Which bookings are to be reminded of, as they stand.
public struct ReminderStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Interviews whose candidates have not had that reminder of the booking's present version, the soonest first.
    ///
    /// A reminder whose moment had passed when the candidate was told of the time is not due at all: the mail about the
    /// booking has just said the same.
    public func due(
        _ lead: ReminderLead,
        starts: (after: Instant, upTo: Instant),
        limit: Int
    ) throws(DatabaseError) -> [InterviewID] {
        try db.all(
            """
            SELECT interview.id
            FROM interview
            JOIN schedule ON schedule.interview_id = interview.id AND schedule.is_active
            JOIN candidate ON candidate.id = interview.candidate_id AND candidate.email <> ''
            WHERE interview.status = 'scheduled'
                AND interview.started_at > \(starts.after) AND interview.started_at <= \(starts.upTo)
                AND COALESCE(
                    (
                        SELECT MAX(told.created_at)
                        FROM outbox AS told
                        WHERE told.interview_id = interview.id AND told.version = schedule.calendar_sequence
                            AND told.recipient_role = 'candidate'
                            AND told.kind IN ('interview_scheduled', 'interview_rescheduled')
                    ),
                    schedule.booked_at
                ) <= interview.started_at - INTERVAL \(lead.minutes) MINUTE
                AND NOT EXISTS (
                    SELECT 1
                    FROM outbox
                    WHERE outbox.dedup_key =
                        CONCAT(interview.id, ':', \(lead.key), ':', schedule.calendar_sequence, ':candidate')
                )
            ORDER BY interview.started_at, interview.id
            LIMIT \(limit)
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }
}
