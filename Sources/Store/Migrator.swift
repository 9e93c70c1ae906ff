public import MariaDB

/// Brings a database's schema to the newest migration, one statement at a time.
///
/// MariaDB commits each change of a table by itself, so a migration cannot be taken back as a whole. What is done is
/// counted after every statement, and a migration that was interrupted goes on where it stopped.
public struct Migrator {
    /// Where one migration stands.
    public enum State: Equatable, Sendable {
        case applied
        /// Begun and interrupted after so many statements.
        case begun(statements: Int)
        case pending
    }

    private struct Record {
        let version: Int
        let name: String
        let hash: String
        let statementsDone: Int
        let isApplied: Bool
    }

    private let db: Connection
    private let migrations: [Migration]
    private let lockTimeout: Int

    /// `db` is connected to the database to migrate; `lockTimeout` are the seconds to wait for another process to finish.
    public init(_ db: Connection, _ migrations: [Migration], lockTimeout: Int = 60) throws(MigrationError) {
        self.db = db
        self.lockTimeout = lockTimeout
        self.migrations = migrations.sorted { $0.version < $1.version }
        for (one, next) in zip(self.migrations, self.migrations.dropFirst()) where one.version == next.version {
            throw MigrationError(.duplicateVersion, next.title)
        }
    }

    /// Where every migration stands, oldest first, after checking that database and files tell the same story.
    public func states() throws -> [(migration: Migration, state: State)] {
        let records = try records()
        if let stranger = records.first(where: { record in !migrations.contains { $0.version == record.version } }) {
            throw MigrationError(.unknown, "\(stranger.version)_\(stranger.name)")
        }
        return try migrations.map { migration in
            guard let record = records.first(where: { $0.version == migration.version }) else {
                return (migration, .pending)
            }
            guard record.hash == (try hash(of: migration)) else { throw MigrationError(.changed, migration.title) }
            return (migration, record.isApplied ? .applied : .begun(statements: record.statementsDone))
        }
    }

    /// The migrations that are not wholly applied.
    ///
    /// Unlike `states` it passes over what a newer release has added: a program may run on a newer schema.
    public func pending() throws(DatabaseError) -> [Migration] {
        let applied = Set(try records().filter(\.isApplied).map(\.version))
        return migrations.filter { !applied.contains($0.version) }
    }

    /// Applies what is pending, telling `progress` before each migration, and returns what it applied.
    @discardableResult
    public func apply(at now: SQL.Value, progress: (String) -> Void) throws -> [Migration] {
        let lock = try acquireLock()
        defer { releaseLock(lock) }
        try createTable()
        var applied: [Migration] = []
        for (migration, state) in try states() {
            switch state {
            case .applied: continue
            case .pending:
                progress("applying \(migration.title)")
                try begin(migration, at: now)
                try run(migration, from: 0, isResumed: false, under: lock, at: now)
            case .begun(let done):
                progress("going on with \(migration.title) after statement \(done)")
                try run(migration, from: done, isResumed: true, under: lock, at: now)
            }
            applied.append(migration)
        }
        return applied
    }

    private func run(
        _ migration: Migration,
        from done: Int,
        isResumed: Bool,
        under lock: String,
        at now: SQL.Value
    ) throws {
        let statements = Connection.statements(of: migration.script)
        for number in statements.indices.dropFirst(done) {
            do {
                try db.transaction { db in
                    guard try holds(lock) else { throw MigrationError(.lockLost, migration.title) }
                    try run(statements[number], mayBeDone: number == done && isResumed)
                    try db.execute(
                        "UPDATE schema_migration SET statements_done = \(number + 1) WHERE version = \(migration.version)"
                    )
                }
            } catch let error as DatabaseError where !error.isOutage {
                throw MigrationError(.refused(statement: number + 1, reason: error.message), migration.title)
            }
        }
        try db.execute("UPDATE schema_migration SET applied_at = \(now) WHERE version = \(migration.version)")
    }

    /// Runs one statement.
    ///
    /// An interrupted migration may have stopped between a statement and its count, since a change of a table commits
    /// at once. `mayBeDone` then takes the server's word that the change is there already.
    private func run(_ statement: String, mayBeDone: Bool) throws(DatabaseError) {
        // ER_TABLE_EXISTS_ERROR, ER_DUP_FIELDNAME, ER_DUP_KEYNAME, ER_MULTIPLE_PRI_KEY, ER_CANT_DROP_FIELD_OR_KEY,
        // ER_BAD_TABLE_ERROR, ER_DUP_CONSTRAINT_NAME
        let codesOfDone: Set<UInt32> = [1050, 1060, 1061, 1068, 1091, 1051, 1826]
        do {
            try db.run(script: statement)
        } catch {
            guard mayBeDone, codesOfDone.contains(error.code) else { throw error }
        }
    }

    private func begin(_ migration: Migration, at now: SQL.Value) throws {
        try db.execute(
            """
            INSERT INTO schema_migration (version, name, sha256, statements_done, applied_at)
            VALUES (\(migration.version), \(migration.name), SHA2(\(migration.script), 256), 0, NULL)
            """
        )
    }

    private func records() throws(DatabaseError) -> [Record] {
        let isThere = try db.count(
            """
            SELECT COUNT(*)
            FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'schema_migration'
            """
        )
        guard isThere > 0 else { return [] }
        return try db.all(
            """
            SELECT version, name, sha256, statements_done, applied_at IS NOT NULL
            FROM schema_migration
            ORDER BY version
            """
        ) { (row) throws(DatabaseError) in
            Record(
                version: try row.int(),
                name: try row.string(),
                hash: try row.string(),
                statementsDone: try row.int(),
                isApplied: try row.bool()
            )
        }
    }

    private func createTable() throws(DatabaseError) {
        try db.run(
            script: """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    version INT NOT NULL PRIMARY KEY,
                    name VARCHAR(255) NOT NULL,
                    sha256 CHAR(64) NOT NULL,
                    statements_done INT NOT NULL,
                    applied_at DATETIME(6) NULL
                );
                """
        )
    }

    private func hash(of migration: Migration) throws(DatabaseError) -> String {
        try db.first("SELECT SHA2(\(migration.script), 256)") { (row) throws(DatabaseError) in try row.string() } ?? ""
    }

    /// Takes the server's lock of this database's name; it goes with the connection.
    private func acquireLock() throws -> String {
        let name = try db.first("SELECT CONCAT('migrate:', DATABASE())") { (row) throws(DatabaseError) in
            try row.string()
        }
        // MariaDB takes names of at most 64 characters.
        let lock = String((name ?? "migrate").prefix(64))
        guard try db.count("SELECT COALESCE(GET_LOCK(\(lock), \(lockTimeout)), 0)") == 1 else {
            throw MigrationError(.locked)
        }
        return lock
    }

    private func holds(_ lock: String) throws(DatabaseError) -> Bool {
        try db.count("SELECT COALESCE(IS_USED_LOCK(\(lock)) = CONNECTION_ID(), 0)") == 1
    }

    private func releaseLock(_ lock: String) {
        // The server releases it anyway when the connection ends, which is soon.
        _ = try? db.count("SELECT COALESCE(RELEASE_LOCK(\(lock)), 0)")
    }
}
