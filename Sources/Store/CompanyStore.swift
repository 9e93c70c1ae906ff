public import CivilTime
public import Domain
public import MariaDB

/// The table `company`.
public struct CompanyStore {
    private static let columns: SQL = "id, name, email, description, is_active, time_zone, contact"

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func find(_ id: Int64) throws(DatabaseError) -> Company? {
        try db.first("SELECT \(CompanyStore.columns) FROM company WHERE id = \(id)", Company.init)
    }

    /// The company of that name; of several the active one, then the oldest.
    public func find(name: String) throws(DatabaseError) -> Company? {
        try db.first(
            "SELECT \(CompanyStore.columns) FROM company WHERE name = \(name) ORDER BY is_active DESC, id LIMIT 1",
            Company.init
        )
    }

    /// The id of the company of that name, made if there is none.
    public func findOrCreate(_ name: String, at now: Instant) throws(DatabaseError) -> Int64 {
        if let company = try find(name: name) { return company.id }
        return try db.insert(
            """
            INSERT INTO company (name, description, created_at)
            VALUES (\(name), \("Company created during registration for " + name), \(now))
            """
        )
    }
}

extension Company {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            name: try row.string(),
            email: try row.optionalString(),
            description: try row.string(),
            isActive: try row.bool(),
            timeZone: try row.optionalString(),
            contact: try row.string()
        )
    }
}
