public import CivilTime
public import Domain
import JSON
public import MariaDB

/// The `session` table, with what the portal shows of the interview, read in one statement.
public struct SessionStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// How a candidate's browser names its session.
    public enum Name: Sendable {
        case id(SessionID)
        /// SHA-256 of the key in the link.
        case keyHash([UInt8])
        /// SHA-256 of the id that `/ai/*` uses.
        case conversationHash([UInt8])
    }

    public func session(_ name: Name) throws(DatabaseError) -> PortalSession? {
        let condition: SQL =
            switch name {
            case .id(let id): "session.id = \(id)"
            case .keyHash(let hash): "session.key_hash = \(hash)"
            case .conversationHash(let hash): "session.conversation_hash = \(hash)"
            }
        return try db.first(
            """
            SELECT session.id, session.interview_id, interview.candidate_id, candidate.full_name,
                COALESCE(slot.company_id, interview.company_id), COALESCE(NULLIF(job.company_name, ''), company.name),
                job.id, job.job_title,
                COALESCE(NULLIF(company.contact, ''), NULLIF(candidate.poc_email, ''), job.spoc_email),
                COALESCE(slot.time_zone, company.time_zone),
                COALESCE(slot.starts_at, session.scheduled_at, interview.started_at, session.created_at),
                COALESCE(slot.ends_at, session.ends_at, interview.ended_at, session.created_at),
                COALESCE(schedule.is_active, FALSE), session.status = 'COMPLETED', session.entered_at,
                session.language_code, COALESCE(slot.ai_interview_type, 'general'), slot.ai_configuration,
                COALESCE(accommodation.time_percent, 100), COALESCE(accommodation.audio_only, FALSE),
                COALESCE(accommodation.text_answers, FALSE), COALESCE(accommodation.larger_text, FALSE),
                granted.entry_until, granted.outage_from, granted.outage_to, session.device_hash, session.device_seen_at
            FROM session
            JOIN interview ON interview.id = session.interview_id
            JOIN candidate ON candidate.id = interview.candidate_id
            LEFT JOIN accommodation ON accommodation.candidate_id = candidate.id
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            LEFT JOIN slot ON slot.id = schedule.slot_id
            LEFT JOIN company ON company.id = COALESCE(slot.company_id, interview.company_id)
            LEFT JOIN job ON job.id = COALESCE(interview.job_id, slot.job_id, candidate.job_id)
            LEFT JOIN window_extension AS granted ON granted.id = (
                SELECT window_extension.id
                FROM window_extension
                WHERE window_extension.session_id = session.id
                    AND window_extension.starts_at = COALESCE(slot.starts_at, session.scheduled_at)
                ORDER BY window_extension.entry_until DESC, window_extension.id DESC
                LIMIT 1
            )
            WHERE \(condition)
            """,
            PortalSession.init
        )
    }

    /// Closes the session: session and interview are completed, and the candidate moves on.
    ///
    /// A session closed before stays as it is.
    public func complete(_ session: PortalSession, at now: Instant) throws {
        try db.transaction { db in
            try SessionStore.lock(session, db)
            try db.execute(
                """
                UPDATE session
                SET status = 'COMPLETED', completed_at = COALESCE(completed_at, \(now))
                WHERE id = \(session.id) AND status <> 'COMPLETED'
                """
            )
            try SessionStore.completeInterview(of: session, at: now, db)
        }
    }

    /// Gives the interview to the device that asks; `false` if another one has it.
    public func claim(_ session: PortalSession, by claim: DeviceClaim, at now: Instant) throws -> Bool {
        try db.transaction { db in
            try SessionStore.lock(session, db)
            let active = try SessionStore(db).session(.id(session.id))?.device
            guard active?.yields(to: claim, at: now) ?? true else { return false }
            try db.execute(
                """
                UPDATE session
                SET device_hash = \(claim.device), device_seen_at = \(claim.device == nil ? nil : now)
                WHERE id = \(session.id)
                """
            )
            return true
        }
    }

    /// Notes that the device that has the interview was heard.
    public func noteSign(of device: [UInt8], in session: SessionID, at now: Instant) throws(DatabaseError) {
        try db.execute(
            "UPDATE session SET device_seen_at = \(now) WHERE id = \(session) AND device_hash = \(device)"
        )
    }

    /// Takes the rows that everything about one conversation is done under, in the order in which bookings take them.
    static func lock(_ session: PortalSession, _ db: Connection) throws(DatabaseError) {
        try db.execute("SELECT id FROM candidate WHERE id = \(session.candidateID) FOR UPDATE")
        try db.execute("SELECT id FROM interview WHERE id = \(session.interviewID) FOR UPDATE")
    }

    /// Inside the transaction of the one who holds the rows.
    static func completeInterview(
        of session: PortalSession,
        at now: Instant,
        _ db: Connection
    ) throws(DatabaseError) {
        let changed = try db.execute(
            """
            UPDATE interview
            SET status = 'completed', version = version + 1, updated_at = \(now)
            WHERE id = \(session.interviewID) AND status = 'scheduled'
            """
        )
        guard changed > 0 else { return }
        try BookingStore(db).advanceCandidate(session.candidateID, after: .completed, at: now)
    }
}

extension PortalSession {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.id(),
            interviewID: try row.id(),
            candidateID: try row.key(),
            candidateName: try row.string(),
            companyID: try row.optionalKey(),
            companyName: try row.optionalString(),
            jobID: try row.optionalKey(),
            jobTitle: try row.optionalString(),
            contact: try row.optionalString(),
            zoneName: try row.optionalString(),
            startsAt: try row.instant(),
            endsAt: try row.instant(),
            isBooked: try row.bool(),
            isCompleted: try row.bool(),
            enteredAt: try row.optionalInstant(),
            languageCode: try row.string(),
            interviewType: InterviewType(rawValue: try row.string()) ?? .general,
            questionCount: PortalSession.questionCount(try row.optionalString()),
            accommodation: Accommodation(
                timePercent: try row.int(),
                audioOnly: try row.bool(),
                textAnswers: try row.bool(),
                largerText: try row.bool()
            ),
            extendedUntil: try row.optionalInstant(),
            outage: try Outage(&row),
            device: try PortalSession.device(&row)
        )
    }

    private static func device(_ row: inout Row) throws(DatabaseError) -> ActiveDevice? {
        let (hash, seenAt) = (try row.optionalBytes(), try row.optionalInstant())
        guard let hash, let seenAt else { return nil }
        return ActiveDevice(hash: hash, seenAt: seenAt)
    }

    /// The number of questions in a slot's configuration, where it holds a usable one.
    private static func questionCount(_ configuration: String?) -> Int {
        guard let configuration, let json = try? JSON.parse(configuration), let value = json["question_count"] else {
            return PortalSession.defaultQuestionCount
        }
        let number = value.int.map(Int.init) ?? value.string.flatMap { Int($0) }
        return number.flatMap { 1...20 ~= $0 ? $0 : nil } ?? PortalSession.defaultQuestionCount
    }
}
