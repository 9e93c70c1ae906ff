import CivilTime
import Glibc
import MariaDB
import Secrets
import Storage
import Store

/// What an installation needs before its services can start, in order.
struct SetupSteps {
    /// What the services do with rows; changing tables is left to the administrator who migrates.
    static let privileges = "SELECT, INSERT, UPDATE, DELETE, EXECUTE"

    private static let secretKeyLength = 64

    private let settings: Settings
    private let user: String
    private let secretsFolder: String

    /// `user` is the services' user of the system and of the database; it stands in SQL, and so is held to a plain name.
    init(settings: Settings, user: String, secretsFolder: String) throws(Refusal) {
        let isPlain = user.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
        guard isPlain, !user.isEmpty, user.utf8.count <= 32 else {
            throw Refusal("\"\(user)\" is no name of a user: small letters, digits, - and _, at most 32.")
        }
        guard secretsFolder.hasPrefix("/") else {
            throw Refusal("The secrets' folder \"\(secretsFolder)\" is no absolute path, such as /etc/interviews.")
        }
        self.settings = settings
        self.user = user
        self.secretsFolder = secretsFolder
    }

    /// The steps; connecting to the database waits until one of its own is carried out.
    func all() throws -> [SetupStep] {
        let migrations = try settings.migrations()
        return [secretKey(), mailPassword(), speechKey(), database(), account(), schema(migrations)]
    }

    private var name: String { settings.database.database ?? "interviews" }

    private func secretKey() -> SetupStep {
        let path = secretsFolder + "/secret-key"
        return SetupStep(
            title: "Secret key",
            reason:
                "links, cookies and queued mail are signed with it; keep a copy as safe as the backups, in another place.",
            commands: [
                "test -e \(path) || (umask 077; head -c \(SetupSteps.secretKeyLength) /dev/urandom > \(path))"
            ],
            carryOut: {
                let isNew = try makeFile(path, RandomBytes.make(count: SetupSteps.secretKeyLength))
                return isNew ? "made \(path)" : "\(path) is there already"
            }
        )
    }

    private func mailPassword() -> SetupStep {
        emptySecret(
            "email-host-password",
            title: "Mail password",
            reason:
                "systemd hands this file to deliver and to the daily check, never to serve; write the relay's password into it."
        )
    }

    private func speechKey() -> SetupStep {
        emptySecret(
            "speech-key",
            title: "Speech key",
            reason: "handed to deliver too; it stays empty unless SPEECH_URL names a service that wants a key."
        )
    }

    private func emptySecret(_ name: String, title: String, reason: String) -> SetupStep {
        let path = secretsFolder + "/" + name
        return SetupStep(
            title: title,
            reason: reason,
            commands: ["test -e \(path) || (umask 077; : > \(path))"],
            carryOut: {
                try makeFile(path, []) ? "made \(path), which is empty" : "\(path) is there already"
            }
        )
    }

    private func database() -> SetupStep {
        let sql = Migrate.creation(of: name)
        return SetupStep(
            title: "Database",
            reason: "all state but uploaded files is in it.",
            commands: [mariadb(sql)],
            carryOut: {
                let db = try connection(toDatabase: false)
                let isThere =
                    try db.count("SELECT COUNT(*) FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = \(name)") > 0
                try db.run(script: sql + ";")
                return isThere ? "the database \(name) is there already" : "made the database \(name)"
            }
        )
    }

    private func account() -> SetupStep {
        let statements = [
            "CREATE USER IF NOT EXISTS '\(user)'@'localhost' IDENTIFIED VIA unix_socket",
            "GRANT \(SetupSteps.privileges) ON `\(name)`.* TO '\(user)'@'localhost'",
        ]
        return SetupStep(
            title: "Database account",
            reason: """
                the services read and write rows and can change no table; MariaDB knows them by their user of the \
                system, so there is no password.
                """,
            commands: statements.map(mariadb),
            carryOut: {
                let db = try connection(toDatabase: false)
                for statement in statements { try db.run(script: statement + ";") }
                return "\(user) may \(SetupSteps.privileges) in \(name)"
            }
        )
    }

    private func schema(_ migrations: [Migration]) -> SetupStep {
        SetupStep(
            title: "Schema",
            reason: "the tables of this release; after an upgrade, interviews migrate does the same.",
            commands: ["interviews migrate"],
            carryOut: {
                let applied = try Migrator(try connection(toDatabase: true), migrations)
                    .apply(at: SystemClock.read().bound) { print("  \($0)") }
                return applied.isEmpty ? "up to date already" : "applied \(applied.count) migrations"
            }
        )
    }

    private func mariadb(_ sql: String) -> String {
        "mariadb --socket=\(settings.database.socket) --execute \"\(sql.replacing("`", with: "\\`"))\""
    }

    private func connection(toDatabase: Bool) throws(DatabaseError) -> Connection {
        var options = settings.database
        if !toDatabase { options.database = nil }
        options.statementTimeout = Migrate.statementTimeout
        return try Connection(options)
    }

    /// Makes a file that its owner alone can read, with `bytes` on the disk before this returns; `false` if there is one.
    private func makeFile(_ path: String, _ bytes: [UInt8]) throws(Refusal) -> Bool {
        do {
            try Files.write(bytes, toNew: path, permissions: 0o600)
            return true
        } catch  where error.code == EEXIST {
            return false
        } catch {
            throw Refusal("\(path) cannot be made: \(error). Run this as root.")
        }
    }
}
