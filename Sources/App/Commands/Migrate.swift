import ArgumentParser
import CivilTime
import MariaDB
import Store

/// `interviews migrate`.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's schema to this release.",
        discussion: """
            Creates the database if it is missing and applies every migration that is. Safe to run again at any time, \
            also after it was interrupted, and by several machines at once: one works, the others wait.
            """
    )

    /// Seconds that one change of a large table may take.
    static let statementTimeout: UInt32 = 86_400

    @Flag(help: "Print what would be applied, and change nothing.")
    var dryRun = false

    @Flag(help: "Print every migration and where it stands; exit 1 if one is pending.")
    var status = false

    func run() throws {
        let settings = try Settings(Environment.ofProcess())
        let migrations = try settings.migrations()
        var options = settings.database
        options.statementTimeout = Migrate.statementTimeout
        do {
            if status {
                try printStatus(try connect(options), migrations)
            } else if dryRun {
                try printPending(try connect(options), migrations)
            } else {
                try apply(migrations, try connectOrCreate(options))
            }
        } catch let error as DatabaseError {
            throw Refusal(DatabaseAdvice.sentence(error, options))
        }
    }

    private func apply(_ migrations: [Migration], _ db: Connection) throws {
        let applied = try Migrator(db, migrations).apply(at: SystemClock.read().bound) { print($0) }
        print(applied.isEmpty ? "nothing to do: the schema is up to date" : "the schema is up to date")
    }

    private func printPending(_ db: Connection?, _ migrations: [Migration]) throws {
        guard let db else {
            print("would create the database")
            for migration in migrations { print("would apply \(migration.title)") }
            return
        }
        let open = try Migrator(db, migrations).states().filter { $0.state != .applied }
        for (migration, state) in open { print("would apply \(migration.title) (\(Migrate.word(state)))") }
        if open.isEmpty { print("nothing to do: the schema is up to date") }
    }

    private func printStatus(_ db: Connection?, _ migrations: [Migration]) throws {
        let states = try db.map { try Migrator($0, migrations).states() } ?? migrations.map { ($0, .pending) }
        for (migration, state) in states { print("\(migration.title)  \(Migrate.word(state))") }
        guard states.allSatisfy({ $0.1 == .applied }) else { throw ExitCode.failure }
    }

    private static func word(_ state: Migrator.State) -> String {
        switch state {
        case .applied: "applied"
        case .begun(let statements): "interrupted after \(statements) statements"
        case .pending: "pending"
        }
    }

    /// The statement that makes the database, if there is none of that name.
    static func creation(of name: String) -> String {
        "CREATE DATABASE IF NOT EXISTS `\(name)` CHARACTER SET utf8mb4"
    }

    /// `nil` when there is no such database.
    private func connect(_ options: Connection.Options) throws(DatabaseError) -> Connection? {
        do throws(DatabaseError) {
            return try Connection(options)
        } catch {
            guard error.code == 1049 else { throw error }
            return nil
        }
    }

    private func connectOrCreate(_ options: Connection.Options) throws(DatabaseError) -> Connection {
        if let db = try connect(options) { return db }
        let name = options.database ?? ""
        var server = options
        server.database = nil
        // The settings allow letters, digits and underscores in the name only.
        try Connection(server).run(script: Migrate.creation(of: name) + ";")
        print("created the database \(name)")
        return try Connection(options)
    }
}
