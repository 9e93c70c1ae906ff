internal import CMariaDB

/// One session with the server, used by one thread.
///
/// Not `Sendable`, so the compiler keeps it on the thread that opened it. `MYSQL_OPT_RECONNECT` stays off: with it, COMMIT
/// reported success for a lost transaction. A lost session is opened again here only where nothing can have happened
/// in it: at the beginning of a transaction, or for a statement outside one that only reads.
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
    /// By the texts of the statements that each is made of.
    private var statements: [[SQLText]: Statement] = [:]
    var state = TransactionState()

    /// Called with each prepared statement before it is sent: for tests that ask the server how it would run it.
    public var trace: ((SQL) -> Void)?

    /// Statements sent since the connection was opened, transaction commands included.
    public private(set) var statementCount = 0

    /// How often an answer was waited for since the connection was opened.
    public private(set) var roundTrips = 0
    /// Transactions that were begun anew after a conflict, and statements sent anew after the connection was lost.
    public internal(set) var retries = 0
    /// Whether a row of what was sent last was given to its reader.
    private(set) var hasGivenRows = false

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
        try change(sql).affectedRows
    }

    /// Runs an INSERT and returns the key that AUTO_INCREMENT chose.
    public func insert(_ sql: SQL) throws(DatabaseError) -> Int64 {
        try change(sql).insertID
    }

    /// Runs `sql` and decodes every row with `decode`.
    public func all<Element>(
        _ sql: SQL,
        _ decode: @escaping (inout Row) throws(DatabaseError) -> Element
    ) throws(DatabaseError) -> [Element] {
        var batch = Batch()
        let answer = batch.all(sql, decode)
        try run(batch)
        return answer.value
    }

    /// Runs `sql` and calls `body` with each row as it comes, so that none of them is kept.
    public func each(
        _ sql: SQL,
        _ body: (inout Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) {
        try withoutActuallyEscaping(body) { (body) throws(DatabaseError) in
            var batch = Batch()
            batch.each(sql, body)
            try run(batch)
        }
    }

    /// Runs `sql` and decodes its first row, or `nil` when there is none.
    public func first<Element>(
        _ sql: SQL,
        _ decode: @escaping (inout Row) throws(DatabaseError) -> Element
    ) throws(DatabaseError) -> Element? {
        var batch = Batch()
        let answer = batch.first(sql, decode)
        try run(batch)
        return answer.value
    }

    /// Runs `sql`, whose one row has one integer column.
    public func count(_ sql: SQL) throws(DatabaseError) -> Int {
        try first(sql) { (row) throws(DatabaseError) in try row.int() } ?? 0
    }

    /// Runs the statements of `script`, each ending with a semicolon at the end of a line.
    ///
    /// For migrations and tests.
    public func run(script: String) throws(DatabaseError) {
        try flush()
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

    /// Sends the statements, in one round trip if there are several, and reads their answers.
    ///
    /// Several are one compound statement (`BEGIN NOT ATOMIC … END`), which MariaDB prepares like any other, parameters
    /// included: the first that fails ends it with its own error.
    @discardableResult
    func send(_ items: [Batch.Item]) throws(DatabaseError) -> Statement.Outcome {
        statementCount += items.count
        roundTrips += 1
        if let trace { for item in items { trace(item.sql) } }
        hasGivenRows = false
        let statement = try statement(for: items.map(\.sql.written))
        defer { hasGivenRows = statement.hasGivenRows }
        return try statement.run(items.map(\.sql.values), items.compactMap(\.reader))
    }

    func command(_ text: String) throws(DatabaseError) {
        statementCount += 1
        roundTrips += 1
        guard unsafe mysql_real_query(handle, text, UInt(text.utf8.count)) == 0 else {
            throw unsafe Connection.error(on: handle, in: text)
        }
        // DDL and transaction commands answer without rows; what a script's SELECT returned is read and dropped.
        if let result = unsafe mysql_store_result(handle) { unsafe mysql_free_result(result) }
    }

    private func statement(for texts: [SQLText]) throws(DatabaseError) -> Statement {
        if let cached = statements[texts] { return cached }
        if statements.count >= Connection.statementCacheLimit { statements.removeAll() }
        let text =
            texts.count == 1
            ? texts[0].string : "BEGIN NOT ATOMIC\n" + texts.map { $0.string + ";\n" }.joined() + "END"
        let statement = try unsafe Statement(on: handle, text: text)
        statements[texts] = statement
        return statement
    }

    func reopen() throws(DatabaseError) {
        let fresh = try unsafe Connection.open(options)
        statements.removeAll()
        unsafe mysql_close(handle)
        unsafe handle = fresh
    }

    /// Opens a session.
    ///
    /// Two of the optimizer's ways are off, because they cost more than they save here: intersecting indexes, of which one
    /// is narrow enough by itself, and remembering what correlated subqueries answered, which ask by the row's own key.
    private static func open(_ options: Options) throws(DatabaseError) -> UnsafeMutablePointer<MYSQL> {
        guard let handle = unsafe mysql_init(nil) else { fatalError("mysql_init: out of memory") }
        let session = """
            SET SESSION tx_isolation = 'READ-COMMITTED', time_zone = '+00:00', \
            sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE', \
            innodb_lock_wait_timeout = \(options.lockTimeout), \
            optimizer_switch = 'index_merge_intersection=off,subquery_cache=off'
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

    static func error(on handle: UnsafeMutablePointer<MYSQL>, in statement: String?) -> DatabaseError {
        unsafe DatabaseError(
            code: mysql_errno(handle),
            sqlState: String(cString: mysql_sqlstate(handle)),
            message: String(cString: mysql_error(handle)),
            statement: statement
        )
    }
}
