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
        try db.first(ReferenceStore.candidate(id), Reference.init)
    }

    private static func candidate(_ id: Int64) -> SQL {
        """
        SELECT candidate.id, candidate.company_id, company.time_zone
        FROM candidate
        LEFT JOIN company ON company.id = candidate.company_id
        WHERE candidate.id = \(id)
        """
    }

    /// The candidate, and the company that the slot is of, in one round trip.
    public func references(
        candidate: Int64?,
        slot: SlotID?
    ) throws(DatabaseError) -> (candidate: Reference?, slotCompany: Int64?) {
        var batch = Batch()
        let found = references(candidate: candidate, slot: slot, in: &batch)
        try db.run(batch)
        return (found.candidate?.value, found.slotCompany?.value)
    }

    /// The same, asked for together with others.
    public func references(
        candidate: Int64?,
        slot: SlotID?,
        in batch: inout Batch
    ) -> (candidate: Batch.Answer<Reference?>?, slotCompany: Batch.Answer<Int64?>?) {
        let candidate = candidate.map { batch.first(ReferenceStore.candidate($0), Reference.init) }
        return (candidate, slot.map { company(of: $0, in: &batch) })
    }

    /// The company that the slot is of, asked for together with others.
    public func company(of slot: SlotID, in batch: inout Batch) -> Batch.Answer<Int64?> {
        batch.first("SELECT company_id FROM slot WHERE id = \(slot)") { (row) throws(DatabaseError) in try row.key() }
    }

    /// Whose the interview is, asked for together with others.
    public func interview(_ id: InterviewID, in batch: inout Batch) -> Batch.Answer<InterviewReference?> {
        batch.first(ReferenceStore.interview(id), InterviewReference.init)
    }

    /// Whose an interview is, and how its candidate is written to.
    public struct InterviewReference: Equatable, Sendable {
        public let companyID: Int64?
        public let candidateEmail: String?
    }

    private static func interview(_ id: InterviewID) -> SQL {
        """
        SELECT interview.company_id, candidate.email
        FROM interview
        JOIN candidate ON candidate.id = interview.candidate_id
        WHERE interview.id = \(id)
        """
    }

    /// The candidate's e-mail and the job that the candidate applied for.
    public func candidateContact(_ id: Int64) throws(DatabaseError) -> (email: String?, jobID: Int64?)? {
        try db.first("SELECT email, job_id FROM candidate WHERE id = \(id)") { (row) throws(DatabaseError) in
            (email: try row.optionalString(), jobID: try row.optionalKey())
        }
    }
}

extension ReferenceStore.InterviewReference {
    init(_ row: inout Row) throws(DatabaseError) {
        companyID = try row.optionalKey()
        candidateEmail = try row.optionalString()
    }
}

extension ReferenceStore.Reference {
    init(_ row: inout Row) throws(DatabaseError) {
        id = try row.key()
        companyID = try row.optionalKey()
        timeZone = try row.optionalString()
    }
}
