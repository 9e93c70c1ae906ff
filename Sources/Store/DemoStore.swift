public import CivilTime
public import MariaDB

/// What the demonstration looks up to find out which of its rows are there already.
public struct DemoStore {
    /// A candidate as the demonstration writes one.
    public struct Candidate: Sendable {
        public let companyID: Int64
        public let recruiterID: Int64
        public let jobID: Int64
        public let domain: String
        public let fullName: String
        public let email: String
        public let phone: String
        public let workExperience: Int
        /// The recruiter's address.
        public let contactEmail: String

        public init(
            companyID: Int64,
            recruiterID: Int64,
            jobID: Int64,
            domain: String,
            fullName: String,
            email: String,
            phone: String,
            workExperience: Int,
            contactEmail: String
        ) {
            self.companyID = companyID
            self.recruiterID = recruiterID
            self.jobID = jobID
            self.domain = domain
            self.fullName = fullName
            self.email = email
            self.phone = phone
            self.workExperience = workExperience
            self.contactEmail = contactEmail
        }
    }

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func domain(named name: String) throws(DatabaseError) -> Int64? {
        try db.first("SELECT id FROM domain WHERE name = \(name)") { (row) throws(DatabaseError) in try row.key() }
    }

    /// The company's candidate of that address, made if there is none.
    public func findOrCreate(_ candidate: Candidate, at now: Instant) throws(DatabaseError) -> Int64 {
        let known = try db.first(
            """
            SELECT id
            FROM candidate
            WHERE company_id = \(candidate.companyID) AND email = \(candidate.email)
            ORDER BY id
            LIMIT 1
            """
        ) { (row) throws(DatabaseError) in try row.key() }
        if let known { return known }
        return try db.insert(
            """
            INSERT INTO candidate (recruiter_id, company_id, job_id, domain, full_name, email, phone, work_experience,
                poc_email, last_updated, created_at)
            VALUES (\(candidate.recruiterID), \(candidate.companyID), \(candidate.jobID), \(candidate.domain),
                \(candidate.fullName), \(candidate.email), \(candidate.phone), \(candidate.workExperience),
                \(candidate.contactEmail), \(now), \(now))
            """
        )
    }
}
