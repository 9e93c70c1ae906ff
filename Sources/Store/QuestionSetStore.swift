public import CivilTime
public import Domain
public import MariaDB

/// The tables `question_set` and `question`, as staff edit them.
public struct QuestionSetStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func sets(in scope: Access.Scope, page: SQL) throws(DatabaseError) -> [QuestionSet] {
        try select(
            """
            WHERE \(scope.condition(on: "question_set.company_id"))
            ORDER BY question_set.id
            \(page)
            """
        )
    }

    public func count(in scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM question_set WHERE \(scope.condition(on: "question_set.company_id"))")
    }

    public func set(_ id: Int64) throws(DatabaseError) -> QuestionSet? {
        try select("WHERE question_set.id = \(id)").first
    }

    public func add(_ set: QuestionSet) throws -> Int64 {
        try db.transaction { db in
            let id = try db.insert(
                """
                INSERT INTO question_set (company_id, job_id, ai_interview_type, name, allows_pause, allows_text,
                    created_at, updated_at)
                VALUES (\(set.companyID), \(set.jobID), \(set.interviewType.rawValue), \(set.name),
                    \(set.allowsPause), \(set.allowsText), \(set.createdAt), \(set.updatedAt))
                """
            )
            try write(set.questions, of: id, db)
            return id
        }
    }

    /// Replaces the set's fields and all its questions; interviews that have begun keep what they were asked.
    public func update(_ set: QuestionSet, at now: Instant) throws {
        try db.transaction { db in
            try db.execute(
                """
                UPDATE question_set
                SET job_id = \(set.jobID), ai_interview_type = \(set.interviewType.rawValue), name = \(set.name),
                    allows_pause = \(set.allowsPause), allows_text = \(set.allowsText), updated_at = \(now)
                WHERE id = \(set.id)
                """
            )
            try db.execute("DELETE FROM question WHERE question_set_id = \(set.id)")
            try write(set.questions, of: set.id, db)
        }
    }

    public func delete(_ id: Int64) throws(DatabaseError) {
        try db.execute("DELETE FROM question_set WHERE id = \(id)")
    }

    private func write(_ questions: [Question], of set: Int64, _ db: Connection) throws(DatabaseError) {
        for (index, question) in questions.enumerated() {
            try db.execute(
                """
                INSERT INTO question (question_set_id, position, question_text, question_type, time_limit_seconds,
                    preparation_seconds, retakes, rubric)
                VALUES (\(set), \(index + 1), \(question.text), \(question.type), \(question.timeLimitSeconds),
                    \(question.preparationSeconds), \(question.retakes), \(question.rubric))
                """
            )
        }
    }

    private func select(_ rest: SQL) throws(DatabaseError) -> [QuestionSet] {
        let sets = try db.all(
            """
            SELECT question_set.id, question_set.company_id, question_set.job_id, job.job_title,
                question_set.ai_interview_type, question_set.name, question_set.allows_pause,
                question_set.allows_text, question_set.created_at, question_set.updated_at
            FROM question_set
            LEFT JOIN job ON job.id = question_set.job_id
            \(rest)
            """,
            QuestionSet.init
        )
        guard !sets.isEmpty else { return [] }
        let rows = try db.all(
            """
            SELECT question_set_id, question_type, question_text, time_limit_seconds, preparation_seconds, retakes,
                rubric
            FROM question
            WHERE question_set_id IN (\(list: sets.map(\.id)))
            ORDER BY question_set_id, position
            """
        ) { (row) throws(DatabaseError) in (set: try row.key(), question: try Question(&row)) }
        let questions = Dictionary(grouping: rows, by: \.set)
        return sets.map { set in
            var set = set
            set.questions = (questions[set.id] ?? []).map(\.question)
            return set
        }
    }
}

extension QuestionSet {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            companyID: try row.optionalKey(),
            jobID: try row.optionalKey(),
            jobTitle: try row.optionalString(),
            interviewType: InterviewType(rawValue: try row.string()) ?? .general,
            name: try row.string(),
            allowsPause: try row.bool(),
            allowsText: try row.bool(),
            questions: [],
            createdAt: try row.instant(),
            updatedAt: try row.instant()
        )
    }
}
