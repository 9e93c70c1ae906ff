public import Domain
public import MariaDB

/// The `booking_event` table as it is read.
public struct BookingHistoryStore {
    /// More lines than an interview ever has; the newest are left out.
    private static let limit = 5000

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// What happened to the interview, oldest first; it need not exist any more.
    public func history(
        of interview: InterviewID,
        in scope: Access.Scope
    ) throws(DatabaseError) -> [BookingHistoryLine] {
        try db.all(
            """
            SELECT booking_event.id, booking_event.action, booking_event.slot_before, booking_event.status_before,
                booking_event.slot_after, booking_event.status_after, booking_event.rule_overridden,
                booking_event.reason, booking_event.actor_kind, booking_event.actor_id, user.full_name,
                booking_event.request_id, booking_event.occurred_at
            FROM booking_event
            LEFT JOIN user ON user.id = booking_event.actor_id
            WHERE booking_event.interview_id = \(interview) AND \(scope.condition(on: "booking_event.company_id"))
            ORDER BY booking_event.id
            LIMIT \(BookingHistoryStore.limit)
            """,
            BookingHistoryLine.init
        )
    }
}

extension BookingHistoryLine {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            action: try row.string(),
            before: State(slot: try row.optionalID(), status: try row.optionalString()),
            after: State(slot: try row.optionalID(), status: try row.optionalString()),
            ruleOverridden: try row.optionalString(),
            reason: try row.string(),
            actor: Actor(kind: try row.string(), id: try row.optionalKey(), name: try row.optionalString()),
            requestID: try row.string(),
            occurredAt: try row.instant()
        )
    }
}
