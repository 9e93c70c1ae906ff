import MariaDB
import TestSupport
import Testing

@Suite struct SQLTests {
    @Test func `an interpolated value is bound, not spliced`() {
        let id = 7

        let sql: SQL = "SELECT \(id) IN (\(list: [1, 2])) AND \("x' OR '1") = ''"

        #expect(sql.text == "SELECT ? IN (?, ?) AND ? = ''")
        #expect(sql.values == [.int(7), .int(1), .int(2), .string("x' OR '1")])
    }
}

@Suite struct ConnectionTests {
    let database: TestDatabase
    let db: Connection

    init() throws {
        database = try TestDatabase()
        db = try database.connect()
    }

    private func makeDomain(_ name: String) throws -> Int64 {
        try db.insert(
            "INSERT INTO domain (name, created_at, updated_at) VALUES (\(name), \(SQL.Value.dateTime(0)), NOW(6))"
        )
    }

    @Test(arguments: [0, -1, 1_795_413_600_000_000, 1_795_413_600_123_456, -62_135_596_800_000_000 + 86_400_000_000])
    func `an instant comes back as it was stored`(microseconds: Int64) throws {
        let read = try db.first("SELECT CAST(\(SQL.Value.dateTime(microseconds)) AS DATETIME(6))") {
            (row) throws(DatabaseError) in try row.dateTime()
        }

        #expect(read == microseconds)
    }

    @Test func `every kind of value comes back as it was sent`() throws {
        let long = String(repeating: "é", count: 100_000)
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }

        let row = try db.first("SELECT \(42), \(1.5), \(long), \(bytes), \(SQL.Value.null), \(true)") {
            (row) throws(DatabaseError) in
            (
                try row.int(), try row.double(), try row.string(), try row.bytes(), try row.optionalString(),
                try row.bool()
            )
        }

        #expect(row?.0 == 42)
        #expect(row?.1 == 1.5)
        #expect((row?.2 == long) == true)
        #expect((row?.3 == bytes) == true)
        #expect(row?.4 == nil)
        #expect(row?.5 == true)
    }

    @Test func `long and short rows of one statement keep their own values`() throws {
        let texts = ["a", String(repeating: "b", count: 5000), "", "c"]
        for text in texts {
            try db.execute("INSERT INTO company (name, description, created_at) VALUES ('x', \(text), NOW(6))")
        }

        let read = try db.all("SELECT description FROM company ORDER BY id") { (row) throws(DatabaseError) in
            try row.string()
        }

        #expect(read == texts)
    }

    @Test func `a duplicate key names the key and not the value`() throws {
        _ = try makeDomain("secret-value")

        let error = #expect(throws: DatabaseError.self) { _ = try makeDomain("secret-value") }

        #expect(error?.kind == .duplicateKey(key: "domain_name"))
        #expect(error.map { "\($0)".contains("secret-value") } == false)
    }

    @Test func `a transaction that throws leaves nothing behind`() throws {
        struct Stop: Error {}

        #expect(throws: Stop.self) {
            try db.transaction { db in
                try db.execute("INSERT INTO domain (name, created_at, updated_at) VALUES ('d', NOW(6), NOW(6))")
                throw Stop()
            }
        }

        #expect(try db.count("SELECT COUNT(*) FROM domain") == 0)
    }

    @Test func `a part that throws is undone alone, and the whole transaction with its parts`() throws {
        struct Stop: Error {}

        try db.transaction { db in
            _ = try makeDomain("whole")
            #expect(throws: Stop.self) {
                try db.transaction { _ in
                    _ = try makeDomain("part")
                    throw Stop()
                }
            }
            try db.transaction { _ in _ = try makeDomain("second part") }
        }
        #expect(throws: Stop.self) {
            try db.transaction { db in
                try db.transaction { _ in _ = try makeDomain("lost part") }
                throw Stop()
            }
        }

        let names = try db.all("SELECT name FROM domain ORDER BY id") { (row) throws(DatabaseError) in
            try row.string()
        }
        #expect(names == ["whole", "second part"])
    }

    @Test func `a part that has to be tried again runs the whole transaction again`() throws {
        var runs = 0

        try db.transaction { db in
            runs += 1
            _ = try makeDomain("run \(runs)")
            try db.transaction { _ in
                if runs == 1 { throw RetryTransaction() }
            }
        }

        #expect(db.retries == 1)
        #expect(try db.count("SELECT COUNT(*) FROM domain WHERE name = 'run 2'") == 1)
        #expect(try db.count("SELECT COUNT(*) FROM domain") == 1)
    }

    @Test func `two transactions that lock in opposite order both commit`() async throws {
        let a = try makeDomain("a")
        let b = try makeDomain("b")
        let database = database

        try await withThrowingTaskGroup(of: Void.self) { group in
            for (first, second) in [(a, b), (b, a)] {
                group.addTask {
                    let db = try database.connect()
                    for _ in 0..<25 {
                        try db.transaction { db in
                            for id in [first, second] {
                                try db.execute(
                                    "UPDATE domain SET description = CONCAT(description, 'x') WHERE id = \(id)"
                                )
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }

        #expect(try db.count("SELECT SUM(CHAR_LENGTH(description)) FROM domain") == 100)
    }

    @Test func `a connection that the server closed is opened again before a transaction`() throws {
        let id = try db.count("SELECT CONNECTION_ID()")
        try database.connect().run(script: "KILL \(id);")

        let rows = try db.transaction { db in try db.count("SELECT COUNT(*) FROM domain") }

        #expect(rows == 0)
        #expect(try db.count("SELECT CONNECTION_ID()") != id)
    }

    @Test func `a connection lost inside a transaction fails it, and nothing of it stands`() throws {
        let id = try db.count("SELECT CONNECTION_ID()")
        let other = try database.connect()

        let error = #expect(throws: DatabaseError.self) {
            try db.transaction { db in
                try db.execute("INSERT INTO domain (name, created_at, updated_at) VALUES ('d', NOW(6), NOW(6))")
                try other.run(script: "KILL \(id);")
                _ = try db.count("SELECT COUNT(*) FROM domain")
            }
        }

        #expect(error?.isOutage == true)
        #expect(try other.count("SELECT COUNT(*) FROM domain") == 0)
    }

    @Test func `a missing server is an outage`() {
        let error = #expect(throws: DatabaseError.self) {
            try Connection(.init(socket: "/nonexistent.sock", user: "x"))
        }

        #expect(error?.kind == .unavailable)
    }
}
