public import CivilTime
public import Domain
public import MariaDB

/// The tables `user` and `token`.
public struct UserStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The active user that a token belongs to, unless it has run out.
    public func caller(tokenHash: [UInt8], at now: Instant) throws(DatabaseError) -> Caller? {
        try db.first(
            """
            SELECT user.id, user.email, user.full_name, user.role, user.company_id
            FROM token
            JOIN user ON user.id = token.user_id
            WHERE token.token_hash = \(tokenHash) AND token.expires_at > \(now) AND user.is_active
            """,
            Caller.init
        )
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
