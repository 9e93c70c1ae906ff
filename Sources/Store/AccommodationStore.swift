public import CivilTime
public import Domain
public import MariaDB

/// The `accommodation` table: what single candidates are granted.
public struct AccommodationStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func accommodation(of candidate: Int64) throws(DatabaseError) -> Accommodation {
        let found = try db.first(
            """
            SELECT time_percent, audio_only, text_answers, larger_text
            FROM accommodation
            WHERE candidate_id = \(candidate)
            """
        ) { (row) throws(DatabaseError) in
            Accommodation(
                timePercent: try row.int(),
                audioOnly: try row.bool(),
                textAnswers: try row.bool(),
                largerText: try row.bool()
            )
        }
        return found ?? .none
    }

    public func set(
        _ accommodation: Accommodation,
        of candidate: Int64,
        by user: Int64,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO accommodation (candidate_id, time_percent, audio_only, text_answers, larger_text, updated_by,
                updated_at)
            VALUES (\(candidate), \(accommodation.timePercent), \(accommodation.audioOnly),
                \(accommodation.textAnswers), \(accommodation.largerText), \(user), \(now))
            ON DUPLICATE KEY UPDATE time_percent = VALUES(time_percent), audio_only = VALUES(audio_only),
                text_answers = VALUES(text_answers), larger_text = VALUES(larger_text),
                updated_by = VALUES(updated_by), updated_at = VALUES(updated_at)
            """
        )
    }
}
