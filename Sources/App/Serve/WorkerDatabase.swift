import MariaDB
import Store

/// A worker's connection: opened at the first request that needs it, and anew after an outage.
///
/// Used by one thread.
final class WorkerDatabase {
    private let options: Connection.Options
    private let migrations: [Migration]
    private var connection: Connection?

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
    func close() { connection = nil }

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
