public import CivilTime
public import Domain
public import MariaDB

/// The table `feedback`.
public struct FeedbackStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The newest first.
    public func list(candidate: Int64, page: SQL) throws(DatabaseError) -> [Feedback] {
        try select("WHERE candidate_id = \(candidate) ORDER BY submitted_at DESC, id DESC \(page)")
    }

    public func count(candidate: Int64) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM feedback WHERE candidate_id = \(candidate)")
    }

    /// The oldest first.
    public func list(interview: InterviewID) throws(DatabaseError) -> [Feedback] {
        try select("WHERE interview_id = \(interview) ORDER BY id")
    }

    public func find(_ id: Int64) throws(DatabaseError) -> Feedback? { try select("WHERE id = \(id)").first }

    public func insert(
        candidate: Int64,
        interview: InterviewID?,
        reviewer: String,
        comments: String,
        at now: Instant
    ) throws(DatabaseError) -> Int64 {
        try db.insert(
            """
            INSERT INTO feedback (candidate_id, interview_id, reviewer_name, comments, submitted_at)
            VALUES (\(candidate), \(interview), \(reviewer), \(comments), \(now))
            """
        )
    }

    private func select(_ rest: SQL) throws(DatabaseError) -> [Feedback] {
        try db.all(
            "SELECT id, candidate_id, interview_id, reviewer_name, comments, submitted_at FROM feedback \(rest)",
            Feedback.init
        )
    }
}

extension Feedback {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            candidateID: try row.key(),
            interviewID: try row.optionalID(),
            reviewerName: try row.string(),
            comments: try row.string(),
            submittedAt: try row.instant()
        )
    }
}
