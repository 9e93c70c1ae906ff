public import CivilTime
public import MariaDB

/// The table `login_attempt`: how often each account and address has failed within a window.
///
/// An attempt is counted before the password is looked at and given back when it was right, so that many at once
/// cannot pass together.
public struct LoginAttemptStore {
    /// One of the things that attempts are counted by, known by a keyed hash.
    public struct Subject: Sendable {
        public let hash: [UInt8]
        public let limit: Int

        public init(hash: [UInt8], limit: Int) {
            self.hash = hash
            self.limit = limit
        }
    }

    private let db: Connection
    private let windowSeconds: Int64

    public init(_ db: Connection, windowSeconds: Int) {
        self.db = db
        self.windowSeconds = Int64(windowSeconds)
    }

    /// Counts an attempt for each subject in turn, up to the first that has had too many; the seconds to wait for that one.
    public func charge(_ subjects: [Subject], at now: Instant) throws -> Int64? {
        let start = now.adding(seconds: -windowSeconds)
        return try db.transaction { db in
            try db.execute("DELETE FROM login_attempt WHERE window_started_at <= \(start) LIMIT 100")
            for subject in subjects {
                try db.execute(
                    """
                    INSERT INTO login_attempt (subject, failures, window_started_at)
                    VALUES (\(subject.hash), 1, \(now))
                    ON DUPLICATE KEY UPDATE
                        failures = IF(window_started_at <= \(start), 1, LEAST(failures + 1, 1000000)),
                        window_started_at = IF(window_started_at <= \(start), \(now), window_started_at)
                    """
                )
                let row = try db.first(
                    "SELECT failures, window_started_at FROM login_attempt WHERE subject = \(subject.hash)"
                ) { (row) throws(DatabaseError) in (failures: try row.int(), startedAt: try row.instant()) }
                guard let row, row.failures > subject.limit else { continue }
                return max(1, now.seconds(until: row.startedAt.adding(seconds: windowSeconds)))
            }
            return nil
        }
    }

    /// Forgets the failures of an account that has logged in, and gives its address the attempt back.
    public func succeeded(account: Subject, address: Subject) throws(DatabaseError) {
        try db.execute("DELETE FROM login_attempt WHERE subject = \(account.hash)")
        try db.execute(
            "UPDATE login_attempt SET failures = GREATEST(failures - 1, 0) WHERE subject = \(address.hash)"
        )
    }
}
