public import CivilTime
public import Domain
public import MariaDB

/// The `consent` table: what each candidate agreed to, and when.
public struct ConsentStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Notes the consent; one that was given before keeps its time.
    public func give(
        _ text: ConsentText,
        in session: SessionID,
        request: String,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO consent (session_id, version, given_at, request_id)
            VALUES (\(session), \(text.version), \(now), \(request))
            ON DUPLICATE KEY UPDATE given_at = given_at
            """
        )
    }

    /// When that version was agreed to; `nil` if it was not.
    public func time(of text: ConsentText, in session: SessionID) throws(DatabaseError) -> Instant? {
        try db.first("SELECT given_at FROM consent WHERE session_id = \(session) AND version = \(text.version)") {
            (row) throws(DatabaseError) in try row.instant()
        }
    }

    /// Whether any version was agreed to: words that change during an interview do not end it.
    public func isGiven(in session: SessionID) throws(DatabaseError) -> Bool {
        try db.count("SELECT EXISTS (SELECT 1 FROM consent WHERE session_id = \(session))") > 0
    }
}
