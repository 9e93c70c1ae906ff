public import CivilTime
public import Domain
public import MariaDB

/// The `uptime` table: when the server could be reached, as its own processes say.
public struct UptimeStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Says that the server is there; `false` when the last sign is older than `patience`, or there is none.
    public func beat(patience: Duration, at now: Instant) throws(DatabaseError) -> Bool {
        let changed = try db.execute(
            """
            UPDATE uptime
            SET last_seen_at = GREATEST(last_seen_at, \(now))
            WHERE last_seen_at >= \(now - patience)
            ORDER BY id DESC
            LIMIT 1
            """
        )
        guard changed == 0 else { return true }
        return try isSeen(since: now - patience)
    }

    /// Runs `body` while no other process does the same; `false` if one does now.
    public func alone(_ body: () throws -> Void) throws -> Bool {
        guard try db.count("SELECT COALESCE(GET_LOCK(\(UptimeStore.lock), 0), 0)") == 1 else { return false }
        // The lock ends with the connection, should this fail.
        defer { _ = try? db.count("SELECT RELEASE_LOCK(\(UptimeStore.lock))") }
        try body()
        return true
    }

    /// Locks are the server's, and another installation may be on it; a name has at most 64 characters.
    private static let lock: SQL = "LEFT(CONCAT('interviews.uptime:', DATABASE()), 64)"

    /// The last sign; `nil` before the first.
    public func lastSeen() throws(DatabaseError) -> Instant? {
        try db.first("SELECT last_seen_at FROM uptime ORDER BY id DESC LIMIT 1") { (row) throws(DatabaseError) in
            try row.instant()
        }
    }

    /// Begins a new time of being there.
    public func begin(at now: Instant) throws(DatabaseError) {
        try db.execute("INSERT INTO uptime (began_at, last_seen_at) VALUES (\(now), \(now))")
    }

    /// The sessions whose interview is booked, not over, and begins so long before the outage at most, or before its end
    /// and `early`.
    public func sessions(
        hitBy outage: Outage,
        startingWithin before: Duration,
        early: Duration
    ) throws(DatabaseError) -> [SessionID] {
        try db.all(
            """
            SELECT session.id
            FROM slot
            JOIN schedule ON schedule.slot_id = slot.id
            JOIN session ON session.interview_id = schedule.interview_id
            WHERE slot.starts_at BETWEEN \(outage.from - before) AND \(outage.to + early) AND schedule.is_active
              AND session.status <> 'COMPLETED'
            ORDER BY session.id
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    private func isSeen(since: Instant) throws(DatabaseError) -> Bool {
        // An UPDATE that changes nothing counts no row: another process said the same at the same moment.
        try lastSeen().map { $0 >= since } ?? false
    }
}
