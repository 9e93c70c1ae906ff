public import CivilTime
public import Domain
public import MariaDB

/// The `interview` table, with the booking that belongs to each row.
public struct InterviewStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// What a list of interviews is narrowed to.
    public struct Filter: Sendable {
        public var candidateID: Int64?
        public var jobID: Int64?
        public var status: InterviewStatus?
        public var startsFrom: Instant?
        public var startsBefore: Instant?
        /// Part of the candidate's name.
        public var search: String?

        public init() {}
    }

    /// Oldest first: the frontend takes the last for the latest.
    public func interviews(
        _ filter: Filter,
        in scope: Access.Scope,
        limit: Int,
        offset: Int
    ) throws(DatabaseError) -> [Interview] {
        try select(
            """
            WHERE \(InterviewStore.condition(filter, scope))
            ORDER BY interview.created_at, interview.id
            LIMIT \(limit) OFFSET \(offset)
            """
        )
    }

    public func count(_ filter: Filter, in scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM interview
            JOIN candidate ON candidate.id = interview.candidate_id
            WHERE \(InterviewStore.condition(filter, scope))
            """
        )
    }

    public func counts(in scope: Access.Scope) throws(DatabaseError) -> [InterviewStatus: Int] {
        let rows = try db.all(
            """
            SELECT status, COUNT(*)
            FROM interview
            WHERE \(scope.condition(on: "interview.company_id"))
            GROUP BY status
            """
        ) { (row) throws(DatabaseError) -> (InterviewStatus, Int) in
            (InterviewStatus(rawValue: try row.string()) ?? .scheduled, try row.int())
        }
        return Dictionary(rows) { $0 + $1 }
    }

    public func interview(_ id: InterviewID) throws(DatabaseError) -> Interview? {
        try select("WHERE interview.id = \(id)").first
    }

    public func add(_ interview: Interview, by user: Int64?) throws(DatabaseError) {
        try db.queue(
            """
            INSERT INTO interview (
                id, candidate_id, company_id, job_id, status, interview_round, feedback, started_at, ended_at,
                created_by, created_at, updated_at
            ) VALUES (
                \(interview.id), \(interview.candidateID), \(interview.companyID), \(interview.jobID),
                \(interview.status.rawValue), \(interview.round), \(interview.feedback), \(interview.startedAt),
                \(interview.endedAt), \(user), \(interview.createdAt), \(interview.updatedAt)
            )
            """
        )
    }

    /// Writes what `change` makes of the interview as it is now; `false` if it is gone.
    ///
    /// The row is locked before it is read: a booking that came in between keeps its times.
    public func update(_ id: InterviewID, _ change: (inout Interview) throws -> Void) throws -> Bool {
        try db.transaction { db in
            guard try db.count("SELECT COUNT(*) FROM interview WHERE id = \(id) FOR UPDATE") > 0,
                var interview = try interview(id)
            else { return false }
            try change(&interview)
            try write(interview)
            return true
        }
    }

    private func write(_ interview: Interview) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE interview
            SET candidate_id = \(interview.candidateID), company_id = \(interview.companyID),
                job_id = \(interview.jobID), status = \(interview.status.rawValue),
                interview_round = \(interview.round), feedback = \(interview.feedback),
                started_at = \(interview.startedAt), ended_at = \(interview.endedAt),
                version = version + 1, updated_at = \(interview.updatedAt)
            WHERE id = \(interview.id)
            """
        )
    }

    private func select(_ rest: SQL) throws(DatabaseError) -> [Interview] {
        try db.all(
            """
            SELECT interview.id, interview.candidate_id, candidate.full_name, interview.company_id, interview.job_id,
                job.job_title, interview.status, interview.interview_round, interview.feedback,
                interview.started_at, interview.ended_at, interview.video_url, interview.version,
                interview.created_at, interview.updated_at, schedule.status, schedule.booking_notes,
                schedule.slot_id, slot.status, slot.ai_interview_type, slot.max_candidates, slot.current_bookings,
                \(SlotTime.columns)
            FROM interview
            JOIN candidate ON candidate.id = interview.candidate_id
            LEFT JOIN job ON job.id = interview.job_id
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            LEFT JOIN slot ON slot.id = schedule.slot_id
            LEFT JOIN company ON company.id = slot.company_id
            \(rest)
            """,
            Interview.init
        )
    }

    private static func condition(_ filter: Filter, _ scope: Access.Scope) -> SQL {
        var conditions: [SQL] = [scope.condition(on: "interview.company_id")]
        if let candidate = filter.candidateID { conditions.append("interview.candidate_id = \(candidate)") }
        if let job = filter.jobID { conditions.append("interview.job_id = \(job)") }
        if let status = filter.status { conditions.append("interview.status = \(status.rawValue)") }
        if let from = filter.startsFrom { conditions.append("interview.started_at >= \(from)") }
        if let before = filter.startsBefore { conditions.append("interview.started_at < \(before)") }
        if let search = filter.search {
            conditions.append("candidate.full_name LIKE \("%" + SQLText.escapedForLike(search) + "%")")
        }
        return conditions.joined(separator: " AND ")
    }
}

/// Text for a LIKE pattern.
enum SQLText {
    /// `text` with the pattern's own characters escaped by a backslash.
    static func escapedForLike(_ text: String) -> String {
        var out = ""
        for character in text {
            if character == "%" || character == "_" || character == "\\" { out.append("\\") }
            out.append(character)
        }
        return out
    }
}

extension Interview {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.id(),
            candidateID: try row.key(),
            candidateName: try row.string(),
            companyID: try row.optionalKey(),
            jobID: try row.optionalKey(),
            jobTitle: try row.optionalString(),
            status: InterviewStatus(rawValue: try row.string()) ?? .scheduled,
            round: try row.string(),
            feedback: try row.string(),
            startedAt: try row.optionalInstant(),
            endedAt: try row.optionalInstant(),
            videoURL: try row.string(),
            version: try row.int(),
            createdAt: try row.instant(),
            updatedAt: try row.instant(),
            booking: nil
        )
        guard let status = try row.optionalString() else { return }
        let notes = try row.string()
        let slotID: SlotID = try row.id()
        let slotStatus = SlotStatus(rawValue: try row.string()) ?? .cancelled
        let type = InterviewType(rawValue: try row.string()) ?? .general
        let maxCandidates = try row.int()
        let currentBookings = try row.int()
        booking = Booking(
            status: ScheduleStatus(rawValue: status) ?? .cancelled,
            notes: notes,
            slotID: slotID,
            slotTime: try SlotTime(&row),
            slotStatus: slotStatus,
            interviewType: type,
            maxCandidates: maxCandidates,
            currentBookings: currentBookings
        )
    }
}
