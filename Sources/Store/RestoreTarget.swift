public import MariaDB

/// The database that a backup is to be put into.
public struct RestoreTarget {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func isEmpty() throws(DatabaseError) -> Bool { try tables().isEmpty }

    /// Connections to this database beside this one, as far as this account may see them.
    public func otherConnections() throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM information_schema.PROCESSLIST
            WHERE DB = DATABASE() AND ID <> CONNECTION_ID()
            """
        )
    }

    /// Drops every table, first the one without which no process starts.
    public func clear() throws(DatabaseError) {
        let names = try tables()
        let ordered = names.filter { $0 == "schema_migration" } + names.filter { $0 != "schema_migration" }
        let drops = ordered.map { "DROP TABLE `\($0.replacing("`", with: "``"))`;\n" }
        try db.run(script: "SET foreign_key_checks = 0;\n" + drops.joined() + "SET foreign_key_checks = 1;")
    }

    private func tables() throws(DatabaseError) -> [String] {
        try db.all(
            """
            SELECT TABLE_NAME
            FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'
            ORDER BY TABLE_NAME
            """
        ) { (row) throws(DatabaseError) in try row.string() }
    }
}
