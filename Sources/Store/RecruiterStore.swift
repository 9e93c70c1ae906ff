public import Domain
public import MariaDB

/// The table `recruiter`, with the accounts of its rows.
public struct RecruiterStore {
    private static let query: SQL = """
        SELECT recruiter.id, user.id, user.username, user.full_name, user.email, company.id, company.name,
            recruiter.is_active
        FROM recruiter
        JOIN user ON user.id = recruiter.user_id
        JOIN company ON company.id = recruiter.company_id
        """

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func list(_ scope: Access.Scope, page: SQL) throws(DatabaseError) -> [Recruiter] {
        try db.all(
            """
            \(RecruiterStore.query)
            WHERE \(scope.condition(on: "recruiter.company_id"))
            ORDER BY recruiter.id DESC
            \(page)
            """,
            Recruiter.init
        )
    }

    public func count(_ scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM recruiter WHERE \(scope.condition(on: "company_id"))")
    }

    public func find(_ id: Int64) throws(DatabaseError) -> Recruiter? {
        try db.first("\(RecruiterStore.query) WHERE recruiter.id = \(id)", Recruiter.init)
    }

    public func find(user: Int64) throws(DatabaseError) -> Recruiter? {
        try db.first("\(RecruiterStore.query) WHERE user.id = \(user)", Recruiter.init)
    }

    /// What to change of a recruiter; `nil` leaves it.
    public struct Change: Equatable, Sendable {
        public var fullName: String?
        public var email: String?
        public var companyID: Int64?
        public var isActive: Bool?

        public init() {}
    }

    /// What came of changing a recruiter.
    public enum Update: Equatable, Sendable { case updated, emailTaken, noSuchCompany }

    /// Changes the recruiter and its account together; one that is no longer active cannot log in.
    public func update(_ recruiter: Recruiter, _ change: Change) throws -> Update {
        do {
            try db.transaction { db in
                try db.execute(
                    """
                    UPDATE user
                    SET username = IF(\(change.email) IS NOT NULL AND username = email, \(change.email), username),
                        email = COALESCE(\(change.email), email),
                        full_name = COALESCE(\(change.fullName), full_name),
                        company_id = COALESCE(\(change.companyID), company_id),
                        is_active = COALESCE(\(change.isActive), is_active)
                    WHERE id = \(recruiter.userID)
                    """
                )
                try db.execute(
                    """
                    UPDATE recruiter
                    SET company_id = COALESCE(\(change.companyID), company_id),
                        is_active = COALESCE(\(change.isActive), is_active)
                    WHERE id = \(recruiter.id)
                    """
                )
                guard change.isActive == false else { return }
                try db.execute("DELETE FROM token WHERE user_id = \(recruiter.userID)")
            }
            return .updated
        } catch let error as DatabaseError {
            switch error.kind {
            case .duplicateKey: return .emailTaken
            case .foreignKey: return .noSuchCompany
            default: throw error
            }
        }
    }
}

extension Recruiter {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            userID: try row.key(),
            username: try row.string(),
            fullName: try row.string(),
            email: try row.string(),
            companyID: try row.key(),
            companyName: try row.string(),
            isActive: try row.bool()
        )
    }
}
