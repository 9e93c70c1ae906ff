public import CivilTime
public import MariaDB

/// What the server knows of its own database.
public struct SystemStore {
    /// The load in numbers, for those who watch the server.
    public struct Figures: Equatable, Sendable {
        /// Messages that are not yet with the relay, by state.
        public var waitingMail: [String: Int] = [:]
        /// Seconds since the oldest of them should have been sent; 0 if none is due.
        public var oldestMailSeconds: Int64 = 0
        /// Attempts at delivery in the last 24 hours, by outcome.
        public var attemptsOfDay: [String: Int] = [:]
        /// Interviews that are booked and have not ended.
        public var bookings = 0
        public var recordings = 0
    }

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// How many migrations have been applied.
    public func appliedMigrations() throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM schema_migration")
    }

    /// Seconds since the oldest message that waits should have been sent; 0 if none is due.
    public func oldestMailSeconds(at now: Instant) throws(DatabaseError) -> Int64 {
        try OutboxStore(db).due(at: now).since.map { max(0, now.seconds - $0.seconds) } ?? 0
    }

    public func figures(at now: Instant) throws(DatabaseError) -> Figures {
        var figures = Figures()
        figures.waitingMail = try counts(
            """
            SELECT state, COUNT(*)
            FROM outbox
            WHERE \(OutboxStore.isUnsent)
            GROUP BY state
            """
        )
        figures.oldestMailSeconds = try oldestMailSeconds(at: now)
        figures.attemptsOfDay = try counts(
            """
            SELECT COALESCE(outcome, 'under way'), COUNT(*)
            FROM mail_attempt
            WHERE started_at > \(now.bound) - INTERVAL 1 DAY
            GROUP BY 1
            """
        )
        // No slot is longer than a day, so the index of their starts finds those that have not ended.
        figures.bookings = try db.count(
            """
            SELECT COUNT(*)
            FROM slot JOIN schedule ON schedule.slot_id = slot.id AND schedule.is_active
            WHERE slot.starts_at > \(now.bound) - INTERVAL 1 DAY AND slot.ends_at > \(now.bound)
            """
        )
        figures.recordings = try db.count("SELECT COUNT(*) FROM recording WHERE \(RecordingStore.isKept)")
        return figures
    }

    private func counts(_ sql: SQL) throws(DatabaseError) -> [String: Int] {
        let rows = try db.all(sql) { (row) throws(DatabaseError) in (try row.string(), try row.int()) }
        return Dictionary(rows) { one, _ in one }
    }
}
