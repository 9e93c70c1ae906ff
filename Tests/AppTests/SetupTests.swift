import FoundationEssentials
import MariaDB
import TestSupport
import Testing

@testable import App

@Suite struct SetupTests {
    private let user = "setup-test-\(UInt32.random(in: 0 ... .max))"

    /// Carries out every step and returns what each said.
    private func setUp(_ installation: TestInstallation, _ name: String) throws -> [String] {
        var variables = installation.variables
        variables["DATABASE_NAME"] = name
        let settings = try Settings(Environment(variables: variables))
        return try SetupSteps(settings: settings, user: user, secretsFolder: installation.folder).all()
            .map { try $0.carryOut() }
    }

    @Test func `setting up makes the database, an account that can change no table, and the schema`() throws {
        let installation = try TestInstallation()
        let db = try installation.database.connect()
        let name = "setup_\(UInt32.random(in: 0 ... .max))"
        defer { try? db.run(script: "DROP DATABASE IF EXISTS `\(name)`;\nDROP USER IF EXISTS '\(user)'@'localhost';") }

        let said = try setUp(installation, name)

        #expect(said.first?.hasSuffix("is there already") == true)
        #expect(try db.count("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = \(name)") > 20)
        let rights = try db.all(
            "SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE TABLE_SCHEMA = \(name) ORDER BY 1"
        ) { (row) throws(DatabaseError) in try row.string() }
        #expect(rights == ["DELETE", "EXECUTE", "INSERT", "SELECT", "UPDATE"])
        #expect(
            try db.first("SELECT plugin FROM mysql.user WHERE User = \(user)") { (row) throws(DatabaseError) in
                try row.string()
            } == "unix_socket"
        )
    }

    @Test func `setting up again changes nothing`() throws {
        let installation = try TestInstallation()
        let db = try installation.database.connect()
        let name = "setup_\(UInt32.random(in: 0 ... .max))"
        defer { try? db.run(script: "DROP DATABASE IF EXISTS `\(name)`;\nDROP USER IF EXISTS '\(user)'@'localhost';") }
        let manager = FileManager.default
        try manager.removeItem(atPath: installation.folder + "/secret-key")
        let first = try setUp(installation, name)
        let key = manager.contents(atPath: installation.folder + "/secret-key")

        let second = try setUp(installation, name)

        #expect(first.first?.hasPrefix("made") == true)
        #expect(key?.count == 64)
        #expect(manager.contents(atPath: installation.folder + "/secret-key") == key)
        #expect(second.filter { $0.hasSuffix("already") }.count == 5)
    }

    @Test(arguments: ["", "a'b", "Robert; DROP", "ünal", String(repeating: "a", count: 33)])
    func `a user's name that SQL would not take as one is refused`(name: String) throws {
        let installation = try TestInstallation()

        #expect(throws: Refusal.self) {
            try SetupSteps(settings: installation.settings(), user: name, secretsFolder: "/tmp")
        }
    }

    @Test func `as a script each step stands below its reason`() throws {
        let installation = try TestInstallation()
        let steps = try SetupSteps(
            settings: installation.settings(),
            user: "interviews",
            secretsFolder: "/etc/interviews"
        )

        let script = try steps.all().map { $0.explanation(asScript: true) }.joined(separator: "\n")

        #expect(script.contains("IDENTIFIED VIA unix_socket"))
        #expect(script.contains("GRANT SELECT, INSERT, UPDATE, DELETE, EXECUTE ON"))
        #expect(script.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || !$0.isEmpty })
    }
}
