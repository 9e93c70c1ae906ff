import FoundationEssentials
import MariaDB
import TestSupport

@testable import App

/// The settings of an installation with a database, a secret key and a media folder of its own.
final class TestInstallation {
    let database: TestDatabase
    let folder: String
    private(set) var variables: [String: String]

    init(_ changes: [String: String] = [:]) throws {
        database = try TestDatabase()
        folder = "/tmp/app-test-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let key = folder + "/secret-key"
        _ = FileManager.default.createFile(
            atPath: key,
            contents: Data([UInt8](repeating: 7, count: 64)),
            attributes: [.posixPermissions: 0o600]
        )
        let options = database.options
        variables = [
            "DATABASE_SOCKET": options.socket, "DATABASE_USER": options.user, "DATABASE_NAME": database.name,
            "SECRET_KEY_FILE": key, "MEDIA_DIR": folder, "TEMPLATES_DIR": TestDatabase.checkout + "/templates",
            "MIGRATIONS_DIR": TestDatabase.checkout + "/migrations", "EMAIL_HOST": "smtp.example.org",
            "EMAIL_HOST_USER": "user", "EMAIL_HOST_PASSWORD": "hunter2", "EMAIL_BACKEND": "smtp",
        ]
        variables.merge(changes) { _, new in new }
    }

    deinit {
        // A folder that stays behind in /tmp spoils no other test.
        try? FileManager.default.removeItem(atPath: folder)
    }

    var environment: Environment { Environment(variables: variables) }

    func settings() throws -> Settings { try Settings(environment) }
}
