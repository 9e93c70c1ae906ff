import MariaDB
import Store

/// Whether the database lets us in, keeps what it acknowledges and has this release's schema.
struct DatabaseCheck {
    private let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    func findings() -> [Finding] {
        let db: Connection
        do {
            db = try Connection(settings.database)
        } catch {
            return [.fail("database", DatabaseAdvice.sentence(error, settings.database))]
        }
        do {
            let connected = Finding.ok(
                "database",
                "MariaDB \(try text(db, "SELECT VERSION()")) at \(settings.database.socket), user \(settings.database.user)"
            )
            return [connected, try durability(db), try characterSet(db), try connections(db), try migrations(db)]
        } catch {
            return [.fail("database", "The database could be connected to but not asked: \(error).")]
        }
    }

    /// Only 1 writes the log to disk before COMMIT answers.
    private func durability(_ db: Connection) throws -> Finding {
        let value = try db.count("SELECT @@innodb_flush_log_at_trx_commit")
        guard value == 1 else {
            return .fail(
                "durability",
                """
                innodb_flush_log_at_trx_commit is \(value): a crash of the machine loses bookings that were confirmed. \
                Set it to 1 in the [mariadbd] section of MariaDB's configuration.
                """
            )
        }
        guard try db.count("SELECT @@log_bin") == 0 || db.count("SELECT @@sync_binlog") == 1 else {
            return .warn(
                "durability",
                "The binary log is on and sync_binlog is not 1: set it to 1 if replicas depend on it."
            )
        }
        return .ok("durability", "a commit is on disk before it is answered")
    }

    private func characterSet(_ db: Connection) throws -> Finding {
        let name = try text(db, "SELECT @@character_set_database")
        guard name == "utf8mb4" else {
            return .fail(
                "character set",
                """
                The database's character set is \(name), which cannot hold every name. Run: ALTER DATABASE \
                \(settings.database.database ?? "") CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
                """
            )
        }
        return .ok("character set", name)
    }

    private func connections(_ db: Connection) throws -> Finding {
        let limit = try db.count("SELECT @@max_connections")
        // One for each worker, one for the heartbeat, some for deliver, and some for an administrator.
        let needed = settings.workers + 11
        guard limit >= needed else {
            return .warn(
                "connections",
                "max_connections is \(limit), but \(settings.workers) workers need \(needed): raise it, or lower WORKERS."
            )
        }
        return .ok("connections", "at most \(limit), of which \(settings.workers) are the workers'")
    }

    private func migrations(_ db: Connection) throws -> Finding {
        do {
            let states = try Migrator(db, settings.migrations()).states()
            let open = states.filter { $0.state != .applied }.map(\.migration.title)
            guard open.isEmpty else {
                return .fail("migrations", "\(open.joined(separator: ", ")) not applied. Run: interviews migrate")
            }
            return .ok("migrations", "all \(states.count) applied")
        } catch let error as MigrationError {
            return .fail("migrations", error.description)
        } catch let error as Refusal {
            return .fail("migrations", error.description)
        }
    }

    private func text(_ db: Connection, _ query: SQL) throws(DatabaseError) -> String {
        try db.first(query) { (row) throws(DatabaseError) in try row.string() } ?? ""
    }
}
