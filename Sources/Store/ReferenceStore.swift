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
        /// A company's or a person's name, or a job's title.
        public let name: String
    }

    public func company(_ id: Int64) throws(DatabaseError) -> Reference? {
        try db.first("SELECT id, id, time_zone, name FROM company WHERE id = \(id) AND is_active", Reference.init)
    }

    public func job(_ id: Int64) throws(DatabaseError) -> Reference? {
        try db.first(
            """
            SELECT job.id, job.company_id, company.time_zone, job.job_title
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
        SELECT candidate.id, candidate.company_id, company.time_zone, candidate.full_name
        FROM candidate
        LEFT JOIN company ON company.id = candidate.company_id
        WHERE candidate.id = \(id)
        """
    }

    /// The candidate of an interview, and the company that its slot is of.
    public struct InterviewReferences: Equatable, Sendable {
        public let candidate: Reference?
        public let slotCompany: Int64?

        public init(candidate: Reference?, slotCompany: Int64?) {
            self.candidate = candidate
            self.slotCompany = slotCompany
        }
    }

    public func references(candidate: Int64?, slot: SlotID?) throws(DatabaseError) -> InterviewReferences {
        var batch = Batch()
        let candidate = candidate.map { batch.first(ReferenceStore.candidate($0), Reference.init) }
        let slotCompany = slot.map {
            batch.first("SELECT company_id FROM slot WHERE id = \($0)") { (row) throws(DatabaseError) in try row.key() }
        }
        try db.run(batch)
        return InterviewReferences(candidate: candidate?.value, slotCompany: slotCompany?.value)
    }

    /// The same, found with the caller.
    public static func references(candidate: Int64?, slot: SlotID?) -> NamedRows<InterviewReferences> {
        NamedRows(
            columns: "candidate.id, candidate.company_id, company.time_zone, candidate.full_name, slot.company_id",
            joins: """
                LEFT JOIN candidate ON candidate.id = \(candidate)
                LEFT JOIN company ON company.id = candidate.company_id
                LEFT JOIN slot ON slot.id = \(slot)
                """
        ) { (row) throws(DatabaseError) in
            let id = try row.optionalKey()
            let company = try row.optionalKey()
            let zone = try row.optionalString()
            let name = try row.optionalString()
            return InterviewReferences(
                candidate: id.map { Reference(id: $0, companyID: company, timeZone: zone, name: name ?? "") },
                slotCompany: try row.optionalKey()
            )
        }
    }

    /// Whose an interview is, how its candidate is written to, and what it holds.
    public struct InterviewReference: Equatable, Sendable {
        public let companyID: Int64?
        public let candidateEmail: String?
        public let sketch: BookingStore.Sketch
    }

    /// The interview and the slot that are to come together.
    public struct BookingReferences: Equatable, Sendable {
        public let slotCompany: Int64?
        public let interview: InterviewReference?
    }

    /// Found with the caller; a row for each of the interview's holds, which `BookingReferences.init` makes one.
    public static func references(interview: InterviewID?, slot: SlotID?) -> NamedRows<BookingReferences> {
        NamedRows(
            columns: """
                slot.company_id, interview.candidate_id, interview.company_id, candidate.email, schedule.slot_id,
                hold.slot_id
                """,
            joins: """
                LEFT JOIN slot ON slot.id = \(slot)
                LEFT JOIN interview ON interview.id = \(interview)
                LEFT JOIN candidate ON candidate.id = interview.candidate_id
                LEFT JOIN schedule ON schedule.interview_id = interview.id
                LEFT JOIN hold ON hold.interview_id = interview.id
                """
        ) { (row) throws(DatabaseError) in try BookingReferences(&row) }
    }

    /// The candidate's e-mail and the job that the candidate applied for.
    public func candidateContact(_ id: Int64) throws(DatabaseError) -> (email: String?, jobID: Int64?)? {
        try db.first("SELECT email, job_id FROM candidate WHERE id = \(id)") { (row) throws(DatabaseError) in
            (email: try row.optionalString(), jobID: try row.optionalKey())
        }
    }
}

extension ReferenceStore.BookingReferences {
    fileprivate init(_ row: inout Row) throws(DatabaseError) {
        slotCompany = try row.optionalKey()
        let candidate = try row.optionalKey()
        let company = try row.optionalKey()
        let email = try row.optionalString()
        let slots: [SlotID?] = [try row.optionalID(), try row.optionalID()]
        interview = candidate.map {
            ReferenceStore.InterviewReference(
                companyID: company,
                candidateEmail: email,
                sketch: BookingStore.Sketch(candidateID: $0, slots: Set(slots.compactMap(\.self)))
            )
        }
    }

    /// What the rows for the interview's holds say together.
    public init(_ rows: [Self]) {
        slotCompany = rows.first?.slotCompany
        interview = rows.first?.interview.map { first in
            ReferenceStore.InterviewReference(
                companyID: first.companyID,
                candidateEmail: first.candidateEmail,
                sketch: BookingStore.Sketch(
                    candidateID: first.sketch.candidateID,
                    slots: rows.reduce(into: []) { $0.formUnion($1.interview?.sketch.slots ?? []) }
                )
            )
        }
    }
}

extension ReferenceStore.Reference {
    init(_ row: inout Row) throws(DatabaseError) {
        id = try row.key()
        companyID = try row.optionalKey()
        timeZone = try row.optionalString()
        name = try row.string()
    }
}
