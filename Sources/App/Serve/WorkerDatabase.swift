import MariaDB
import Store

/// A worker's connection: opened at the first request that needs it, and anew after an outage.
///
/// Used by one thread.
final class WorkerDatabase {
    private let options: Connection.Options
    private let migrations: [Migration]
    private var connection: Connection?
    /// Retries of connections that were given up.
    private var pastRetries = 0
    private var toldRetries = 0

    init(_ options: Connection.Options, _ migrations: [Migration]) {
        self.options = options
        self.migrations = migrations
    }

    /// The connection, to a schema that this program can work with.
    func open() throws -> Connection {
        if let connection { return connection }
        let fresh = try Connection(options)
        let pending = try WorkerDatabase.pending(fresh, migrations)
        guard pending.isEmpty else { throw SchemaBehind(pending: pending.map(\.title)) }
        connection = fresh
        return fresh
    }

    /// Gives up a connection that has failed; what it was doing is not known to the next one.
    func close() {
        pastRetries += connection?.retries ?? 0
        connection = nil
    }

    /// How often something was tried again since this was last asked.
    func takeRetries() -> Int {
        let total = pastRetries + (connection?.retries ?? 0)
        defer { toldRetries = total }
        return total - toldRetries
    }

    static func pending(_ db: Connection, _ migrations: [Migration]) throws -> [Migration] {
        try Migrator(db, migrations).pending()
    }
}

/// The database lacks migrations that this program was written for.
struct SchemaBehind: Error, CustomStringConvertible {
    let pending: [String]

    var description: String {
        """
        The database lacks \(pending.count == 1 ? "the migration" : "the migrations") \
        \(pending.joined(separator: ", ")). Run: interviews migrate
        """
    }
}
