import MariaDB
import Store
import TestSupport
import Testing

/// Each test makes a database of its own, since it is the schema that is tried.
@Suite struct MigratorTests {
    private let db: Connection
    private let options: Connection.Options
    private let now = SQL.Value.dateTime(1_800_000_000_000_000)

    init() throws {
        let name = "migrator_\(UInt64.random(in: 0 ... .max))"
        var options = try TestDatabase().options
        try Connection(options).run(script: "CREATE DATABASE \(name);")
        options.database = name
        self.options = options
        db = try Connection(options)
    }

    private func drop() throws { try db.run(script: "DROP DATABASE \(options.database ?? "");") }

    private func migration(_ version: Int, _ script: String) throws -> Migration {
        try #require(Migration(fileName: "000\(version)_step.sql", script: script))
    }

    private func apply(_ migrations: [Migration]) throws -> [String] {
        var lines: [String] = []
        try Migrator(db, migrations).apply(at: now) { lines.append($0) }
        return lines
    }

    private func states(_ migrations: [Migration]) throws -> [Migrator.State] {
        try Migrator(db, migrations).states().map(\.state)
    }

    @Test func `migrations are applied in order, once`() throws {
        let migrations = [
            try migration(2, "ALTER TABLE a ADD COLUMN c INT;"), try migration(1, "CREATE TABLE a (b INT);"),
        ]

        #expect(try states(migrations) == [.pending, .pending])
        #expect(try apply(migrations) == ["applying 0001_step", "applying 0002_step"])
        #expect(try apply(migrations) == [])
        #expect(try states(migrations) == [.applied, .applied])
        #expect(try Migrator(db, migrations).pending().isEmpty)
        try drop()
    }

    @Test func `a migration that fails goes on where it stopped`() throws {
        let broken = try migration(
            1,
            "CREATE TABLE a (b INT);\nINSERT INTO a VALUES (1);\nINSERT INTO missing VALUES (1);"
        )

        let error = #expect(throws: MigrationError.self) { try apply([broken]) }
        #expect(error?.title == "0001_step")
        #expect(try states([broken]) == [.begun(statements: 2)])
        try db.run(script: "CREATE TABLE missing (x INT);")
        #expect(try apply([broken]) == ["going on with 0001_step after statement 2"])

        #expect(try db.count("SELECT COUNT(*) FROM a") == 1)
        try drop()
    }

    @Test(arguments: ["CREATE TABLE a (b INT);\nCREATE TABLE c (d INT);\n", "CREATE TABLE a (b INT);\n"])
    func `a statement that was done but not counted is passed over, the first one too`(done: String) throws {
        let broken = try migration(1, done + "ALTER TABLE nowhere ADD x INT;")
        #expect(throws: MigrationError.self) { try apply([broken]) }
        try db.execute("UPDATE schema_migration SET statements_done = statements_done - 1")
        try db.run(script: "CREATE TABLE nowhere (y INT);")

        _ = try apply([broken])

        #expect(try states([broken]) == [.applied])
        try drop()
    }

    @Test func `a changed file is refused`() throws {
        _ = try apply([try migration(1, "CREATE TABLE a (b INT);")])
        let changed = try migration(1, "CREATE TABLE a (b BIGINT);")

        let error = #expect(throws: MigrationError.self) { try apply([changed]) }

        #expect(error?.kind == .changed)
        try drop()
    }

    @Test func `a database that is ahead is not migrated, but can be served`() throws {
        let first = try migration(1, "CREATE TABLE a (b INT);")
        _ = try apply([first, try migration(2, "CREATE TABLE c (d INT);")])

        let error = #expect(throws: MigrationError.self) { try apply([first]) }

        #expect(error?.kind == .unknown)
        #expect(try Migrator(db, [first]).pending().isEmpty)
        try drop()
    }

    @Test func `two files of one number are refused`() throws {
        let first = try migration(1, "CREATE TABLE a (b INT);")

        #expect(throws: MigrationError.self) { try Migrator(db, [first, first]) }
        try drop()
    }

    @Test func `nobody migrates while another does`() throws {
        let other = try Connection(options)
        let lock = "migrate:\(options.database ?? "")"
        #expect(try other.count("SELECT GET_LOCK(\(lock), 0)") == 1)

        let error = #expect(throws: MigrationError.self) {
            try Migrator(db, [try migration(1, "CREATE TABLE a (b INT);")], lockTimeout: 0).apply(at: now) { _ in }
        }

        #expect(error?.kind == .locked)
        try drop()
    }

    @Test(arguments: ["1_a.sql", "0001.sql", "0001_.sql", "0000_a.sql", "abcd_a.sql", "0001_a.txt", "-001_a.sql"])
    func `a file that is not named like 0001_name.sql is no migration`(name: String) {
        #expect(Migration(fileName: name, script: "") == nil)
    }
}
