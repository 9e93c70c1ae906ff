import CivilTime
import Domain
import MailTestSupport
import MariaDB
import Notifications
import SMTP
import Secrets
import Store
import Testing
import Views

/// Mail that waits as a draft until the process that delivers composes it.
@Suite struct MailDraftTests {
    let fixture: Fixture
    /// What messages, and not drafts, are encrypted in.
    private let box: SecretBox

    init() throws {
        fixture = try Fixture()
        box = SecretBox(secret: fixture.secret, context: "outbox")
    }

    private func body(_ facts: BookingFacts) throws -> [UInt8] {
        try #require(
            try fixture.db.first("SELECT body FROM outbox WHERE interview_id = \(facts.interviewID) ORDER BY id") {
                (row) throws(DatabaseError) in try row.bytes()
            }
        )
    }

    // An earlier release that still runs beside this one must not send a draft for a message.
    @Test func `a booking composes no mail, and what waits is no message yet; its subject is there at once`() throws {
        let facts = try fixture.facts(to: "asha@example.org")

        try fixture.book(facts)

        let body = try body(facts)
        #expect(box.open(body) == nil)
        #expect(body.count < 2000)
        #expect(try fixture.mail(of: facts).first?.subject == "Interview Scheduled - Engineer at Acme")
    }

    @Test func `what a draft says is what was booked, in every alphabet`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.candidateName = "आशा \"A\" <राव>"
        facts.candidateZone = try Zone.named("America/St_Johns")
        facts.notes = "First line\nनमस्ते"

        try fixture.book(facts)

        let message = try fixture.message(facts)
        let text = try TestRelay.parse(message, "plain")
        #expect(text.contains("First line\nनमस्ते"))
        #expect(text.contains("NST (UTC-03:30)") && text.contains("IST (UTC+05:30)"))
        #expect(try TestRelay.parse(message, "m['To']").contains("आशा"))
    }

    // Templates and settings may change between two attempts; what a mailbox may have seen already must not.
    @Test func `a draft is composed once, and every attempt sends those bytes`() throws {
        let facts = try fixture.facts(to: "flaky.draft@example.org")
        try fixture.book(facts)
        let composed = try fixture.message(facts)
        var loop = try fixture.loop(fixture.relay())

        try fixture.deliver(&loop)

        #expect(try fixture.mail(of: facts).first?.state == .deferred)
        #expect(box.open(try body(facts)) == composed)
    }

    @Test func `a draft that no message can be made of fails with the reason`() throws {
        let service = try NotificationService(
            templates: Fixture.templates(),
            sender: Mailbox("noreply@example.org"),
            secret: fixture.secret,
            policy: PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800),
            backendURL: "https://no url"
        )
        let recruiter = try fixture.insertUser(email: "ravi@example.org")
        let facts = try fixture.facts(
            to: "asha@example.org",
            recruiters: [.init(userID: recruiter, name: "Ravi", email: "ravi@example.org")]
        )
        try fixture.book(facts)
        var loop = try fixture.loop(fixture.relay(), by: service)

        try fixture.deliver(&loop)

        let mails = try fixture.mail(of: facts)
        #expect(mails.map(\.state) == [.sent, .failed])
        #expect(mails.last?.error == "The address that ends mail is no URL in ASCII.")
    }
}
