public import CivilTime
public import Domain
public import MariaDB

/// Recordings that are to go: their time is over, or somebody who may has deleted them, or their interview.
///
/// A recording is marked first, and nobody is shown it from then on; its files go next, and last its rows say so. Killed
/// anywhere in between, the next one goes on.
public struct RetentionStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// A recording whose files are to be removed.
    public struct Doomed: Equatable, Sendable {
        public let id: RecordingID
        public let sessionID: SessionID
    }

    /// Marks the recordings of interviews that ended before `cutoff`, the oldest `limit` of them; returns how many.
    public func expire(before cutoff: Instant, limit: Int) throws(DatabaseError) -> Int {
        try db.execute(
            """
            UPDATE recording
            SET media_state = 'deleting'
            WHERE media_state IN ('waiting', 'made', 'empty', 'failed') AND created_at < \(cutoff)
              AND (SELECT ends_at FROM session WHERE session.id = recording.session_id) < \(cutoff)
            ORDER BY created_at
            LIMIT \(limit)
            """
        )
    }

    /// Marks one; `false` if it is going or gone already.
    public func doom(_ id: RecordingID) throws(DatabaseError) -> Bool {
        try db.execute(
            """
            UPDATE recording
            SET media_state = 'deleting'
            WHERE id = \(id) AND \(RecordingStore.isKept)
            """
        ) == 1
    }

    public func doomed(limit: Int) throws(DatabaseError) -> [Doomed] {
        try db.all(
            """
            SELECT id, session_id
            FROM recording
            WHERE media_state = 'deleting'
            ORDER BY created_at, id
            LIMIT \(limit)
            """
        ) { (row) throws(DatabaseError) in Doomed(id: try row.id(), sessionID: try row.id()) }
    }

    /// Recordings whose rows went before `cutoff` with their interview.
    public func orphans(before cutoff: Instant, limit: Int) throws(DatabaseError) -> [Doomed] {
        try db.all(
            """
            SELECT recording_id, session_id
            FROM orphan_recording
            WHERE orphaned_at < \(cutoff)
            ORDER BY orphaned_at, recording_id
            LIMIT \(limit)
            """
        ) { (row) throws(DatabaseError) in Doomed(id: try row.id(), sessionID: try row.id()) }
    }

    /// Notes that the files of one without a row are gone.
    public func noteOrphanGone(_ id: RecordingID) throws(DatabaseError) {
        try db.execute("DELETE FROM orphan_recording WHERE recording_id = \(id)")
    }

    /// Notes that its files are gone.
    public func noteGone(_ id: RecordingID) throws {
        try db.transaction { db in
            try db.queue("DELETE FROM recording_chunk WHERE recording_id = \(id)")
            try db.queue(
                """
                UPDATE recording
                SET media_state = 'deleted', media_name = NULL, media_ms = NULL, media_size = NULL, media_sha256 = NULL,
                    has_poster = FALSE, has_waveform = FALSE
                WHERE id = \(id)
                """
            )
        }
    }
}
