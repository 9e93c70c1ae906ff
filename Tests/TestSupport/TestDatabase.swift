import Glibc
public import MariaDB
import Synchronization

/// A database of the test's own with the whole schema and no rows, given back when the last reference goes.
///
/// Databases are made once and emptied for the next test: making one takes a hundred times as long.
public final class TestDatabase: Sendable {
    public let name: String

    private static let idle = Mutex<[String]>([])
    private static let script: String = loadSchema()

    public init() throws {
        let spare = TestDatabase.idle.withLock { $0.popLast() }
        if let spare {
            name = spare
            try TestDatabase.empty(spare)
        } else {
            name = "test_\(getpid())_\(UInt32.random(in: 0 ... .max))"
            try TestDatabase.make(name)
        }
    }

    deinit {
        let name = name
        TestDatabase.idle.withLock { $0.append(name) }
    }

    /// A new connection, for the thread that asks.
    public func connect() throws(DatabaseError) -> Connection { try Connection(TestDatabase.options(database: name)) }

    /// The options of a connection to this database.
    public var options: Connection.Options { TestDatabase.options(database: name) }

    /// The server that the tests use, named by TEST_DATABASE_SOCKET; `make test` starts one and names it.
    public static let socket: String = {
        guard let value = unsafe getenv("TEST_DATABASE_SOCKET") else {
            fatalError(
                "TEST_DATABASE_SOCKET is not set: run the tests with 'make test', which starts a MariaDB for them."
            )
        }
        return unsafe String(cString: value)
    }()

    private static func options(database: String?) -> Connection.Options {
        let user = unsafe getpwuid(geteuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? "root"
        return Connection.Options(socket: socket, user: user, database: database)
    }

    private static func make(_ name: String) throws {
        try Connection(options(database: nil)).run(script: "CREATE DATABASE \(name);")
        try Connection(options(database: name)).run(script: script)
    }

    private static func empty(_ name: String) throws {
        let db = try Connection(options(database: name))
        let tables = try db.all(
            """
            SELECT TABLE_NAME
            FROM information_schema.TABLES
            WHERE TABLE_SCHEMA = \(name) AND TABLE_TYPE = 'BASE TABLE'
            """
        ) { (row) throws(DatabaseError) in try row.string() }
        let deletes = tables.map { "DELETE FROM `\($0)`;\n" }.joined()
        try db.run(script: "SET foreign_key_checks = 0;\n" + deletes + "SET foreign_key_checks = 1;")
    }

    /// Every migration of the checkout, in order.
    private static func loadSchema() -> String {
        let folder = checkout + "/migrations"
        guard let directory = unsafe opendir(folder) else { fatalError("no folder \(folder)") }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".sql") { names.append(name) }
        }
        return names.sorted().map { read(folder + "/" + $0) }.joined(separator: "\n")
    }

    /// The checkout's folder, known from where this file was compiled.
    public static let checkout: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    private static func read(_ path: String) -> String {
        guard let file = unsafe fopen(path, "r") else { fatalError("cannot read \(path)") }
        defer { unsafe fclose(file) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, file) }
            if count == 0 { break }
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
