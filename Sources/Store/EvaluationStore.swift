public import CivilTime
public import Domain
public import MariaDB

/// The table `evaluation`: at most one an interview.
public struct EvaluationStore {
    private static let columns: SQL = """
        SELECT evaluation.id, evaluation.interview_id, interview.company_id, candidate.id, candidate.full_name,
            job.job_title, evaluation.overall_score, evaluation.traits, evaluation.suggestions, evaluation.details,
            evaluation.created_at
        """
    private static let rest: SQL = """
        JOIN candidate ON candidate.id = interview.candidate_id
        LEFT JOIN job ON job.id = interview.job_id
        """

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The oldest first.
    public func list(_ scope: Access.Scope, candidate: Int64?, page: SQL) throws(DatabaseError) -> [Evaluation] {
        try db.all(
            """
            \(EvaluationStore.columns)
            FROM evaluation
            \(join(scope, candidate)) interview ON interview.id = evaluation.interview_id
            \(EvaluationStore.rest)
            WHERE \(condition(scope, candidate))
            ORDER BY evaluation.id
            \(page)
            """,
            Evaluation.init
        )
    }

    public func count(_ scope: Access.Scope, candidate: Int64?) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM evaluation
            JOIN interview ON interview.id = evaluation.interview_id
            WHERE \(condition(scope, candidate))
            """
        )
    }

    public func find(_ id: Int64) throws(DatabaseError) -> Evaluation? {
        try db.first("\(EvaluationStore.query) WHERE evaluation.id = \(id)", Evaluation.init)
    }

    public func find(interview: InterviewID) throws(DatabaseError) -> Evaluation? {
        try db.first("\(EvaluationStore.query) WHERE evaluation.interview_id = \(interview)", Evaluation.init)
    }

    /// What came of asking to evaluate an interview.
    public enum Creation: Equatable, Sendable { case created(Int64), notCompleted, exists, noInterview }

    /// Writes the evaluation of a completed interview and moves the candidate on.
    public func create(
        _ interview: InterviewID,
        score: Double,
        traits: String,
        suggestions: String,
        at now: Instant
    ) throws -> Creation {
        do {
            return try db.transaction { db in
                // The candidate before the interview, as everybody locks them; an interview keeps its candidate.
                try db.execute(
                    """
                    SELECT id FROM candidate
                    WHERE id = (SELECT candidate_id FROM interview WHERE id = \(interview))
                    FOR UPDATE
                    """
                )
                let found = try db.first(
                    "SELECT candidate_id, status FROM interview WHERE id = \(interview) FOR UPDATE"
                ) { (row) throws(DatabaseError) in (candidate: try row.key(), status: try row.string()) }
                guard let found else { return .noInterview }
                guard found.status == InterviewStatus.completed.rawValue else { return .notCompleted }
                let id = try db.insert(
                    """
                    INSERT INTO evaluation (interview_id, overall_score, traits, suggestions, created_at)
                    VALUES (\(interview), \(score), \(traits), \(suggestions), \(now))
                    """
                )
                try BookingStore(db).advanceCandidate(found.candidate, after: .evaluated, at: now)
                return .created(id)
            }
        } catch let error as DatabaseError where error.kind == .duplicateKey(key: "evaluation_interview") {
            return .exists
        }
    }

    /// Changes the columns that are given.
    public func update(_ id: Int64, score: Double?, traits: String?, suggestions: String?) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE evaluation
            SET overall_score = COALESCE(\(score), overall_score), traits = COALESCE(\(traits), traits),
                suggestions = COALESCE(\(suggestions), suggestions)
            WHERE id = \(id)
            """
        )
    }

    public func delete(_ id: Int64) throws(DatabaseError) {
        try db.execute("DELETE FROM evaluation WHERE id = \(id)")
    }

    private static var query: SQL {
        "\(columns) FROM evaluation JOIN interview ON interview.id = evaluation.interview_id \(rest)"
    }

    /// Where nothing narrows the list, it is read in its own order, from the first row on; left to itself the server
    /// joins all candidates first.
    private func join(_ scope: Access.Scope, _ candidate: Int64?) -> SQL {
        scope == .everything && candidate == nil ? "STRAIGHT_JOIN" : "JOIN"
    }

    private func condition(_ scope: Access.Scope, _ candidate: Int64?) -> SQL {
        let visible = scope.condition(on: "interview.company_id")
        guard let candidate else { return visible }
        return visible + " AND interview.candidate_id = \(candidate)"
    }
}

extension Evaluation {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            interviewID: try row.id(),
            companyID: try row.optionalKey(),
            candidateID: try row.key(),
            candidateName: try row.string(),
            jobTitle: try row.optionalString(),
            overallScore: try row.double(),
            traits: try row.string(),
            suggestions: try row.string(),
            details: try row.object(),
            createdAt: try row.instant()
        )
    }
}
