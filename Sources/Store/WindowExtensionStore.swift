public import CivilTime
public import Domain
public import MariaDB

/// The `window_extension` table: doors kept open longer than the policy says.
public struct WindowExtensionStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Keeps the session's door open, and writes that into the booking's history.
    public func extend(
        _ session: PortalSession,
        until entryUntil: Instant,
        reason: String,
        outage: Outage? = nil,
        by actor: Actor,
        request: String,
        at now: Instant
    ) throws {
        try db.transaction { db in
            try db.execute(
                """
                INSERT INTO window_extension (session_id, starts_at, entry_until, reason, actor_kind, actor_id,
                    outage_from, outage_to, created_at)
                VALUES (\(session.id), \(session.startsAt), \(entryUntil), \(reason), \(actor.kind),
                    \(actor.userID), \(outage?.from), \(outage?.to), \(now))
                """
            )
            let event = BookingEvent(
                .windowExtended,
                interview: session.interviewID,
                company: session.companyID,
                reason: reason
            )
            try BookingEventStore(db).add(event, by: actor, request: request, at: now)
        }
    }

    /// What was granted for the start that the interview has now, the latest first.
    public func extensions(of session: PortalSession) throws(DatabaseError) -> [WindowExtension] {
        try db.all(
            """
            SELECT entry_until, reason, outage_from, outage_to, actor_kind, user.full_name, window_extension.created_at
            FROM window_extension
            LEFT JOIN user ON user.id = window_extension.actor_id
            WHERE session_id = \(session.id) AND starts_at = \(session.startsAt)
            ORDER BY window_extension.id DESC
            """
        ) { (row) throws(DatabaseError) in
            WindowExtension(
                entryUntil: try row.instant(),
                reason: try row.string(),
                outage: try Outage(&row),
                actorKind: try row.string(),
                actorName: try row.optionalString(),
                createdAt: try row.instant()
            )
        }
    }
}

extension Outage {
    /// Two columns, both `NULL` where there was none.
    init?(_ row: inout Row) throws(DatabaseError) {
        let (from, to) = (try row.optionalInstant(), try row.optionalInstant())
        guard let from, let to else { return nil }
        self.init(from: from, to: to)
    }
}
