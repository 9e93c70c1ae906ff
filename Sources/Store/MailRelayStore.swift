public import CivilTime
public import MariaDB

/// How one relay is, shared by all processes that send through it, and the places that bound their connections to it.
///
/// A place is a named lock of the server, so a killed process leaves its own at once.
public struct MailRelayStore {
    private let db: Connection
    private let relay: String

    /// `relay` is host and port.
    public init(_ db: Connection, relay: String) {
        self.db = db
        self.relay = String(relay.prefix(255))
    }

    /// The relay as it was found last.
    public struct Standing: Equatable, Sendable {
        /// Failures in a row.
        public let failures: Int
        public let pausedUntil: Instant?
    }

    public func standing(at now: Instant) throws(DatabaseError) -> Standing {
        if let found = try select() { return found }
        try db.execute("INSERT IGNORE INTO mail_relay (name, updated_at) VALUES (\(relay), \(now))")
        return Standing(failures: 0, pausedUntil: nil)
    }

    /// Takes the lowest free place of `limit`, or keeps `held`; returns the place, or `nil` if all are others'.
    ///
    /// While the relay is in trouble the first place is wanted, since only its owner tries.
    public func takePlace(of limit: Int, held: Int?, preferringFirst: Bool) throws(DatabaseError) -> Int? {
        let isHeld = try held.map { (place) throws(DatabaseError) in try isOurs(place) } ?? false
        if isHeld, !preferringFirst || held == 1 { return held }
        let end = isHeld ? 1 : max(1, limit)
        for place in 1...end where try db.count("SELECT COALESCE(GET_LOCK(\(lock(place)), 0), 0)") == 1 {
            if isHeld, let held { _ = try db.count("SELECT COALESCE(RELEASE_LOCK(\(lock(held))), 0)") }
            return place
        }
        return isHeld ? held : nil
    }

    /// Holds up other claims until the transaction's end, and says whether one more attempt is within `limit` a minute.
    public func mayBegin(perMinute limit: Int, at now: Instant) throws(DatabaseError) -> Bool {
        _ = try db.count("SELECT failures FROM mail_relay WHERE name = \(relay) FOR UPDATE")
        let begun = try db.count(
            """
            SELECT COUNT(*)
            FROM mail_attempt
            WHERE started_at > \(now.adding(seconds: -60)) AND (outcome IS NULL OR outcome <> 'cancelled')
            """
        )
        return begun < limit
    }

    /// Notes that the relay could not be used, unless another noticed it after `started`.
    public func fail(
        started: Instant,
        pausedUntil: Instant,
        problem: String,
        advice: String,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE mail_relay
            SET failures = failures + IF(COALESCE(paused_until <= \(started), TRUE), 1, 0),
                paused_until = GREATEST(COALESCE(paused_until, \(pausedUntil)), \(pausedUntil)),
                problem = \(String(problem.prefix(500))), advice = \(String(advice.prefix(500))), updated_at = \(now)
            WHERE name = \(relay)
            """
        )
    }

    /// Notes that the relay works, or that a start of the program is reason enough to try it.
    public func recover(at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE mail_relay
            SET failures = 0, paused_until = NULL, problem = NULL, advice = NULL, updated_at = \(now)
            WHERE name = \(relay)
            """
        )
    }

    /// What is wrong with the relay and what to change, or `nil` when nothing is known to be.
    public func trouble() throws(DatabaseError) -> Trouble? {
        try db.first(
            """
            SELECT problem, advice, updated_at
            FROM mail_relay
            WHERE name = \(relay) AND problem IS NOT NULL
            """
        ) { (row) throws(DatabaseError) in
            Trouble(
                problem: try row.string(),
                advice: try row.optionalString() ?? "",
                noticedAt: try row.instant()
            )
        }
    }

    /// Why the relay cannot be used.
    public struct Trouble: Equatable, Sendable {
        public let problem: String
        public let advice: String
        public let noticedAt: Instant
    }

    private func select() throws(DatabaseError) -> Standing? {
        try db.first("SELECT failures, paused_until FROM mail_relay WHERE name = \(relay)") {
            (row) throws(DatabaseError) in
            Standing(failures: try row.int(), pausedUntil: try row.optionalInstant())
        }
    }

    private func isOurs(_ place: Int) throws(DatabaseError) -> Bool {
        try db.count("SELECT COALESCE(IS_USED_LOCK(\(lock(place))) = CONNECTION_ID(), 0)") == 1
    }

    /// A name that another database of the same server has not, within the 64 characters that a lock's name may have.
    private func lock(_ place: Int) -> SQL {
        "CONCAT('interviews.relay.', LEFT(SHA2(CONCAT(DATABASE(), '|', \(relay)), 256), 32), '.', \(place))"
    }
}
