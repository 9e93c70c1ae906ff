public import CivilTime
public import Domain
public import MariaDB

/// The table `domain`.
public struct JobDomainStore {
    private static let columns: SQL = "id, name, description, is_active, created_at, updated_at"

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The active ones by name.
    public func list(page: SQL) throws(DatabaseError) -> [JobDomain] {
        try db.all(
            "SELECT \(JobDomainStore.columns) FROM domain WHERE is_active ORDER BY name, id \(page)",
            JobDomain.init
        )
    }

    public func count() throws(DatabaseError) -> Int { try db.count("SELECT COUNT(*) FROM domain WHERE is_active") }

    public func find(_ id: Int64) throws(DatabaseError) -> JobDomain? {
        try db.first("SELECT \(JobDomainStore.columns) FROM domain WHERE id = \(id)", JobDomain.init)
    }

    /// What came of writing a domain.
    public enum Writing: Equatable, Sendable { case written(Int64), nameTaken }

    public func create(name: String, description: String, isActive: Bool, at now: Instant) throws(DatabaseError)
        -> Writing
    {
        try refusal { () throws(DatabaseError) in
            try db.insert(
                """
                INSERT INTO domain (name, description, is_active, created_at, updated_at)
                VALUES (\(name), \(description), \(isActive), \(now), \(now))
                """
            )
        }
    }

    /// Changes the columns that are given.
    public func update(_ id: Int64, name: String?, description: String?, isActive: Bool?, at now: Instant)
        throws(DatabaseError) -> Writing
    {
        try refusal { () throws(DatabaseError) in
            try db.execute(
                """
                UPDATE domain
                SET name = COALESCE(\(name), name), description = COALESCE(\(description), description),
                    is_active = COALESCE(\(isActive), is_active), updated_at = \(now)
                WHERE id = \(id)
                """
            )
            return id
        }
    }

    private func refusal(_ body: () throws(DatabaseError) -> Int64) throws(DatabaseError) -> Writing {
        do throws(DatabaseError) {
            return .written(try body())
        } catch {
            guard error.kind == .duplicateKey(key: "domain_name") else { throw error }
            return .nameTaken
        }
    }
}

extension JobDomain {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.key(),
            name: try row.string(),
            description: try row.string(),
            isActive: try row.bool(),
            createdAt: try row.instant(),
            updatedAt: try row.instant()
        )
    }
}
