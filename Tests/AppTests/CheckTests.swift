import CivilTime
import JSON
import MariaDB
import Store
import TestSupport
import Testing

@testable import App

@Suite struct CheckTests {
    private func findings(_ changes: [String: String]) throws -> [Finding] {
        let installation = try TestInstallation(changes)
        return withExtendedLifetime(installation) { Check.findings(installation.environment) }
    }

    private func failures(_ changes: [String: String]) throws -> [String] {
        try findings(changes).filter { $0.level == .fail }.map(\.name)
    }

    @Test func `an installation as it should be has no failure but the migrations, which tests apply by hand`() throws {
        let failures = try findings([:]).filter { $0.level == .fail }

        #expect(failures.map(\.name) == ["migrations"], "\(failures)")
    }

    @Test(arguments: [
        (["WORKERS": "many"], "settings"), (["DATABASE_SOCKET": "/nowhere.sock"], "database"),
        (["DATABASE_NAME": "no_such_database"], "database"), (["DATABASE_USER": "nobody_we_know"], "database"),
        (["TEMPLATES_DIR": "/nowhere"], "templates"), (["TEMPLATES_DIR": "/usr/share/zoneinfo/Asia"], "templates"),
        (["MEDIA_DIR": "/nowhere"], "media"), (["MEDIA_DIR": "/proc"], "media"),
        (["SECRET_KEY_FILE": "/nowhere"], "secret key"), (["SECRET_KEY_FILE": "/dev/null"], "secret key"),
        (["SECRET_KEY_FILE": ""], "secret key"), (["EMAIL_HOST": ""], "mail"), (["EMAIL_PORT": "587"], "mail"),
        (["MIGRATIONS_DIR": "/nowhere"], "migrations"),
    ])
    func `what is wrong is named`(changes: [String: String], name: String) throws {
        #expect(try failures(changes).contains(name))
    }

    @Test func `trouble that deliver has with the relay is told with what to change`() throws {
        let installation = try TestInstallation()
        let db = try installation.database.connect()
        let now = SystemClock.read()
        try MailHealthStore(db).report(host: "mx1", relay: "relay:465", problems: [], at: now)
        let relay = MailRelayStore(db, relay: "relay:465")
        _ = try relay.standing(at: now)
        let (problem, advice) = ("It does not answer.", "Check EMAIL_PORT.")
        try relay.fail(started: now, pausedUntil: now, problem: problem, advice: advice, at: now)

        let found = Check.findings(installation.environment).filter { $0.name == "delivery" }

        #expect(found == [.warn("delivery", "It does not answer. Check EMAIL_PORT.")])
    }

    @Test func `the deep check names the row that breaks a rule`() throws {
        let installation = try TestInstallation()
        let now = Instant(seconds: 1_795_338_000)
        #expect(Check.bookings(installation.environment, at: now).map(\.level).allSatisfy { $0 == .ok })
        let db = try installation.database.connect()
        let company = try db.insert("INSERT INTO company (name, created_at) VALUES ('Acme', '2026-11-22 09:00')")
        try db.run(
            script: """
                INSERT INTO slot (
                    id, interview_date, start_time, end_time, starts_at, ends_at, company_id, current_bookings,
                    created_at, updated_at
                ) VALUES (
                    '0190c0de-0000-7000-8000-000000000001', '2026-11-23', '10:00', '10:30', '2026-11-23 04:30',
                    '2026-11-23 05:00', \(company), 1, '2026-11-22 09:00', '2026-11-22 09:00'
                );
                """
        )

        let failures = Check.bookings(installation.environment, at: now).filter { $0.level == .fail }

        #expect(failures.map(\.name) == ["seats", "seats"])
        #expect(failures.last?.sentence.contains("0190c0de-0000-7000-8000-000000000001") == true)
    }

    @Test func `no line tells a secret`() throws {
        for changes in [[:], ["EMAIL_PORT": "587"], ["EMAIL_HOST": ""], ["WORKERS": "x"]] {
            let lines = try findings(changes).map(\.line).joined(separator: "\n")
            #expect(!lines.contains("hunter2"))
        }
    }

    @Test func `a finding is a line and an object`() {
        let finding = Finding.warn("mail", "Look here.")

        #expect(finding.line == "warn mail: Look here.")
        #expect(finding.json["status"]?.string == "warn")
    }
}
