public import CivilTime
public import Domain
public import MariaDB

/// The recordings that wait to be made into something to watch; each is worked on by one process at a time.
public struct AnswerQueueStore {
    /// How long the work on one may take before another process takes it over.
    private static let leaseSeconds: Int64 = 1800
    private static let mostTries = 5

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// A recording to work on, with the numbers of the chunks that have arrived.
    public struct Task: Equatable, Sendable {
        public let recording: Recording
        public let chunks: [Int]
    }

    /// The recording that is due longest; `nil` if none is.
    public func claim(at now: Instant) throws -> Task? {
        try db.transaction { db in
            let recording = try db.first(
                """
                SELECT id, session_id, question_position, media_type
                FROM recording
                WHERE media_state = 'waiting' AND media_due_at <= \(now)
                ORDER BY media_due_at
                LIMIT 1
                FOR UPDATE SKIP LOCKED
                """,
                Recording.init
            )
            guard let recording else { return nil }
            try db.execute(
                """
                UPDATE recording
                SET media_tries = media_tries + 1,
                    media_due_at = \(now.adding(seconds: AnswerQueueStore.leaseSeconds))
                WHERE id = \(recording.id)
                """
            )
            let chunks = try db.all(
                "SELECT number FROM recording_chunk WHERE recording_id = \(recording.id) ORDER BY number"
            ) { (row) throws(DatabaseError) in try row.int() }
            return Task(recording: recording, chunks: chunks)
        }
    }

    /// Notes what was made, unless more chunks have come meanwhile: then it has another turn.
    public func note(_ media: ReviewedRecording.Media, of task: Task) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE recording
            SET media_state = IF(
                    (SELECT COUNT(*) FROM recording_chunk WHERE recording_id = recording.id) = \(task.chunks.count),
                    'made', 'waiting'
                ),
                media_name = \(media.name), media_ms = \(media.milliseconds), media_size = \(media.size),
                media_sha256 = \(media.sha256), has_poster = \(media.hasPoster), has_waveform = \(media.hasWaveform)
            WHERE id = \(task.recording.id) AND media_state = 'waiting'
            """
        )
    }

    /// Notes that no byte has come.
    public func noteEmpty(_ task: Task) throws(DatabaseError) {
        try db.execute(
            "UPDATE recording SET media_state = 'empty' WHERE id = \(task.recording.id) AND media_state = 'waiting'"
        )
    }

    /// Notes a failure: it is tried again later, and given up after some times.
    public func noteFailure(_ task: Task, at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE recording
            SET media_state = IF(media_tries >= \(AnswerQueueStore.mostTries), 'failed', 'waiting'),
                media_due_at = \(now) + INTERVAL media_tries * media_tries MINUTE
            WHERE id = \(task.recording.id) AND media_state = 'waiting'
            """
        )
    }
}
