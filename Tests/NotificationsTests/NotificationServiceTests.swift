import CivilTime
import Domain
import Foundation
import MariaDB
import Notifications
import SMTP
import Store
import TestSupport
import Testing
import Views

@Suite struct NotificationServiceTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `a booking queues one mail to its candidate, its body unreadable`() throws {
        let facts = try fixture.facts(to: "asha@example.org")

        let result = try fixture.book(facts)

        #expect(result == .queued)
        let mail = try fixture.mail(of: facts)
        #expect(mail.map(\.state) == [.queued])
        #expect(mail.map(\.recipient) == ["asha@example.org"])
        let leaks = try fixture.db.count(
            "SELECT COUNT(*) FROM outbox WHERE body LIKE '%session_key%' OR body LIKE '%Asha%'"
        )
        #expect(leaks == 0)
    }

    // 7.10: two or three mails for one booking.
    @Test func `the same booking told twice queues nothing more`() throws {
        let user = try fixture.insertUser(email: "ravi@example.org")
        let recruiter = BookingFacts.Recruiter(userID: user, name: "Ravi", email: "ravi@example.org")
        let facts = try fixture.facts(to: "asha@example.org", recruiters: [recruiter, recruiter])
        try fixture.book(facts)

        let result = try fixture.book(facts)

        #expect(result == .alreadyQueued)
        #expect(try fixture.mail(of: facts).map(\.role) == ["candidate", "recruiter"])
        #expect(try fixture.db.count("SELECT COUNT(*) FROM notification") == 1)
    }

    @Test func `nothing is queued when the booking's transaction is rolled back`() throws {
        struct Refused: Error {}
        let facts = try fixture.facts(to: "asha@example.org")

        #expect(throws: Refused.self) {
            try fixture.db.transaction { db in
                _ = try fixture.service.interviewScheduled(facts, at: fixture.now, in: db)
                throw Refused()
            }
        }

        #expect(try fixture.mail(of: facts).isEmpty)
    }

    @Test(arguments: ["", "nobody", "a@b@c", "x\r\nRCPT TO:<y@example.org>"])
    func `a bad address fails the mail, not the booking, and the recruiter is told`(address: String) throws {
        let user = try fixture.insertUser(email: "ravi@example.org")
        let facts = try fixture.facts(to: address)
        try fixture.insertInterview(facts.interviewID, recruiter: user)

        let result = try fixture.book(facts)

        guard case .impossible(let sentence) = result else {
            Issue.record("\(result)")
            return
        }
        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .failed)
        #expect(mail.error == sentence)
        let told = try fixture.db.first("SELECT user_id, priority FROM notification") { (row) throws(DatabaseError) in
            "\(try row.int()) \(try row.string())"
        }
        #expect(told == "\(user) high")
    }

    @Test func `the recruiter gets a mail and a notification, as preferred`() throws {
        let both = try fixture.insertUser(email: "both@example.org")
        let quiet = try fixture.insertUser(email: "quiet@example.org")
        let silent = try fixture.insertUser(email: "silent@example.org")
        for (user, mail, interviews) in [(quiet, 0, 1), (silent, 1, 0)] {
            try fixture.db.execute(
                """
                INSERT INTO notification_preference (
                    user_id, email_enabled, interview_notifications, created_at, updated_at
                )
                VALUES (\(user), \(mail), \(interviews), \(fixture.now), \(fixture.now))
                """
            )
        }
        let recruiters = [(both, "both"), (quiet, "quiet"), (silent, "silent")].map {
            BookingFacts.Recruiter(userID: $0.0, name: $0.1, email: "\($0.1)@example.org")
        }
        let facts = try fixture.facts(to: "asha@example.org", recruiters: recruiters)

        try fixture.book(facts)

        #expect(try fixture.mail(of: facts).map(\.recipient) == ["asha@example.org", "both@example.org"])
        let notified = try fixture.db.all(
            "SELECT user_id, title, message, email_sent FROM notification ORDER BY user_id"
        ) { (row) throws(DatabaseError) in
            "\(try row.int()): \(try row.string()): \(try row.string()) \(try row.int())"
        }
        let text = "Interview Scheduled for Asha Rao: Engineer at Acme, November 23, 2026 at 10:30 AM IST (UTC+05:30)"
        #expect(notified == ["\(both): \(text) 1", "\(quiet): \(text) 0"])
    }

    @Test func `a newer version withdraws what has not been sent`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        try fixture.book(facts)
        facts.version = 2

        try fixture.db.transaction { db in
            _ = try fixture.service.interviewRescheduled(facts, previousStart: fixture.now, at: fixture.now, in: db)
        }
        facts.version = 3
        try fixture.db.transaction { db in
            _ = try fixture.service.interviewCancelled(facts, at: fixture.now, in: db)
        }

        let mail = try fixture.mail(of: facts)
        #expect(mail.map(\.state) == [.cancelled, .cancelled, .cancelled], "nothing was told, so nothing is off")
        for each in mail { #expect(try !fixture.hasBody(each)) }
        let latest = try OutboxStore(fixture.db).latestCandidateMail(ofEach: [facts.interviewID])
        #expect(latest[facts.interviewID]?.kind == "interview_cancelled")
    }

    @Test func `a missing template is found at start`() throws {
        let empty = try Templates(folder: "/usr/share/zoneinfo/Asia")

        #expect(throws: MissingTemplates.self) {
            try NotificationService(
                templates: empty,
                sender: Mailbox("noreply@example.org"),
                secret: fixture.secret,
                policy: PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800)
            )
        }
    }

    @Test func `the release's templates are complete, and what a language lacks is named`() throws {
        #expect(try MissingTemplates.byLanguage(Fixture.templates()) == [:])

        let source = TestDatabase.checkout + "/templates"
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("templates-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }  // What stays is in the temporary folder.
        try FileManager.default.copyItem(atPath: source, toPath: folder.path)
        try FileManager.default.removeItem(at: folder.appendingPathComponent("mail/hi/reminder/html.mustache"))

        let missing = try MissingTemplates.byLanguage(Templates(folder: folder.path))

        #expect(missing.mapValues(\.names) == ["hi": ["mail/hi/reminder/html"]])
    }
}
