public import MariaDB

/// What the server knows of its own database.
public struct SystemStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// How many migrations have been applied.
    public func appliedMigrations() throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM schema_migration")
    }
}
