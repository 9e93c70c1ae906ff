public import Domain
public import MariaDB

/// Finding out whether what a body names exists, and whose it is.
public struct ReferenceStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// A row that another may point to.
    public struct Reference: Equatable, Sendable {
        public let id: Int64
        /// The company that it belongs to; for a company, itself.
        public let companyID: Int64?
        /// The zone that the company names.
        public let timeZone: String?
    }

    public func company(_ id: Int64) throws(DatabaseError) -> Reference? {
        try db.first("SELECT id, id, time_zone FROM company WHERE id = \(id) AND is_active", Reference.init)
    }

    public func job(_ id: Int64) throws(DatabaseError) -> Reference? {
        try db.first(
            """
            SELECT job.id, job.company_id, company.time_zone
            FROM job
            LEFT JOIN company ON company.id = job.company_id
            WHERE job.id = \(id)
            """,
            Reference.init
        )
    }

    public func candidate(_ id: Int64) throws(DatabaseError) -> Reference? {
        try db.first(
            """
            SELECT candidate.id, candidate.company_id, company.time_zone
            FROM candidate
            LEFT JOIN company ON company.id = candidate.company_id
            WHERE candidate.id = \(id)
            """,
            Reference.init
        )
    }

    /// The company that a slot is of.
    public func company(of slot: SlotID) throws(DatabaseError) -> Int64? {
        try db.first("SELECT company_id FROM slot WHERE id = \(slot)") { (row) throws(DatabaseError) in try row.key() }
    }

    /// Whose an interview is, and how its candidate is written to.
    public struct InterviewReference: Equatable, Sendable {
        public let companyID: Int64?
        public let candidateEmail: String?
    }

    public func interview(_ id: InterviewID) throws(DatabaseError) -> InterviewReference? {
        try db.first(
            """
            SELECT interview.company_id, candidate.email
            FROM interview
            JOIN candidate ON candidate.id = interview.candidate_id
            WHERE interview.id = \(id)
            """
        ) { (row) throws(DatabaseError) in
            InterviewReference(companyID: try row.optionalKey(), candidateEmail: try row.optionalString())
        }
    }

    /// The candidate's e-mail and the job that the candidate applied for.
    public func candidateContact(_ id: Int64) throws(DatabaseError) -> (email: String?, jobID: Int64?)? {
        try db.first("SELECT email, job_id FROM candidate WHERE id = \(id)") { (row) throws(DatabaseError) in
            (email: try row.optionalString(), jobID: try row.optionalKey())
        }
    }
}

extension ReferenceStore.Reference {
    init(_ row: inout Row) throws(DatabaseError) {
        id = try row.key()
        companyID = try row.optionalKey()
        timeZone = try row.optionalString()
    }
}
