import FoundationEssentials
import MariaDB
import TestSupport
import Testing

@Suite struct BatchTests {
    let database: TestDatabase
    let db: Connection

    init() throws {
        database = try TestDatabase()
        db = try database.connect()
    }

    private func insertion(of name: String) -> SQL {
        "INSERT INTO domain (name, created_at, updated_at) VALUES (\(name), NOW(6), NOW(6))"
    }

    private func names(_ db: Connection) throws -> [String] {
        try db.all("SELECT name FROM domain ORDER BY id") { (row) throws(DatabaseError) in try row.string() }
    }

    @Test func `a batch gives each statement its own answer in one round trip`() throws {
        let long = String(repeating: "é", count: 1000)
        try db.execute("INSERT INTO company (name, description, created_at) VALUES ('a', \(long), NOW(6))")
        for _ in 0..<2 {
            let before = db.roundTrips
            var batch = Batch()
            let one = batch.count("SELECT \(1)")
            let changed = batch.changes("UPDATE company SET contact = CONCAT(contact, 'x')")
            let none = batch.first("SELECT name FROM company WHERE id < 0") { (row) throws(DatabaseError) in
                try row.string()
            }
            let wide = batch.all("SELECT id, name, description, contact FROM company") { (row) throws(DatabaseError) in
                (try row.int(), try row.string(), try row.string(), try row.string())
            }
            let values = batch.first("SELECT \("y"), \(2)") { (row) throws(DatabaseError) in
                (try row.string(), try row.int())
            }

            try db.run(batch)

            #expect(db.roundTrips == before + 1)
            #expect(one.value == 1)
            #expect(changed.value == 1)
            #expect(none.value == nil)
            #expect(wide.value.map(\.2) == [long])
            #expect(values.value?.0 == "y")
            #expect(values.value?.1 == 2)
        }
    }

    @Test func `the first statement that fails ends the batch with its own error, and the connection goes on`() throws {
        try db.execute(insertion(of: "there"))
        var batch = Batch()
        let first = batch.count("SELECT COUNT(*) FROM domain")
        batch.execute(insertion(of: "there"))
        batch.execute(insertion(of: "never"))

        let error = #expect(throws: DatabaseError.self) { try db.run(batch) }

        #expect(error?.kind == .duplicateKey(key: "domain_name"))
        #expect(first.value == 1)
        #expect(try names(db) == ["there"])
    }

    @Test func `an answer that cannot be decoded leaves the connection usable`() throws {
        var batch = Batch()
        _ = batch.count("SELECT 'no number'")
        let after = batch.count("SELECT 2")

        #expect(throws: DatabaseError.self) { try db.run(batch) }

        #expect(try db.count("SELECT 3") == 3)
        var again = Batch()
        let one = again.count("SELECT 1")
        let two = again.count("SELECT 2")
        try db.run(again)
        #expect(one.value + two.value == 3)
        _ = after
    }

    @Test func `queued statements go with the next one, and the rest with COMMIT`() throws {
        let before = db.roundTrips

        let seen = try db.transaction { db in
            try db.queue(insertion(of: "a"))
            try db.queue(insertion(of: "b"))
            let seen = try db.count("SELECT COUNT(*) FROM domain")
            try db.queue(insertion(of: "c"))
            return seen
        }

        #expect(seen == 2)
        #expect(db.roundTrips == before + 2)
        #expect(try names(db) == ["a", "b", "c"])
    }

    @Test func `rows that nobody reads do not get into the next answer`() throws {
        try db.execute(insertion(of: "a"))
        try db.execute(insertion(of: "b"))

        let count = try db.transaction { db in
            try db.execute("SELECT id, name FROM domain FOR UPDATE")
            try db.queue("SELECT name, id FROM domain FOR UPDATE")
            return try db.count("SELECT COUNT(*) FROM domain")
        }

        #expect(count == 2)
    }

    @Test func `a transaction of queued statements alone is committed too`() throws {
        try db.transaction { db in try db.queue(insertion(of: "a")) }

        #expect(try names(try database.connect()) == ["a"])
    }

    @Test func `a transaction that asks nothing sends nothing`() throws {
        let before = db.statementCount

        try db.transaction { _ in }

        #expect(db.statementCount == before)
    }

    @Test func `changed rows and new keys are known behind queued statements`() throws {
        try db.transaction { db in
            try db.queue(insertion(of: "a"))
            let key = try db.insert(insertion(of: "b"))
            try db.queue("UPDATE domain SET description = 'x' WHERE id = \(key)")
            #expect(try db.execute("UPDATE domain SET description = CONCAT(description, 'y')") == 2)
        }

        let texts = try db.all("SELECT description FROM domain ORDER BY name") { (row) throws(DatabaseError) in
            try row.string()
        }
        #expect(texts == ["y", "xy"])
    }

    @Test func `a queued statement that fails undoes the transaction, where it shows and with COMMIT`() throws {
        try db.execute(insertion(of: "there"))

        let first = #expect(throws: DatabaseError.self) {
            try db.transaction { db in
                try db.queue(insertion(of: "a"))
                try db.queue(insertion(of: "there"))
                _ = try db.count("SELECT 1")
            }
        }
        let second = #expect(throws: DatabaseError.self) {
            try db.transaction { db in
                _ = try db.count("SELECT 1")
                try db.queue(insertion(of: "a"))
                try db.queue(insertion(of: "there"))
            }
        }

        #expect(first?.kind == .duplicateKey(key: "domain_name"))
        #expect(second?.kind == .duplicateKey(key: "domain_name"))
        #expect(try names(db) == ["there"])
        #expect(try db.count("SELECT @@in_transaction") == 0)
    }

    @Test func `what a transaction queued before it threw is never sent`() throws {
        struct Stop: Error {}

        #expect(throws: Stop.self) {
            try db.transaction { db in
                _ = try db.count("SELECT 1")
                try db.queue(insertion(of: "a"))
                throw Stop()
            }
        }

        #expect(try names(db).isEmpty)
        #expect(try db.count("SELECT @@in_transaction") == 0)
    }

    @Test func `a statement that a part queued and that fails undoes the part alone`() throws {
        try db.execute(insertion(of: "there"))

        try db.transaction { db in
            try db.queue(insertion(of: "whole"))
            #expect(throws: DatabaseError.self) {
                try db.transaction { db in
                    try db.queue(insertion(of: "part"))
                    try db.queue(insertion(of: "there"))
                }
            }
        }

        #expect(try names(db) == ["there", "whole"])
    }

    @Test func `a lock wait that runs out inside a batch is a conflict, and the transaction is run again`() throws {
        try db.execute(insertion(of: "a"))
        let other = try database.connect()
        var runs = 0
        try db.execute("SET SESSION innodb_lock_wait_timeout = 1")

        try other.transaction { other in
            _ = try other.count("SELECT id FROM domain FOR UPDATE")
            let error = #expect(throws: DatabaseError.self) {
                try db.transaction(attempts: 2) { db in
                    runs += 1
                    try db.queue(insertion(of: "b"))
                    var batch = Batch()
                    _ = batch.count("SELECT id FROM domain WHERE name = 'a' FOR UPDATE")
                    batch.execute(insertion(of: "c"))
                    try db.run(batch)
                }
            }
            #expect(error?.kind == .conflict)
        }

        #expect(runs == 2)
        #expect(try names(db) == ["a"])
    }

    @Test func `statements know a table that has changed since they were prepared`() throws {
        // A table of its own: the next test gets this database emptied, with the tables as they are.
        try db.run(script: "CREATE TABLE changing (id INT NOT NULL, text TEXT NOT NULL);")
        defer { #expect(throws: Never.self) { try db.run(script: "DROP TABLE changing;") } }
        func read() throws -> [String] {
            var batch = Batch()
            let keys = batch.all("SELECT id FROM changing") { (row) throws(DatabaseError) in try row.int() }
            let texts = batch.all("SELECT text FROM changing") { (row) throws(DatabaseError) in
                try row.optionalString() ?? "nothing"
            }
            try db.run(batch)
            return keys.value.map(String.init) + texts.value
        }
        try db.execute("INSERT INTO changing (id, text) VALUES (5, 'a')")
        #expect(try read() == ["5", "a"])

        try database.connect().run(
            script: """
                ALTER TABLE changing ADD COLUMN extra INT NOT NULL DEFAULT 7 FIRST;
                ALTER TABLE changing MODIFY text VARCHAR(100) NULL, MODIFY id BIGINT NOT NULL;
                UPDATE changing SET text = NULL;
                """
        )

        #expect(try read() == ["5", "nothing"])
    }

    @Test func `a connection that the server closed is opened again before a transaction's first batch`() throws {
        let id = try db.count("SELECT CONNECTION_ID()")
        try database.connect().run(script: "KILL \(id);")

        try db.transaction { db in
            try db.queue(insertion(of: "a"))
            #expect(try db.count("SELECT COUNT(*) FROM domain") == 1)
        }

        #expect(try names(db) == ["a"])
    }

    @Test func `a connection lost with the queued rest says that the commit is not known`() throws {
        let id = try db.count("SELECT CONNECTION_ID()")
        let killer = try database.connect()

        let error = #expect(throws: DatabaseError.self) {
            try db.transaction { db in
                _ = try db.count("SELECT 1")
                try db.queue(insertion(of: "a"))
                try killer.run(script: "KILL \(id);")
            }
        }

        #expect(error?.kind == .commitUnknown)
        #expect(try names(killer).isEmpty)
    }

    @Test func `a batch outside of a transaction is repeated on a new connection only if it reads`() throws {
        let killer = try database.connect()
        try killer.run(script: "KILL \(try db.count("SELECT CONNECTION_ID()"));")
        var reads = Batch()
        let one = reads.count("SELECT 1")
        _ = reads.count("SELECT 2")
        try db.run(reads)
        #expect(one.value == 1)

        try killer.run(script: "KILL \(try db.count("SELECT CONNECTION_ID()"));")
        var writes = Batch()
        _ = writes.count("SELECT 1")
        writes.execute(insertion(of: "a"))
        let error = #expect(throws: DatabaseError.self) { try db.run(writes) }

        #expect(error?.kind == .connectionLost)
        #expect(try names(killer).isEmpty)
    }

    @Test func `what is read after the commit comes with it, when the locks are given up`() throws {
        try db.execute(insertion(of: "locked"))
        var answer: Batch.Answer<(names: [String], locks: Int)?>?
        let before = db.roundTrips

        try db.transaction { db in
            try db.queue(insertion(of: "a"))
            _ = try db.count("SELECT 1 FROM domain WHERE name = 'locked' FOR UPDATE")
            var batch = Batch()
            answer = batch.first(
                """
                SELECT (SELECT GROUP_CONCAT(name ORDER BY id) FROM domain),
                    (SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_mysql_thread_id = CONNECTION_ID()
                     AND trx_rows_locked > 0)
                """
            ) { (row) throws(DatabaseError) in
                (names: try row.string().split(separator: ",").map(String.init), locks: try row.int())
            }
            try db.readAfterCommit(batch)
        }

        #expect(answer?.value?.names == ["locked", "a"])
        #expect(answer?.value?.locks == 0)
        #expect(db.roundTrips == before + 2)
    }

    @Test func `reads after the commit that fail leave what was committed, and say that it is not known`() throws {
        let error = #expect(throws: DatabaseError.self) {
            try db.transaction { db in
                try db.queue(insertion(of: "a"))
                var batch = Batch()
                _ = batch.count("SELECT 1 FROM no_such_table")
                try db.readAfterCommit(batch)
            }
        }

        #expect(error?.kind == .commitUnknown)
        #expect(try names(db) == ["a"])
    }

    @Test func `a transaction that wrote nothing reads as well, and one that begins again reads once`() throws {
        var counts: [Batch.Answer<Int>] = []
        func count() -> Batch {
            var batch = Batch()
            counts.append(batch.count("SELECT COUNT(*) FROM domain"))
            return batch
        }
        try db.transaction { db in try db.readAfterCommit(count()) }
        #expect(counts.last?.value == 0)

        var attempts = 0
        try db.transaction { db in
            attempts += 1
            try db.execute(insertion(of: "a"))
            try db.readAfterCommit(count())
            if attempts < 2 { throw RetryTransaction() }
        }

        #expect(counts.count == 3)
        #expect(counts.last?.value == 1)
        #expect(try db.count("SELECT 1") == 1)
    }

    @Test
    func `what a transaction within another reads is there at its end, and of one that was undone nothing is read`()
        throws
    {
        struct Undone: Error {}
        var outer: Batch.Answer<Int>?
        func count() -> (batch: Batch, answer: Batch.Answer<Int>) {
            var batch = Batch()
            let answer = batch.count("SELECT COUNT(*) FROM domain")
            return (batch, answer)
        }

        try db.transaction { db in
            let last = count()
            outer = last.answer
            try db.readAfterCommit(last.batch)
            let inner = count()
            try db.transaction { db in
                try db.queue(insertion(of: "a"))
                try db.readAfterCommit(inner.batch)
            }
            #expect(inner.answer.value == 1)
            #expect(throws: Undone.self) {
                try db.transaction { db in
                    try db.queue(insertion(of: "b"))
                    try db.readAfterCommit(count().batch)
                    throw Undone()
                }
            }
            try db.queue(insertion(of: "c"))
        }

        #expect(outer?.value == 2)
        #expect(try names(db) == ["a", "c"])
    }

    // A connection lost among a list's rows was no outage: the answer was 500.
    @Test func `an answer that breaks off is an error, and nothing of it is read twice`() throws {
        let killer = try database.connect()
        let id = try db.count("SELECT CONNECTION_ID()")
        var numbers: [Int] = []

        let error = #expect(throws: DatabaseError.self) {
            // More than fits between here and the server, which is still sending when it is told to stop.
            try db.each("SELECT seq, REPEAT('x', 10000) FROM seq_1_to_5000 ORDER BY seq") {
                (row) throws(DatabaseError) in
                numbers.append(try row.int())
                if numbers.count == 1 { try killer.run(script: "KILL \(id);") }
            }
        }

        #expect(error?.kind == .connectionLost)
        let isEachOnce = numbers == Array(1...numbers.count)
        #expect(isEachOnce)
        #expect(try db.count("SELECT 1") == 1)
    }

    @Test func `each row has its own text, whether or not the row before had one as long`() throws {
        let texts = ["", "", "one", "two", "two", String(repeating: "x", count: 200), "é", "two", ""]
        let values = texts.map { text -> SQL in "SELECT \(text) AS text" }

        let read = try db.all(values.joined(separator: " UNION ALL ")) { (row) throws(DatabaseError) in
            try row.string()
        }

        #expect(read == texts)
    }

    // A server that books all day grew by a few bytes a booking: the library kept the rows of compound statements.
    @Test func `the rows of a batch take no memory once they were read`() throws {
        func run() throws {
            var batch = Batch()
            let rows = (0..<4).map { number in
                batch.first("SELECT \(number), REPEAT('x', 20000)") { (row) throws(DatabaseError) in try row.int() }
            }
            // With this as the last answer the library freed nothing of those before.
            let none = batch.first("SELECT id FROM company WHERE id < 0") { (row) throws(DatabaseError) in
                try row.int()
            }
            try db.run(batch)
            #expect(rows.map(\.value) == [0, 1, 2, 3] && none.value == nil)
        }
        for _ in 0..<20 { try run() }
        let before = try residentPages()

        for _ in 0..<1000 { try run() }

        // Kept, they would have taken 80 MB.
        #expect(try residentPages() - before < 2500)
    }

    @Test func `rows that nobody reads are out of the way of what comes next`() throws {
        var batch = Batch()
        batch.execute("SELECT seq FROM seq_1_to_5000")
        let last = batch.count("SELECT 7")
        try db.run(batch)
        #expect(last.value == 7)

        let first = try db.first("SELECT seq FROM seq_1_to_5000") { (row) throws(DatabaseError) in try row.int() }
        #expect(first == 1)
        #expect(throws: DatabaseError.self) {
            try db.all("SELECT seq FROM seq_1_to_5000") { (_) throws(DatabaseError) -> Int in
                throw DatabaseError.unreadable("a test")
            }
        }
        #expect(try db.count("SELECT 8") == 8)
    }

    private func residentPages() throws -> Int {
        // proc_pid_statm(5): size, resident, …, in pages.
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return try #require(Int(text.split(separator: " ")[1]))
    }
}
