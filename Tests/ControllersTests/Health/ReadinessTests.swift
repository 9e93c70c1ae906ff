import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Storage
import Store
import Testing
import Web

@Suite struct ReadinessTests {
    /// An application whose recordings are in a folder that can be written.
    private func app(_ change: (inout Configuration) -> Void = { _ in }) throws -> TestApp {
        let folder = "/tmp/health-test-\(UInt64.random(in: 0 ... .max))"
        let app = try TestApp { configuration in
            configuration.recordings = FolderStorage(folder: folder)
            configuration.freeSpaceMinimum = 0
            change(&configuration)
        }
        // Its own table, which the tests' databases lack.
        try Migrator(app.db, []).apply(at: app.now.bound) { _ in }
        return app
    }

    private func queueMail(_ app: TestApp, secondsAgo: Int64, state: String = "queued") throws {
        let due = app.now.adding(seconds: -secondsAgo)
        try app.db.execute(
            """
            INSERT INTO outbox (
                dedup_key, kind, recipient_role, version, recipient, sender, message_id, subject, state, next_attempt_at,
                give_up_at, created_at, updated_at
            ) VALUES (
                \("key \(secondsAgo)"), 'scheduled', 'candidate', 1, 'a@example.org', 'b@example.org',
                \("<\(secondsAgo)@x>"), 'S', \(state), \(due), \(due), \(due), \(due)
            )
            """
        )
    }

    @Test func `a server that can work is ready`() throws {
        let response = try app().send("GET", "/readyz")

        #expect(response.status == .ok)
        #expect(response.json["disk"]?.string == "ok" && response.json["mail"]?.string == "ok")
    }

    @Test func `a disk with too little room makes it unready`() throws {
        let response = try app { $0.freeSpaceMinimum = .max }.send("GET", "/readyz")

        #expect(response.status == .serviceUnavailable)
        #expect(response.json["disk"]?.string == "nearly full")
        #expect(response.headers["Retry-After"] != nil)
    }

    @Test(arguments: [(900 as Int64, 200), (901, 503)])
    func `mail that is late makes it unready`(seconds: Int64, status: Int) throws {
        let app = try app()
        try queueMail(app, secondsAgo: seconds)

        #expect(try app.send("GET", "/readyz").status.rawValue == status)
    }

    @Test func `what was given up does not wait, and what is tried again does`() throws {
        let app = try app()
        try queueMail(app, secondsAgo: 10, state: "deferred")
        try queueMail(app, secondsAgo: 20, state: "unknown")
        try app.db.execute("UPDATE outbox SET next_attempt_at = '9999-12-31 00:00:00' WHERE state = 'unknown'")
        let admin = try app.addUser(.admin)

        let page = String(decoding: try app.send("GET", "/metrics", as: admin).body, as: UTF8.self)

        #expect(page.contains("interviews_mail_waiting{state=\"deferred\"} 1\n"))
        #expect(page.contains("interviews_mail_waiting{state=\"unknown\"} 0\n"))
        #expect(try app.send("GET", "/api/health/", as: admin).json["mail"]?["due"] == 1)
    }

    @Test func `an administrator reads the figures`() throws {
        let app = try app { $0.processMetrics = { _ in ["interviews_workers{process=\"1\"} 16"] } }
        try queueMail(app, secondsAgo: 60)
        try queueMail(app, secondsAgo: 20, state: "sent")

        let response = try app.send("GET", "/metrics", as: app.addUser(.admin))

        let page = String(decoding: response.body, as: UTF8.self)
        #expect(response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(page.contains("interviews_mail_waiting{state=\"queued\"} 1\n"))
        #expect(page.contains("interviews_mail_oldest_seconds 60\n"))
        #expect(page.contains("interviews_workers{process=\"1\"} 16\n"))
        #expect(page.contains("# TYPE interviews_bookings gauge\ninterviews_bookings 0\n"))
    }

    @Test(arguments: [Role.company, .recruiter, .hr, .hiringAgency])
    func `nobody else does`(role: Role) throws {
        let app = try app()
        let company = try app.addCompany()

        #expect(try app.send("GET", "/metrics", as: app.addUser(role, company: company)).status == .forbidden)
        #expect(try app.send("GET", "/metrics").status == .unauthorized)
    }

    @Test func `the figures cost the same number of statements whatever there is`() throws {
        let app = try app()
        let admin = try app.addUser(.admin)
        _ = try app.send("GET", "/metrics", as: admin)
        let before = app.db.statementCount
        _ = try app.send("GET", "/metrics", as: admin)
        let few = app.db.statementCount - before
        for seconds in 1...50 { try queueMail(app, secondsAgo: Int64(seconds)) }
        let again = app.db.statementCount

        _ = try app.send("GET", "/metrics", as: admin)

        #expect(app.db.statementCount - again == few)
    }
}
