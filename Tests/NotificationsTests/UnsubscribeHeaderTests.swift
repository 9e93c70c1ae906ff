import Domain
import MailTestSupport
import MariaDB
import Notifications
import SMTP
import Secrets
import Testing

/// Which mail can be ended by the link in its header.
@Suite struct UnsubscribeHeaderTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `mail to recruiters has the link that ends it, mail to candidates has none`() throws {
        let service = try NotificationService(
            templates: Fixture.templates(),
            sender: Mailbox("noreply@bücher.example"),
            secret: fixture.secret,
            policy: PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800),
            backendURL: "https://interviews.example.org"
        )
        let user = try fixture.insertUser(email: "ravi@example.org")
        let recruiter = BookingFacts.Recruiter(userID: user, name: "Ravi", email: "ravi@example.org")
        let facts = try fixture.facts(to: "asha@example.org", recruiters: [recruiter])
        _ = try fixture.db.transaction { db in try service.interviewScheduled(facts, at: fixture.now, in: db) }

        let told = try fixture.message(facts, role: "recruiter", by: service)
        let link = try TestRelay.parse(told, "m['List-Unsubscribe'].strip()")
        let candidates = try fixture.message(facts, by: service)

        let token = SessionKeys(secret: fixture.secret).unsubscribeToken(forUser: user)
        #expect(link == "<https://interviews.example.org/unsubscribe/?user=\(user)&token=\(token)>")
        #expect(try TestRelay.parse(told, "m['List-Unsubscribe-Post']") == "List-Unsubscribe=One-Click")
        #expect(try TestRelay.parse(candidates, "m['List-Unsubscribe']") == "None")
        #expect(try TestRelay.parse(candidates, "m['Message-ID']").hasSuffix("@xn--bcher-kva.example>"))
        #expect(try TestRelay.parse(candidates, "m['From']") == "noreply@xn--bcher-kva.example")
    }
}
