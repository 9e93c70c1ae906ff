public import CivilTime
public import Domain
public import MariaDB

/// What is to be spoken before anybody is asked it: questions that staff saved, and sessions that were booked.
///
/// Two processes may take the same: they make the same file.
public struct SpeechQueueStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// A question that was saved and not spoken since.
    public struct SavedQuestion: Equatable, Sendable {
        public let id: Int64
        public let text: String
    }

    public func questions(limit: Int) throws(DatabaseError) -> [SavedQuestion] {
        try db.all("SELECT id, question_text FROM question WHERE spoken_at IS NULL ORDER BY id LIMIT \(limit)") {
            (row) throws(DatabaseError) in SavedQuestion(id: try row.key(), text: try row.string())
        }
    }

    /// Sessions to come whose questions were not spoken in their language yet, the nearest first.
    public func sessions(limit: Int, at now: Instant) throws(DatabaseError) -> [SessionID] {
        try db.all(
            """
            SELECT id
            FROM session
            WHERE spoken_at IS NULL AND scheduled_at >= \(now.adding(seconds: -86_400)) AND status = 'SCHEDULED'
            ORDER BY scheduled_at
            LIMIT \(limit)
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    /// Queues everything to come again: there is another voice.
    public func forgetSpoken(at now: Instant) throws(DatabaseError) {
        try db.execute("UPDATE question SET spoken_at = NULL WHERE spoken_at IS NOT NULL")
        try db.execute(
            """
            UPDATE session SET spoken_at = NULL
            WHERE spoken_at IS NOT NULL AND scheduled_at >= \(now.adding(seconds: -86_400)) AND status = 'SCHEDULED'
            """
        )
    }

    public func note(_ question: SavedQuestion, at now: Instant) throws(DatabaseError) {
        try db.execute("UPDATE question SET spoken_at = \(now) WHERE id = \(question.id)")
    }

    public func note(_ session: SessionID, at now: Instant) throws(DatabaseError) {
        try db.execute("UPDATE session SET spoken_at = \(now) WHERE id = \(session)")
    }
}
