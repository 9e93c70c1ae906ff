public import CivilTime
public import MariaDB

/// The table `token`: what a logged-in client shows, known by its SHA-256 only.
public struct TokenStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Keeps a new token of the user and forgets those of theirs that have run out.
    public func add(_ hash: [UInt8], user: Int64, at now: Instant, until end: Instant) throws(DatabaseError) {
        try db.execute("DELETE FROM token WHERE user_id = \(user) AND expires_at <= \(now)")
        try db.execute(
            """
            INSERT INTO token (token_hash, user_id, created_at, expires_at)
            VALUES (\(hash), \(user), \(now), \(end))
            """
        )
    }

    public func remove(_ hash: [UInt8]) throws(DatabaseError) {
        try db.execute("DELETE FROM token WHERE token_hash = \(hash)")
    }
}
