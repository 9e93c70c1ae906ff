public import CivilTime
public import JSON
public import MariaDB

/// The `idempotency_key` table: what was answered to a request that may be sent again.
public struct IdempotencyStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// An answer as it is kept.
    public struct Answer: Equatable, Sendable {
        public let status: Int
        public let headers: JSON.Object
        /// Encrypted by the caller.
        public let body: [UInt8]

        public init(status: Int, headers: JSON.Object, body: [UInt8]) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    /// What a locked key says.
    public enum Claim: Equatable, Sendable {
        /// Another transaction has it: the first request is at work.
        case inFlight
        /// Nobody has answered yet; the caller's transaction is the one that may.
        case mine
        case otherRequest
        case answered(Answer)
    }

    /// Makes the key known, outside any transaction, so that its row can be locked; one that is known stays as it is.
    public func add(_ key: [UInt8], fingerprint: [UInt8], at now: Instant, until expiry: Instant) throws(DatabaseError)
    {
        // Asked first, since an INSERT of a known key waits for the transaction that has it locked.
        guard try db.count("SELECT COUNT(*) FROM idempotency_key WHERE key_hash = \(key)") == 0 else { return }
        try db.execute(
            """
            INSERT INTO idempotency_key (key_hash, request_fingerprint, created_at, expires_at)
            VALUES (\(key), \(fingerprint), \(now), \(expiry))
            ON DUPLICATE KEY UPDATE key_hash = key_hash
            """
        )
    }

    /// Locks the key for the rest of the caller's transaction without waiting for anybody.
    ///
    /// One that has run out is as good as new, swept or not.
    public func claim(
        _ key: [UInt8],
        fingerprint: [UInt8],
        at now: Instant,
        until expiry: Instant
    ) throws(DatabaseError) -> Claim {
        let row = try db.first(
            """
            SELECT request_fingerprint, status, headers, body, expires_at
            FROM idempotency_key
            WHERE key_hash = \(key)
            FOR UPDATE SKIP LOCKED
            """,
            Kept.init
        )
        guard let row else { return .inFlight }
        guard row.expiresAt > now else {
            try db.execute(
                """
                UPDATE idempotency_key
                SET request_fingerprint = \(fingerprint), state = 'in_flight', status = NULL, headers = '{}',
                    body = NULL, created_at = \(now), expires_at = \(expiry)
                WHERE key_hash = \(key)
                """
            )
            return .mine
        }
        guard row.fingerprint == fingerprint else { return .otherRequest }
        return row.answer.map(Claim.answered) ?? .mine
    }

    /// Keeps the answer to a key that the caller's transaction has claimed.
    public func keep(_ answer: Answer, for key: [UInt8]) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE idempotency_key
            SET state = 'done', status = \(answer.status), headers = \(answer.headers), body = \(answer.body)
            WHERE key_hash = \(key)
            """
        )
    }

    /// Removes keys that ran out.
    public func sweep(at now: Instant) throws(DatabaseError) {
        try db.execute("DELETE FROM idempotency_key WHERE expires_at <= \(now) LIMIT 1000")
    }

    private struct Kept {
        let fingerprint: [UInt8]
        let answer: Answer?
        let expiresAt: Instant

        init(_ row: inout Row) throws(DatabaseError) {
            fingerprint = try row.bytes()
            let status = try row.optionalInt()
            let headers = try row.object()
            let body = try row.optionalBytes()
            answer = status.map { Answer(status: $0, headers: headers, body: body ?? []) }
            expiresAt = try row.instant()
        }
    }
}
