public import CivilTime
public import Domain
public import MariaDB

/// The tables `user` and `recruiter` as far as accounts go; tokens are `TokenStore`'s.
public struct UserStore {
    private static let columns: SQL = """
        user.id, user.username, user.email, user.full_name, user.role, user.company_id,
        COALESCE(company.name, user.company_name), user.is_active, user.created_at
        """

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The active user that a token belongs to, unless it has run out; `reads` are asked in the same round trip.
    public func caller(
        tokenHash: [UInt8],
        at now: Instant,
        and reads: Batch = Batch()
    ) throws(DatabaseError) -> Caller? {
        var batch = Batch()
        let caller = batch.first(UserStore.caller(tokenHash, at: now, columns: "", joins: ""), Caller.init)
        batch.append(reads)
        try db.run(batch)
        return caller.value
    }

    /// The same with the rows that a request names, found by the same statement.
    public func caller<Row>(
        tokenHash: [UInt8],
        at now: Instant,
        naming named: NamedRows<Row>
    ) throws(DatabaseError) -> (caller: Caller, named: [Row])? {
        let sql = UserStore.caller(tokenHash, at: now, columns: ", \(named.columns)", joins: named.joins)
        let rows = try db.all(sql) { (row) throws(DatabaseError) in (try Caller(&row), try named.read(&row)) }
        guard let first = rows.first else { return nil }
        return (first.0, rows.map(\.1))
    }

    private static func caller(_ tokenHash: [UInt8], at now: Instant, columns: SQL, joins: SQL) -> SQL {
        """
        SELECT user.id, user.email, user.full_name, user.role, user.company_id \(columns)
        FROM token
        JOIN user ON user.id = token.user_id
        \(joins)
        WHERE token.token_hash = \(tokenHash) AND token.expires_at > \(now) AND user.is_active
        """
    }

    public func find(_ id: Int64) throws(DatabaseError) -> User? {
        try db.first(
            "SELECT \(UserStore.columns) FROM user LEFT JOIN company ON company.id = user.company_id WHERE user.id = \(id)",
            User.init
        )
    }

    /// The user who logs in as `login`, an e-mail address or a username, with the hash of the password.
    ///
    /// An address is looked for first: nobody can take another's address for a username and be found in their place.
    public func find(login: String) throws(DatabaseError) -> (user: User, passwordHash: String)? {
        try db.first(
            """
            SELECT \(UserStore.columns), user.password_hash
            FROM user
            LEFT JOIN company ON company.id = user.company_id
            WHERE user.email = \(login) OR user.username = \(login)
            ORDER BY user.email = \(login) DESC
            LIMIT 1
            """
        ) { (row) throws(DatabaseError) in (try User(&row), try row.string()) }
    }

    /// The active user of that address within a scope.
    public func find(email: String, in scope: Access.Scope) throws(DatabaseError) -> User? {
        try db.first(
            """
            SELECT \(UserStore.columns)
            FROM user
            LEFT JOIN company ON company.id = user.company_id
            WHERE user.email = \(email) AND user.is_active AND \(scope.condition(on: "user.company_id"))
            """,
            User.init
        )
    }

    /// Every account, by id.
    public func list() throws(DatabaseError) -> [User] {
        try db.all(
            """
            SELECT \(UserStore.columns)
            FROM user
            LEFT JOIN company ON company.id = user.company_id
            ORDER BY user.id
            """,
            User.init
        )
    }

    /// The active accounts of a role, by id.
    public func list(_ role: Role) throws(DatabaseError) -> [User] {
        try db.all(
            """
            SELECT \(UserStore.columns)
            FROM user
            LEFT JOIN company ON company.id = user.company_id
            WHERE user.role = \(role.rawValue) AND user.is_active
            ORDER BY user.id
            """,
            User.init
        )
    }

    /// What came of asking to make an account.
    public enum Creation: Equatable, Sendable {
        case created(User), emailTaken, usernameTaken, companyTaken, noSuchCompany
    }

    /// Makes an account, its company where one is to be made, and the recruiter's row of a recruiter with a company.
    public func create(_ new: NewUser, at now: Instant) throws -> Creation {
        do {
            return try db.transaction { db in try UserStore(db).insert(new, at: now) }
        } catch let error as DatabaseError {
            switch error.kind {
            case .duplicateKey("user_email"): return .emailTaken
            case .duplicateKey("user_username"):
                // The username is the address unless one was given, and the server names the first key it meets.
                let sameAddress = try db.count("SELECT COUNT(*) FROM user WHERE email = \(new.email)")
                return sameAddress > 0 ? .emailTaken : .usernameTaken
            case .foreignKey: return .noSuchCompany
            default: throw error
            }
        }
    }

    private func insert(_ new: NewUser, at now: Instant) throws -> Creation {
        let company: Int64?
        switch new.company {
        case .none: company = nil
        case .existing(let id): company = id
        case .named(let name): company = try CompanyStore(db).findOrCreate(name, at: now)
        case .new(let name):
            guard try CompanyStore(db).find(name: name) == nil else { return .companyTaken }
            company = try CompanyStore(db).findOrCreate(name, at: now)
        }
        let id = try db.insert(
            """
            INSERT INTO user (username, email, full_name, company_id, role, password_hash, created_at)
            VALUES (\(new.username), \(new.email), \(new.fullName), \(company), \(new.role.rawValue), \(new.passwordHash),
                \(now))
            """
        )
        if new.role == .recruiter, let company {
            try db.execute("INSERT INTO recruiter (user_id, company_id) VALUES (\(id), \(company))")
        }
        guard let user = try find(id) else { throw DatabaseError.unreadable("the user just written is not there") }
        return .created(user)
    }

    /// Changes what users may change of themselves; the text of a company counts only where there is no company.
    public func update(_ id: Int64, fullName: String?, companyName: String?) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE user
            SET full_name = COALESCE(\(fullName), full_name), company_name = COALESCE(\(companyName), company_name)
            WHERE id = \(id)
            """
        )
    }

    /// Sets the password and ends every session of the user.
    public func setPassword(_ id: Int64, hash: String) throws {
        try db.transaction { db in
            try db.execute("UPDATE user SET password_hash = \(hash) WHERE id = \(id)")
            try db.execute("DELETE FROM token WHERE user_id = \(id)")
        }
    }

    /// Lets the user in again, or shuts them out at once.
    public func setActive(_ id: Int64, _ isActive: Bool) throws {
        try db.transaction { db in
            try db.execute("UPDATE user SET is_active = \(isActive) WHERE id = \(id)")
            if !isActive { try db.execute("DELETE FROM token WHERE user_id = \(id)") }
        }
    }
}

extension Caller {
    /// The columns id, email, full_name, role, company_id.
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            email: try row.string(),
            fullName: try row.string(),
            role: Role(rawValue: try row.string()) ?? .others,
            companyID: try row.optionalKey()
        )
    }
}

extension User {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            username: try row.string(),
            email: try row.string(),
            fullName: try row.string(),
            role: Role(rawValue: try row.string()) ?? .others,
            companyID: try row.optionalKey(),
            companyName: try row.optionalString(),
            isActive: try row.bool(),
            createdAt: try row.instant()
        )
    }
}
