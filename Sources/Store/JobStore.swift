public import CivilTime
public import Domain
public import MariaDB

/// The table `job`.
public struct JobStore {
    private static let query: SQL = """
        SELECT job.id, job.job_title, job.company_name, job.company_id, job.domain_id, job.spoc_email,
            job.hiring_manager_email, job.current_team_size_info, job.number_to_hire, job.position_level,
            job.current_process, job.tech_stack_details, job.coding_language, job.job_description, job.jd_link,
            domain.name, job.jd_file, job.created_at
        FROM job
        LEFT JOIN domain ON domain.id = job.domain_id
        """

    /// Which jobs a list shows, and how they are sorted.
    public struct Filter: Sendable {
        public enum Order: String, CaseIterable, Sendable {
            case createdAt = "created_at"
            case title = "job_title"
            case companyName = "company_name"
            case numberToHire = "number_to_hire"
            case positionLevel = "position_level"

            fileprivate var column: SQL {
                switch self {
                case .createdAt: "job.created_at"
                case .title: "job.job_title"
                case .companyName: "job.company_name"
                case .numberToHire: "job.number_to_hire"
                case .positionLevel: "job.position_level"
                }
            }
        }

        public enum Direction: Sendable { case ascending, descending }

        public var scope: Access.Scope
        public var companyName: String?
        public var companyID: Int64?
        public var positionLevel: String?
        public var domainID: Int64?
        public var search: String?
        public var order = Order.createdAt
        public var direction = Direction.descending

        public init(scope: Access.Scope) { self.scope = scope }

        fileprivate var condition: SQL {
            var parts: [SQL] = [scope.condition(on: "job.company_id")]
            if let companyName { parts.append("job.company_name = \(companyName)") }
            if let companyID { parts.append("job.company_id = \(companyID)") }
            if let positionLevel { parts.append("job.position_level = \(positionLevel)") }
            if let domainID { parts.append("job.domain_id = \(domainID)") }
            if let search {
                let pattern = "%" + SQLText.escapedForLike(search) + "%"
                parts.append(
                    """
                    (job.job_title LIKE \(pattern) OR job.company_name LIKE \(pattern)
                        OR job.tech_stack_details LIKE \(pattern))
                    """
                )
            }
            return parts.joined(separator: " AND ")
        }

        fileprivate var sorting: SQL {
            switch direction {
            case .ascending: "\(order.column), job.id"
            case .descending: "\(order.column) DESC, job.id DESC"
            }
        }
    }

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func list(_ filter: Filter, page: SQL) throws(DatabaseError) -> [Job] {
        try db.all(
            "\(JobStore.query) WHERE \(filter.condition) ORDER BY \(filter.sorting) \(page)",
            Job.init
        )
    }

    public func count(_ filter: Filter) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM job WHERE \(filter.condition)")
    }

    public func find(_ id: Int64) throws(DatabaseError) -> Job? {
        try db.first("\(JobStore.query) WHERE job.id = \(id)", Job.init)
    }

    /// The newest job of that title within a scope.
    public func find(title: String, in scope: Access.Scope) throws(DatabaseError) -> Job? {
        try db.first(
            """
            \(JobStore.query)
            WHERE job.job_title = \(title) AND \(scope.condition(on: "job.company_id"))
            ORDER BY job.id DESC
            LIMIT 1
            """,
            Job.init
        )
    }

    public func create(_ fields: Job.Fields, at now: Instant) throws(DatabaseError) -> Int64 {
        try db.insert(
            """
            INSERT INTO job (job_title, company_name, company_id, domain_id, spoc_email, hiring_manager_email,
                current_team_size_info, number_to_hire, position_level, current_process, tech_stack_details,
                coding_language, job_description, jd_link, created_at)
            VALUES (\(fields.title), \(fields.companyName), \(fields.companyID), \(fields.domainID),
                \(fields.spocEmail), \(fields.hiringManagerEmail), \(fields.teamSizeInfo), \(fields.numberToHire),
                \(fields.positionLevel), \(fields.currentProcess), \(fields.techStackDetails),
                \(fields.codingLanguage), \(fields.description), \(fields.link), \(now))
            """
        )
    }

    /// Writes what `change` makes of the job; `false` if it is gone.
    public func update(_ id: Int64, _ change: (inout Job.Fields) -> Void) throws -> Bool {
        try db.transaction { db in
            let found = try db.first("\(JobStore.query) WHERE job.id = \(id) FOR UPDATE", Job.init)
            guard var fields = found?.fields else { return false }
            change(&fields)
            try db.execute(
                """
                UPDATE job
                SET job_title = \(fields.title), company_name = \(fields.companyName),
                    company_id = \(fields.companyID), domain_id = \(fields.domainID),
                    spoc_email = \(fields.spocEmail), hiring_manager_email = \(fields.hiringManagerEmail),
                    current_team_size_info = \(fields.teamSizeInfo), number_to_hire = \(fields.numberToHire),
                    position_level = \(fields.positionLevel), current_process = \(fields.currentProcess),
                    tech_stack_details = \(fields.techStackDetails), coding_language = \(fields.codingLanguage),
                    job_description = \(fields.description), jd_link = \(fields.link)
                WHERE id = \(id)
                """
            )
            return true
        }
    }

    public func delete(_ id: Int64) throws(DatabaseError) {
        try db.execute("DELETE FROM job WHERE id = \(id)")
    }
}

extension Job {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        var fields = Fields()
        fields.title = try row.string()
        fields.companyName = try row.string()
        fields.companyID = try row.optionalKey()
        fields.domainID = try row.optionalKey()
        fields.spocEmail = try row.string()
        fields.hiringManagerEmail = try row.string()
        fields.teamSizeInfo = try row.string()
        fields.numberToHire = try row.int()
        fields.positionLevel = try row.string()
        fields.currentProcess = try row.string()
        fields.techStackDetails = try row.string()
        fields.codingLanguage = try row.string()
        fields.description = try row.string()
        fields.link = try row.optionalString()
        self.init(
            id: id,
            fields: fields,
            domainName: try row.optionalString(),
            file: try row.optionalString(),
            createdAt: try row.instant()
        )
    }
}
