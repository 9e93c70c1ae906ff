public import CivilTime
public import Domain
public import MariaDB

/// The tables `recording` and `recording_chunk`: which bytes have arrived; the bytes themselves are files.
public struct RecordingStore {
    /// Whether a recording is there for anybody: neither going nor gone.
    static let isKept: SQL = "media_state NOT IN ('deleting', 'deleted')"

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// After so long without a chunk, what has arrived of a recording is taken for all that will.
    static let quietSeconds: Int64 = 900

    /// What was known of a chunk when its row was to be written.
    ///
    /// `gone` is the recording: it was deleted meanwhile.
    public enum Receipt: Equatable, Sendable { case new, repeated, different, gone }

    public func add(_ recording: Recording, at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO recording (id, session_id, question_position, media_type, created_at, attempt, media_due_at)
            SELECT \(recording.id), session_id, position, \(recording.mediaType), \(now),
                LEAST(attempt, COALESCE(\(recording.attempt), attempt)),
                \(now.adding(seconds: RecordingStore.quietSeconds))
            FROM session_question
            WHERE session_id = \(recording.sessionID) AND position = \(recording.questionPosition)
            """
        )
    }

    public func count(of session: SessionID) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM recording WHERE session_id = \(session)")
    }

    /// The recording if it is this session's; another session's does not exist for the asker.
    public func recording(_ id: RecordingID, of session: SessionID) throws(DatabaseError) -> Recording? {
        try db.first(
            """
            SELECT id, session_id, question_position, media_type
            FROM recording
            WHERE id = \(id) AND session_id = \(session) AND \(RecordingStore.isKept)
            """,
            Recording.init
        )
    }

    /// What the row of that chunk says about these bytes; `.new` if there is none.
    public func receipt(
        _ recording: RecordingID,
        number: Int,
        sha256: [UInt8]
    ) throws(DatabaseError) -> Receipt {
        let known = try db.first(
            "SELECT sha256 FROM recording_chunk WHERE recording_id = \(recording) AND number = \(number)"
        ) { (row) throws(DatabaseError) in try row.bytes() }
        guard let known else { return .new }
        return known == sha256 ? .repeated : .different
    }

    /// Notes that a chunk has arrived and is safe.
    public func addChunk(
        _ recording: RecordingID,
        number: Int,
        size: Int,
        sha256: [UInt8],
        endsAt: Int?,
        at now: Instant
    ) throws -> Receipt {
        do {
            return try db.transaction { db in
                let added = try db.execute(
                    """
                    INSERT INTO recording_chunk (recording_id, number, size, sha256, ends_ms, received_at)
                    SELECT id, \(number), \(size), \(sha256), \(endsAt), \(now)
                    FROM recording
                    WHERE id = \(recording) AND \(RecordingStore.isKept)
                    """
                )
                guard added > 0 else { return .gone }
                try db.execute(
                    """
                    UPDATE recording
                    SET media_state = 'waiting', media_tries = 0,
                        media_due_at = \(now.adding(seconds: RecordingStore.quietSeconds))
                    WHERE id = \(recording) AND \(RecordingStore.isKept)
                    """
                )
                return .new
            }
        } catch let error as DatabaseError {
            if error.kind == .foreignKey { return .gone }
            guard case .duplicateKey = error.kind else { throw error }
            return try receipt(recording, number: number, sha256: sha256)
        }
    }

    /// Bytes of everything a session has sent.
    public func size(of session: SessionID) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT CAST(COALESCE(SUM(recording_chunk.size), 0) AS SIGNED)
            FROM recording
            JOIN recording_chunk ON recording_chunk.recording_id = recording.id
            WHERE recording.session_id = \(session)
            """
        )
    }

    /// Notes how long the recording is, and returns the numbers that have not arrived.
    public func finish(
        _ recording: RecordingID,
        chunks: Int,
        milliseconds: Int,
        at now: Instant
    ) throws(DatabaseError) -> [Int] {
        try db.execute(
            """
            UPDATE recording
            SET chunk_count = \(chunks), duration_ms = \(milliseconds), finished_at = COALESCE(finished_at, \(now))
            WHERE id = \(recording)
            """
        )
        let arrived = Set(
            try db.all("SELECT number FROM recording_chunk WHERE recording_id = \(recording)") {
                (row) throws(DatabaseError) in try row.int()
            }
        )
        let missing = (0..<chunks).filter { !arrived.contains($0) }
        if missing.isEmpty {
            try db.execute(
                "UPDATE recording SET media_due_at = \(now) WHERE id = \(recording) AND media_state = 'waiting'"
            )
        }
        return missing
    }
}

extension Recording {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.id(),
            sessionID: try row.id(),
            questionPosition: try row.int(),
            mediaType: try row.string()
        )
    }
}
