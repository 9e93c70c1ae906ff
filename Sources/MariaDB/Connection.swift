internal import CMariaDB
internal import Glibc

/// Thrown inside a transaction to roll it back and run it again: what it found first is not what it locked.
public struct RetryTransaction: Error {
    public init() {}
}

/// One session with the server, used by one thread.
///
/// Not `Sendable`, so the compiler keeps it on the thread that opened it. `MYSQL_OPT_RECONNECT` stays off: with it, COMMIT
/// reported success for a lost transaction. A lost session is opened again here only where nothing can have happened
/// in it: before a transaction begins, or for a statement outside one that only reads.
@safe
public final class Connection {
    /// Where the server is, and how long to wait for it.
    public struct Options: Sendable {
        /// Path of the server's unix socket.
        public var socket: String
        public var user: String
        public var password: String?
        public var database: String?
        /// Seconds.
        public var connectTimeout: UInt32 = 5
        /// Seconds without an answer after which a statement fails.
        public var statementTimeout: UInt32 = 30
        /// Seconds a statement waits for a row lock.
        public var lockTimeout: UInt32 = 5

        public init(socket: String, user: String, password: String? = nil, database: String? = nil) {
            self.socket = socket
            self.user = user
            self.password = password
            self.database = database
        }
    }

    /// More texts than this and the cache of prepared statements begins anew.
    private static let statementCacheLimit = 300

    private let options: Options
    private var handle: UnsafeMutablePointer<MYSQL>
    private var statements: [String: Statement] = [:]
    private var isInTransaction = false
    /// Savepoints that are set, one for each transaction within a transaction.
    private var savepoints = 0

    /// Called with each prepared statement before it is sent: for tests that ask the server how it would run it.
    public var trace: ((SQL) -> Void)?

    /// Statements sent since the connection was opened, transaction commands included.
    public private(set) var statementCount = 0

    public init(_ options: Options) throws(DatabaseError) {
        self.options = options
        unsafe handle = try Connection.open(options)
    }

    deinit {
        statements.removeAll()
        unsafe mysql_close(handle)
    }

    /// Runs `sql` and returns the number of rows it changed.
    @discardableResult
    public func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        try run(sql) { (_) throws(DatabaseError) in }.affectedRows
    }

    /// Runs an INSERT and returns the key that AUTO_INCREMENT chose.
    public func insert(_ sql: SQL) throws(DatabaseError) -> Int64 {
        try run(sql) { (_) throws(DatabaseError) in }.insertID
    }

    /// Runs `sql` and decodes every row with `decode`.
    public func all<Element>(
        _ sql: SQL,
        _ decode: (inout Row) throws(DatabaseError) -> Element
    ) throws(DatabaseError) -> [Element] {
        var elements: [Element] = []
        try read(sql) { (row) throws(DatabaseError) in elements.append(try decode(&row)) }
        return elements
    }

    /// Runs `sql` and decodes its first row, or `nil` when there is none.
    public func first<Element>(
        _ sql: SQL,
        _ decode: (inout Row) throws(DatabaseError) -> Element
    ) throws(DatabaseError) -> Element? {
        var element: Element?
        try read(sql) { (row) throws(DatabaseError) in
            if element == nil { element = try decode(&row) }
        }
        return element
    }

    /// Runs `sql`, whose one row has one integer column.
    public func count(_ sql: SQL) throws(DatabaseError) -> Int {
        try first(sql) { (row) throws(DatabaseError) in try row.int() } ?? 0
    }

    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// A deadlock, a lock wait that ran out or a stale snapshot rolls back and runs the whole `body` again, up to
    /// `attempts` times with a random pause between, so `body` does database work only.
    ///
    /// Within another transaction it is a part of that one: what it throws undoes the part only, and what may be tried
    /// again is tried by the outermost, whose locks are in the way.
    public func transaction<Result>(attempts: Int = 8, _ body: (Connection) throws -> Result) throws -> Result {
        guard !isInTransaction else { return try part(body) }
        var attempt = 1
        while true {
            do {
                return try once(body)
            } catch let error as DatabaseError where error.kind == .conflict && attempt < attempts {
                pause(attempt: attempt)
                attempt += 1
            } catch is RetryTransaction {
                guard attempt < attempts else { throw DatabaseError.stillChanging }
                pause(attempt: attempt)
                attempt += 1
            }
        }
    }

    /// Runs the statements of `script`, each ending with a semicolon at the end of a line.
    ///
    /// For migrations and tests.
    public func run(script: String) throws(DatabaseError) {
        for statement in Connection.statements(of: script) { try command(statement) }
    }

    /// The script's statements without comment lines.
    public static func statements(of script: String) -> [String] {
        var statements: [String] = []
        var current: [Substring] = []
        for line in script.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("--") {
            current.append(line)
            guard line.hasSuffix(";") else { continue }
            statements.append(String(current.joined(separator: "\n").dropLast()))
            current.removeAll()
        }
        if !current.isEmpty { statements.append(current.joined(separator: "\n")) }
        return statements
    }

    private func part<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        let name = "part_\(savepoints)"
        try command("SAVEPOINT \(name)")
        savepoints += 1
        defer { savepoints -= 1 }
        do {
            let result = try body(self)
            try command("RELEASE SAVEPOINT \(name)")
            return result
        } catch let error as DatabaseError where error.kind == .conflict || error.isOutage {
            // The server has undone the whole transaction, or the outermost is about to.
            throw error
        } catch is RetryTransaction {
            throw RetryTransaction()
        } catch {
            try command("ROLLBACK TO SAVEPOINT \(name)")
            throw error
        }
    }

    private func once<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        do throws(DatabaseError) {
            try command("START TRANSACTION")
        } catch {
            guard error.kind == .connectionLost else { throw error }
            try reopen()
            try command("START TRANSACTION")
        }
        isInTransaction = true
        defer { isInTransaction = false }
        let result: Result
        do {
            result = try body(self)
        } catch {
            // The error that matters is the first; a connection that cannot roll back is lost, and with it the work.
            try? command("ROLLBACK")
            throw error
        }
        do throws(DatabaseError) {
            try command("COMMIT")
        } catch {
            // A failed COMMIT leaves the transaction open unless the connection is gone.
            if error.kind != .connectionLost { try? command("ROLLBACK") }
            throw error.during(commit: true)
        }
        return result
    }

    private func read(
        _ sql: SQL,
        _ body: (inout Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) {
        do throws(DatabaseError) {
            try run(sql, body)
        } catch {
            guard error.kind == .connectionLost, !isInTransaction, sql.text.hasPrefix("SELECT") else { throw error }
            try reopen()
            try run(sql, body)
        }
    }

    @discardableResult
    private func run(
        _ sql: SQL,
        _ body: (inout Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) -> Statement.Outcome {
        statementCount += 1
        trace?(sql)
        return try statement(for: sql.text).run(sql.values, body)
    }

    private func command(_ text: String) throws(DatabaseError) {
        statementCount += 1
        guard unsafe mysql_real_query(handle, text, UInt(text.utf8.count)) == 0 else {
            throw unsafe Connection.error(on: handle, in: text)
        }
        // DDL and transaction commands answer without rows; what a script's SELECT returned is read and dropped.
        if let result = unsafe mysql_store_result(handle) { unsafe mysql_free_result(result) }
    }

    private func statement(for text: String) throws(DatabaseError) -> Statement {
        if let cached = statements[text] { return cached }
        if statements.count >= Connection.statementCacheLimit { statements.removeAll() }
        let statement = try unsafe Statement(on: handle, text: text)
        statements[text] = statement
        return statement
    }

    private func reopen() throws(DatabaseError) {
        let fresh = try unsafe Connection.open(options)
        statements.removeAll()
        unsafe mysql_close(handle)
        unsafe handle = fresh
    }

    private func pause(attempt: Int) {
        let microseconds = UInt32.random(in: 0...(2_000 << UInt32(min(attempt, 6))))
        usleep(microseconds)
    }

    private static func open(_ options: Options) throws(DatabaseError) -> UnsafeMutablePointer<MYSQL> {
        guard let handle = unsafe mysql_init(nil) else { fatalError("mysql_init: out of memory") }
        let session = """
            SET SESSION tx_isolation = 'READ-COMMITTED', time_zone = '+00:00', \
            sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE', \
            innodb_lock_wait_timeout = \(options.lockTimeout)
            """
        unsafe shim_option_bool(handle, MYSQL_OPT_RECONNECT, 0)
        unsafe shim_option_uint(handle, MYSQL_OPT_CONNECT_TIMEOUT, options.connectTimeout)
        unsafe shim_option_uint(handle, MYSQL_OPT_READ_TIMEOUT, options.statementTimeout)
        unsafe shim_option_uint(handle, MYSQL_OPT_WRITE_TIMEOUT, options.statementTimeout)
        unsafe shim_option_string(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        unsafe shim_option_string(handle, MYSQL_INIT_COMMAND, session)
        let connected = unsafe mysql_real_connect(
            handle,
            nil,
            options.user,
            options.password,
            options.database,
            0,
            options.socket,
            0
        )
        guard unsafe connected != nil else {
            let error = unsafe Connection.error(on: handle, in: nil)
            unsafe mysql_close(handle)
            throw error
        }
        return unsafe handle
    }

    private static func error(on handle: UnsafeMutablePointer<MYSQL>, in statement: String?) -> DatabaseError {
        unsafe DatabaseError(
            code: mysql_errno(handle),
            sqlState: String(cString: mysql_sqlstate(handle)),
            message: String(cString: mysql_error(handle)),
            statement: statement
        )
    }
}
