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

/// What a candidate's mail carries beside its text: a calendar entry, whom answers reach, and the candidate's language.
@Suite struct CandidateMailTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func book(_ facts: BookingFacts) throws -> [UInt8] {
        try fixture.book(facts)
        return try fixture.message(facts)
    }

    @Test func `a booking's mail has the invitation as its last form and as a file`() throws {
        let message = try book(try fixture.facts(to: "asha@example.org"))

        let parts = try TestRelay.parse(message, "[p.get_content_type() for p in m.walk()]")
        let types = [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
        ]
        #expect(parts == "[" + types.map { "'\($0)'" }.joined(separator: ", ") + "]")
        let calendar = "[p for p in m.walk() if p.get_content_type() == 'text/calendar'][0]"
        #expect(try TestRelay.parse(message, "\(calendar).get_param('method')") == "REQUEST")
        let text = try TestRelay.parse(message, "\(calendar).get_content()")
        #expect(text.contains("METHOD:REQUEST"))
        #expect(text.contains("ORGANIZER;CN=Acme Hiring:mailto:noreply@example.org"))
        #expect(text.contains("DTSTART:20261123T050000Z"))
        #expect(try TestRelay.parse(message, "plain").contains("The attached invitation puts"))
        let file = "list(m.iter_attachments())[0].get_content().decode()"
        #expect(
            try TestRelay.parse(
                message,
                "\(file) == \(calendar).get_content().replace('\\r\\n', '\\n').replace('\\n', '\\r\\n')"
            ) == "True"
        )
    }

    @Test func `no calendar entry holds the key of the link`() throws {
        let message = try book(try fixture.facts(to: "asha@example.org"))

        let calendars =
            "''.join(str(p.get_content()) for p in m.walk() if 'cal' in p.get_content_type() or 'ics' in p.get_content_type())"
        #expect(try TestRelay.parse(message, calendars).contains("BEGIN:VEVENT"))
        #expect(try !TestRelay.parse(message, calendars).contains("session_key"))
    }

    @Test func `a cancellation cancels in the calendar, with a higher sequence`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        try fixture.book(facts)
        try fixture.db.execute("UPDATE outbox SET state = 'sent'")
        facts.version += 1
        try fixture.db.transaction { db in
            _ = try fixture.service.interviewCancelled(facts, at: fixture.now, in: db)
        }

        let text = try TestRelay.parse(try fixture.message(facts), "source.decode()")

        #expect(text.contains("method=CANCEL") && text.contains("METHOD:CANCEL"))
        #expect(text.contains("STATUS:CANCELLED") && text.contains("SEQUENCE:2"))
    }

    // AC-17: one failed part silenced everything.
    @Test func `without a calendar entry the mail goes out all the same, and says what it lacks`() throws {
        struct NoCalendar: Error {}
        let service = try NotificationService(
            templates: Fixture.templates(),
            sender: Mailbox("noreply@example.org"),
            secret: fixture.secret,
            policy: PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800),
            calendar: { _, _ in throw NoCalendar() }
        )
        let facts = try fixture.facts(to: "asha@example.org")

        let outcome = try fixture.db.transaction { db in
            try service.interviewScheduled(facts, at: fixture.now, in: db)
        }

        let message = try fixture.message(facts, by: service)
        var loop = try fixture.loop(fixture.relay(), by: service)
        try fixture.deliver(&loop)

        #expect(outcome == .queued)
        let mail = try #require(try fixture.mail(of: facts).first)
        #expect(mail.state == .sent)
        #expect(mail.error?.hasPrefix("It has no calendar entry") == true)
        #expect(try TestRelay.parse(message, "m.get_content_type()") == "multipart/alternative")
        #expect(try !TestRelay.parse(message, "plain").contains("attached"))
    }

    // Mails said that answers may not be read, and invited to answer by their header.
    @Test(arguments: [
        ("hr@acme.example", false, "hr@acme.example"), ("hr@acme.example", true, "hr@acme.example"),
        ("+91 80 1234 5678", true, "ravi@example.org"), ("+91 80 1234 5678", false, nil), ("", false, nil),
    ])
    func `what the mail says of answers is where its header sends them`(
        contact: String,
        hasRecruiter: Bool,
        expected: String?
    ) throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.contact = contact
        if hasRecruiter {
            let user = try fixture.insertUser(email: "ravi@example.org")
            facts.recruiters = [.init(userID: user, name: "Ravi", email: "ravi@example.org")]
        }

        let message = try book(facts)

        let header = try TestRelay.parse(message, "m['Reply-To'].addresses[0].addr_spec if m['Reply-To'] else ''")
        #expect(header == expected ?? "")
        for form in ["plain", "html"] {
            let text = try TestRelay.parse(message, form)
            #expect(text.contains("Answers to it are not read") == (expected == nil))
            #expect(expected.map { text.contains("Answers to it go to \($0).") } ?? true)
        }
    }

    @Test func `the candidate's clock comes first, and the company's where it shows something else`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.candidateZone = try Zone.named("America/New_York")

        let text = try TestRelay.parse(try book(facts), "plain")

        #expect(text.contains("Date & Time:     November 23, 2026 at 12:00 AM EST (UTC-05:00)\n"))
        #expect(text.contains("Company's Time:  November 23, 2026 at 10:30 AM IST (UTC+05:30)\n"))
        #expect(text.contains("Come in by 12:10 AM EST (UTC-05:00)"))
    }

    @Test func `clocks that show the same are named once`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.candidateZone = try Zone.named("Asia/Colombo")

        #expect(try !TestRelay.parse(try book(facts), "plain").contains("Company's Time"))
    }

    @Test func `the recruiter reads the company's clock first`() throws {
        let user = try fixture.insertUser(email: "ravi@example.org")
        var facts = try fixture.facts(to: "asha@example.org")
        facts.candidateZone = try Zone.named("America/New_York")
        facts.recruiters = [.init(userID: user, name: "Ravi", email: "ravi@example.org")]
        try fixture.book(facts)

        let text = try TestRelay.parse(try fixture.message(facts, role: "recruiter"), "plain")

        #expect(text.contains("Date & Time:      November 23, 2026 at 10:30 AM IST (UTC+05:30)\n"))
        #expect(text.contains("Candidate's Time: November 23, 2026 at 12:00 AM EST (UTC-05:00)\n"))
    }

    @Test(arguments: ["hi", "hi-IN", "HI"])
    func `a candidate who reads Hindi is written to in Hindi`(locale: String) throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.locale = locale

        let message = try book(facts)

        #expect(try TestRelay.parse(message, "m['Subject']") == "इंटरव्यू तय हुआ - Acme में Engineer")
        let text = try TestRelay.parse(message, "plain")
        #expect(text.contains("23 नवंबर 2026 को 10:30 AM IST (UTC+05:30)"))
        #expect(text.contains("10 मिनट"))
        #expect(try TestRelay.parse(message, "html").contains("<html lang=\"hi\">"))
        #expect(
            try TestRelay.parse(message, "[p for p in m.walk()][4].get_content()").contains(
                "SUMMARY:इंटरव्यू: Acme में Engineer"
            )
        )
    }

    @Test func `a language without templates is answered in English`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.locale = "de-DE"

        #expect(try TestRelay.parse(try book(facts), "plain").hasPrefix("Dear Asha Rao,"))
    }

    @Test func `the company's own signature ends the mail`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.signature = "Priya & the people team"

        let message = try book(facts)

        #expect(try TestRelay.parse(message, "plain").contains("Regards,\nPriya & the people team\n"))
        #expect(try TestRelay.parse(message, "html").contains("Regards,<br>Priya &amp; the people team"))
        #expect(try !TestRelay.parse(message, "plain").contains("Recruitment Team"))
    }
}
