public import CivilTime
public import Domain
public import MariaDB

/// The table `candidate`.
public struct CandidateStore {
    private static let query: SQL = """
        SELECT candidate.id, candidate.full_name, candidate.email, candidate.phone, candidate.work_experience,
            candidate.domain, candidate.poc_email, candidate.status, candidate.recruiter_id, candidate.company_id,
            candidate.job_id, job.job_title, candidate.last_updated, candidate.created_at, candidate.locale,
            candidate.time_zone, \(Resume.columns)
        FROM candidate
        LEFT JOIN job ON job.id = candidate.job_id
        LEFT JOIN resume ON resume.id = candidate.resume_id
        """

    /// Which candidates a list shows.
    public struct Filter: Sendable {
        public var scope: Access.Scope
        public var statuses: [CandidateStatus] = []
        public var domain: String?
        public var jobID: Int64?
        /// Part of the name or the address.
        public var search: String?

        public init(scope: Access.Scope) { self.scope = scope }

        fileprivate var condition: SQL {
            var parts: [SQL] = [scope.condition(on: "candidate.company_id")]
            if !statuses.isEmpty { parts.append("candidate.status IN (\(list: statuses.map(\.rawValue)))") }
            if let domain { parts.append("candidate.domain = \(domain)") }
            if let jobID { parts.append("candidate.job_id = \(jobID)") }
            if let search {
                let pattern = "%" + SQLText.escapedForLike(search) + "%"
                parts.append("(candidate.full_name LIKE \(pattern) OR candidate.email LIKE \(pattern))")
            }
            return parts.joined(separator: " AND ")
        }
    }

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The newest first.
    public func list(_ filter: Filter, page: SQL) throws(DatabaseError) -> [Candidate] {
        try db.all(
            """
            \(CandidateStore.query)
            WHERE \(filter.condition)
            ORDER BY candidate.created_at DESC, candidate.id DESC
            \(page)
            """,
            Candidate.init
        )
    }

    public func count(_ filter: Filter) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM candidate WHERE \(filter.condition)")
    }

    public func find(_ id: Int64) throws(DatabaseError) -> Candidate? {
        try db.first("\(CandidateStore.query) WHERE candidate.id = \(id)", Candidate.init)
    }

    /// How many candidates have each status that occurs.
    public func countByStatus(_ scope: Access.Scope) throws(DatabaseError) -> [CandidateStatus: Int] {
        let rows = try db.all(
            """
            SELECT status, COUNT(*)
            FROM candidate
            WHERE \(scope.condition(on: "company_id"))
            GROUP BY status
            """
        ) { (row) throws(DatabaseError) in (CandidateStatus(rawValue: try row.string()) ?? .new, try row.int()) }
        return Dictionary(rows, uniquingKeysWith: +)
    }

    /// How many candidates each job's title has, by title.
    public func countByJob(_ scope: Access.Scope) throws(DatabaseError) -> [(title: String, count: Int)] {
        try db.all(
            """
            SELECT MIN(job.job_title), COUNT(*)
            FROM candidate
            JOIN job ON job.id = candidate.job_id
            WHERE \(scope.condition(on: "candidate.company_id"))
            GROUP BY job.job_title
            ORDER BY job.job_title
            """
        ) { (row) throws(DatabaseError) in (title: try row.string(), count: try row.int()) }
    }

    /// Writes a new candidate and, unless it is there already, the resume; part of the caller's transaction.
    public func insert(
        _ fields: Candidate.Fields,
        _ place: CandidatePlace,
        resume: ResumeID,
        at now: Instant
    ) throws(DatabaseError) -> Int64 {
        try db.insert(
            """
            INSERT INTO candidate (recruiter_id, company_id, job_id, resume_id, domain, full_name, email, phone,
                work_experience, poc_email, status, locale, time_zone, last_updated, created_at)
            VALUES (\(place.recruiterID), \(place.companyID), \(place.jobID), \(resume), \(fields.domain),
                \(fields.fullName), \(fields.email), \(fields.phone), \(fields.workExperience), \(fields.pocEmail),
                \(fields.status.rawValue), \(fields.locale), \(fields.timeZone), \(now), \(now))
            """
        )
    }

    /// What came of changing a candidate.
    public enum Update: Equatable, Sendable { case updated, gone, stale }

    /// Writes what `change` makes of the candidate, unless it is no longer of the version that the caller knows.
    public func update(
        _ id: Int64,
        expecting version: Int?,
        at now: Instant,
        _ change: (inout Candidate.Fields) -> Void
    ) throws -> Update {
        try db.transaction { db in
            guard try lock(id), let found = try find(id) else { return .gone }
            if let version, version != found.version { return .stale }
            var fields = found.fields
            change(&fields)
            try db.execute(
                """
                UPDATE candidate
                SET full_name = \(fields.fullName), email = \(fields.email), phone = \(fields.phone),
                    work_experience = \(fields.workExperience), domain = \(fields.domain),
                    poc_email = \(fields.pocEmail), status = \(fields.status.rawValue), locale = \(fields.locale),
                    time_zone = \(fields.timeZone), last_updated = \(now)
                WHERE id = \(id)
                """
            )
            return .updated
        }
    }

    /// Deletes the candidate and the resume, unless there are interviews: those must free their seats first.
    ///
    /// The candidate's row is locked before it is looked for them, so that none comes between.
    public func delete(_ id: Int64) throws -> Deletion {
        try db.transaction { db in
            guard try lock(id) else { return .deleted }
            let interviews: [InterviewID] = try db.all(
                "SELECT id FROM interview WHERE candidate_id = \(id) ORDER BY id"
            ) { (row) throws(DatabaseError) in try row.id() }
            guard interviews.isEmpty else { return .hasInterviews(interviews) }
            let resume = try find(id)?.resume
            try db.execute("DELETE FROM candidate WHERE id = \(id)")
            if let resume { try db.execute("DELETE FROM resume WHERE id = \(resume.id)") }
            return .deleted
        }
    }

    /// What came of asking to delete a candidate.
    public enum Deletion: Equatable, Sendable { case deleted, hasInterviews([InterviewID]) }

    private func lock(_ id: Int64) throws(DatabaseError) -> Bool {
        try db.first("SELECT id FROM candidate WHERE id = \(id) FOR UPDATE") { (row) throws(DatabaseError) in
            try row.key()
        } != nil
    }
}

extension Candidate {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        var fields = Fields()
        fields.fullName = try row.string()
        fields.email = try row.optionalString()
        fields.phone = try row.string()
        fields.workExperience = try row.optionalInt()
        fields.domain = try row.string()
        fields.pocEmail = try row.optionalString()
        fields.status = CandidateStatus(rawValue: try row.string()) ?? .new
        let recruiter = try row.optionalKey()
        let company = try row.optionalKey()
        let job = try row.optionalKey()
        let title = try row.optionalString()
        let updated = try row.instant()
        let created = try row.instant()
        fields.locale = try row.string()
        fields.timeZone = try row.optionalString()
        self.init(
            id: id,
            fields: fields,
            recruiterID: recruiter,
            companyID: company,
            jobID: job,
            jobTitle: title,
            resume: try Resume.optional(&row),
            lastUpdated: updated,
            createdAt: created
        )
    }
}
