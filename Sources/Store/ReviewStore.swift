import CivilTime
public import Domain
public import MariaDB

/// The recordings of an interview as those see them who review it: of each question the last attempt only.
public struct ReviewStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func recordings(of interview: InterviewID) throws(DatabaseError) -> [ReviewedRecording] {
        try select("session.interview_id = \(interview)")
    }

    /// The recording if it is this interview's and was not set aside.
    public func recording(_ id: RecordingID, of interview: InterviewID) throws(DatabaseError) -> ReviewedRecording? {
        try select("session.interview_id = \(interview) AND recording.id = \(id)").first
    }

    private func select(_ condition: SQL) throws(DatabaseError) -> [ReviewedRecording] {
        var chunks: [RecordingID: [RecordingManifest.Chunk]] = [:]
        let received = try db.all(
            """
            SELECT recording.id, number, size, sha256, ends_ms
            FROM session
            JOIN recording ON recording.session_id = session.id
            JOIN recording_chunk ON recording_chunk.recording_id = recording.id
            WHERE \(condition)
            ORDER BY recording.id, number
            """
        ) { (row) throws(DatabaseError) in
            let id: RecordingID = try row.id()
            return (id, try RecordingManifest.Chunk(&row))
        }
        for (id, chunk) in received { chunks[id, default: []].append(chunk) }
        return try db.all(
            """
            SELECT recording.id, recording.session_id, recording.question_position, recording.media_type,
                session_question.question_text, recording.attempt, recording.created_at, recording.finished_at,
                recording.chunk_count, recording.duration_ms, recording.media_state, recording.media_name,
                recording.media_ms, recording.media_size, recording.media_sha256, recording.has_poster,
                recording.has_waveform
            FROM session
            JOIN recording ON recording.session_id = session.id
            JOIN session_question ON session_question.session_id = session.id
                AND session_question.position = recording.question_position
                AND session_question.attempt = recording.attempt
            WHERE \(condition)
            ORDER BY recording.question_position, recording.created_at, recording.id
            """
        ) { (row) throws(DatabaseError) in try ReviewedRecording(&row, chunks) }
    }
}

extension RecordingManifest.Chunk {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            number: try row.int(),
            size: try row.int(),
            sha256: try row.bytes(),
            endsAt: try row.optionalInt()
        )
    }
}

extension ReviewedRecording {
    init(
        _ row: inout Row,
        _ chunks: [RecordingID: [RecordingManifest.Chunk]]
    ) throws(DatabaseError) {
        let recording = try Recording(&row)
        let text = try row.string()
        let attempt = try row.int()
        let (createdAt, finishedAt) = (try row.instant(), try row.optionalInstant())
        let (expected, milliseconds) = (try row.optionalInt(), try row.optionalInt())
        let state = State(rawValue: try row.string()) ?? .waiting
        self.init(
            recording: recording,
            questionText: text,
            attempt: attempt,
            createdAt: createdAt,
            finishedAt: finishedAt,
            state: state,
            media: try Media(&row),
            manifest: RecordingManifest(
                chunks: chunks[recording.id] ?? [],
                expected: expected,
                milliseconds: milliseconds
            )
        )
    }
}

extension ReviewedRecording.Media {
    /// `nil` where nothing was made yet.
    init?(_ row: inout Row) throws(DatabaseError) {
        let (name, milliseconds, size) = (try row.optionalString(), try row.optionalInt(), try row.optionalInt())
        let (sha256, hasPoster, hasWaveform) = (try row.optionalBytes(), try row.bool(), try row.bool())
        guard let name, let milliseconds, let size, let sha256 else { return nil }
        self.init(
            name: name,
            milliseconds: milliseconds,
            size: size,
            sha256: sha256,
            hasPoster: hasPoster,
            hasWaveform: hasWaveform
        )
    }
}
