public import CivilTime
public import Domain
public import MariaDB

/// The tables `question_set`, `question` and `session_question`: what is asked, and what was answered.
public struct QuestionStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// What came of an answer.
    public enum Outcome: Equatable, Sendable {
        /// Kept; `next` is the question after it.
        case kept(Conversation)
        /// Nothing came; the same question stands.
        case askedAgain(Conversation)
        /// The question has its answer already; nothing was changed.
        case answeredBefore(Conversation)
        /// The question has not been asked yet.
        case notAsked
    }

    /// What the session is or would be asked: the job's set, else its company's for the type, else the built-in one.
    public func plan(for session: PortalSession) throws(DatabaseError) -> QuestionPlan {
        let set = try db.first(
            """
            SELECT id, allows_pause, allows_text
            \(QuestionStore.set(for: session))
            """
        ) { (row) throws(DatabaseError) in
            (id: try row.key(), allowsPause: try row.bool(), allowsText: try row.bool())
        }
        guard let set else {
            let questions = DefaultQuestions.set(for: session.interviewType)
            return QuestionPlan(Array(questions.prefix(session.questionCount)))
        }
        let questions = try db.all(
            """
            SELECT question_type, question_text, time_limit_seconds, preparation_seconds, retakes, rubric
            FROM question
            WHERE question_set_id = \(set.id)
            ORDER BY position
            LIMIT \(session.questionCount)
            """,
            Question.init
        )
        return QuestionPlan(questions, allowsPause: set.allowsPause, allowsText: set.allowsText)
    }

    /// What `session` tells its candidate: of the questions that it asks, or else of those that it would ask; `nil` when the
    /// session is gone.
    public func prospect(of session: PortalSession) throws(DatabaseError) -> Prospect? {
        try db.first(
            """
            SELECT
                (SELECT COUNT(*) FROM session_question WHERE session_id = session.id),
                chosen.id, (SELECT COUNT(*) FROM question WHERE question_set_id = chosen.id),
                COALESCE(chosen.allows_text, FALSE), EXISTS (SELECT 1 FROM consent WHERE session_id = session.id)
            FROM session
            LEFT JOIN (SELECT id, allows_text \(QuestionStore.set(for: session))) AS chosen ON TRUE
            WHERE session.id = \(session.id)
            """
        ) { (row) throws(DatabaseError) in
            let asked = try row.int()
            let hasSet = try row.optionalKey() != nil
            let inSet = try row.int()
            let planned = hasSet ? inSet : DefaultQuestions.set(for: session.interviewType).count
            return Prospect(
                questionCount: asked > 0 ? asked : min(planned, session.questionCount),
                allowsText: try row.bool(),
                hasConsent: try row.bool()
            )
        }
    }

    public func conversation(of session: SessionID) throws(DatabaseError) -> Conversation {
        try QuestionStore.conversation(of: session, db)
    }

    /// The candidate is in: at the first time the questions are fixed and the first one is asked.
    public func begin(_ session: PortalSession, at now: Instant) throws -> Conversation {
        try db.transaction { db in
            try SessionStore.lock(session, db)
            try db.execute(
                """
                UPDATE session
                SET entered_at = \(now), started_at = COALESCE(started_at, \(now))
                WHERE id = \(session.id) AND entered_at IS NULL
                """
            )
            let known = try QuestionStore.conversation(of: session.id, db)
            guard known.questions.isEmpty else { return known }
            let plan = try plan(for: session)
            for (index, question) in plan.questions.enumerated() {
                try db.execute(
                    """
                    INSERT INTO session_question (session_id, position, question_text, question_type,
                        time_limit_seconds, preparation_seconds, retakes, rubric, allows_pause, asked_at)
                    VALUES (\(session.id), \(index + 1), \(question.text), \(question.type),
                        \(question.timeLimitSeconds), \(question.preparationSeconds), \(question.retakes),
                        \(question.rubric), \(plan.allowsPause), \(index == 0 ? now : nil))
                    """
                )
            }
            return try QuestionStore.conversation(of: session.id, db)
        }
    }

    /// Begins the answer to the question at `position` anew, if it has none yet and may be; `nil` if it may not.
    ///
    /// Where `attempt`, which is to be set aside, has been already, nothing is changed: the answer to that got lost.
    public func retake(_ session: PortalSession, position: Int, attempt: Int? = nil) throws -> AskedQuestion? {
        try db.transaction { db in
            try SessionStore.lock(session, db)
            let before = try QuestionStore.conversation(of: session.id, db)
            guard let current = before.current, current.position == position else { return nil }
            if let attempt, attempt < current.attempt { return current }
            guard current.retakesLeft > 0 else { return nil }
            try db.execute("UPDATE session_question SET attempt = attempt + 1 WHERE id = \(current.id)")
            return try QuestionStore.conversation(of: session.id, db).current
        }
    }

    /// Keeps `text` as the answer to the question at `position`, unless that has one.
    ///
    /// Silence counts as an answer when there is a recording, or when the candidate was asked again before. With the
    /// last answer the interview is completed.
    public func answer(
        _ session: PortalSession,
        position: Int?,
        text: String,
        isSilence: Bool,
        at now: Instant
    ) throws -> Outcome {
        try db.transaction { db in
            try SessionStore.lock(session, db)
            let before = try QuestionStore.conversation(of: session.id, db)
            guard let current = before.current else { return .answeredBefore(before) }
            let position = position ?? current.position
            guard position <= current.position else { return .notAsked }
            guard position == current.position else { return .answeredBefore(before) }
            if isSilence, current.retries == 0, try !hasRecording(session.id, position, db) {
                try db.execute("UPDATE session_question SET retries = retries + 1 WHERE id = \(current.id)")
                return .askedAgain(before)
            }
            try keep(isSilence ? "" : text, of: current, at: now, db)
            let after = try QuestionStore.conversation(of: session.id, db)
            if after.current == nil { try SessionStore.completeInterview(of: session, at: now, db) }
            return .kept(after)
        }
    }

    /// What was asked and answered in these interviews, in order; interviews without a conversation have no entry.
    public func answers(
        forInterviews ids: [InterviewID]
    ) throws(DatabaseError) -> [InterviewID: [AskedQuestion]] {
        guard !ids.isEmpty else { return [:] }
        var answers: [InterviewID: [AskedQuestion]] = [:]
        let rows = try db.all(
            """
            SELECT session.interview_id, \(QuestionStore.columns)
            FROM session_question
            JOIN session ON session.id = session_question.session_id
            WHERE session.interview_id IN (\(list: ids))
            ORDER BY session_question.position
            """
        ) { (row) throws(DatabaseError) in
            let interview: InterviewID = try row.id()
            return (interview, try AskedQuestion(&row))
        }
        for (interview, question) in rows { answers[interview, default: []].append(question) }
        return answers
    }

    /// The set that a session is asked from, as the rest of a `SELECT`: its job's, else its company's for the type.
    private static func set(for session: PortalSession) -> SQL {
        """
        FROM question_set
        WHERE ai_interview_type = \(session.interviewType.rawValue)
            AND (job_id = \(session.jobID) OR (job_id IS NULL AND company_id = \(session.companyID)))
            AND EXISTS (SELECT 1 FROM question WHERE question.question_set_id = question_set.id)
        ORDER BY job_id IS NULL, updated_at DESC, id DESC
        LIMIT 1
        """
    }

    private func keep(_ text: String, of current: AskedQuestion, at now: Instant, _ db: Connection) throws {
        try db.execute(
            """
            UPDATE session_question
            SET answer = \(text), answered_at = \(now),
                response_time_seconds = GREATEST(0, TIMESTAMPDIFF(MICROSECOND, asked_at, \(now)) / 1e6)
            WHERE id = \(current.id) AND answered_at IS NULL
            """
        )
        try db.execute(
            """
            UPDATE session_question AS following
            JOIN session_question AS answered
                ON following.session_id = answered.session_id AND following.position = answered.position + 1
            SET following.asked_at = COALESCE(following.asked_at, \(now))
            WHERE answered.id = \(current.id)
            """
        )
    }

    private func hasRecording(_ session: SessionID, _ position: Int, _ db: Connection) throws(DatabaseError) -> Bool {
        try db.count(
            """
            SELECT EXISTS (
                SELECT 1
                FROM recording
                JOIN session_question USING (session_id)
                WHERE recording.session_id = \(session) AND question_position = \(position)
                    AND session_question.position = question_position
                    AND session_question.attempt = recording.attempt
            )
            """
        ) > 0
    }

    private static func conversation(of session: SessionID, _ db: Connection) throws(DatabaseError) -> Conversation {
        Conversation(
            try db.all(
                """
                SELECT \(columns)
                FROM session_question
                WHERE session_id = \(session)
                ORDER BY position
                """,
                AskedQuestion.init
            )
        )
    }

    private static let columns: SQL = """
        session_question.id, session_question.position, session_question.question_type,
        session_question.question_text, session_question.time_limit_seconds, session_question.preparation_seconds,
        session_question.retakes, session_question.rubric, session_question.retries, session_question.attempt,
        session_question.allows_pause, session_question.answer, session_question.answered_at, session_question.response_time_seconds
        """
}

extension Question {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            type: try row.string(),
            text: try row.string(),
            timeLimitSeconds: try row.int(),
            preparationSeconds: try row.int(),
            retakes: try row.int(),
            rubric: try row.string()
        )
    }
}

extension AskedQuestion {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        let position = try row.int()
        let question = try Question(&row)
        let retries = try row.int()
        let attempt = try row.int()
        let allowsPause = try row.bool()
        let text = try row.optionalString()
        let answeredAt = try row.optionalInstant()
        let seconds = try row.optionalDouble()
        let answer = answeredAt.map { Answer(text: text ?? "", at: $0, responseSeconds: seconds) }
        self.init(
            id: id,
            position: position,
            question: question,
            retries: retries,
            attempt: attempt,
            allowsPause: allowsPause,
            answer: answer
        )
    }
}
