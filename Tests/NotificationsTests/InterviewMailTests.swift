import CivilTime
import Domain
import Foundation
import MailTestSupport
import MariaDB
import Notifications
import Secrets
import Store
import TestSupport
import Testing
import Views

@Suite struct InterviewMailTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func message(_ facts: BookingFacts) throws -> [UInt8] { try fixture.message(facts) }

    private func plain(_ message: [UInt8]) throws -> String { try TestRelay.parse(message, "plain") }

    @Test func `the candidate's mail says what, when, where and how`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.notes = "Bring a <pen> & paper.\nSecond line."
        facts.contact = "ravi@example.org"
        try fixture.book(facts)

        let message = try message(facts)
        let text = try plain(message)
        #expect(try TestRelay.parse(message, "m['Subject']") == "Interview Scheduled - Engineer at Acme")
        #expect(try TestRelay.parse(message, "m['From']") == "Acme Hiring <noreply@example.org>")
        #expect(try TestRelay.parse(message, "m['To']") == "Asha Rao <asha@example.org>")
        let blocks = [
            "Dear Asha Rao,", "has been scheduled.", "INTERVIEW DETAILS", "Position:        Engineer",
            "Company:         Acme", "Date & Time:     November 23, 2026 at 10:30 AM IST (UTC+05:30)",
            "Duration:        10 minutes", "Interview Type:  System Design", "DETAILED SCHEDULE", "Start Time:",
            "End Time:        10:40 AM IST (UTC+05:30)", "Time Zone:       IST (Indian Standard Time), UTC+05:30",
            "JOIN YOUR INTERVIEW", "\nhttp://localhost:8000/?session_key=0123456789abcdef\n", "IMPORTANT INSTRUCTIONS",
            "opens 30 seconds before the start. Come in by 10:40 AM IST (UTC+05:30), 10 minutes after the start",
            "government",
            "ADDITIONAL NOTES", "Bring a <pen> & paper.\nSecond line.", "CONTACT", "your recruiter (ravi@example.org)",
            "Acme Recruitment Team", "automated message",
        ]
        var rest = text[...]
        for block in blocks {
            let range = try #require(rest.range(of: block), "\(block) is missing or out of order")
            rest = rest[range.upperBound...]
        }
        let html = try TestRelay.parse(message, "html")
        #expect(html.contains("href=\"http://localhost:8000/?session_key=0123456789abcdef\""))
        #expect(html.contains("Bring a &lt;pen&gt; &amp; paper.\nSecond line."))
        #expect(html.contains("<title>Interview Scheduled - Engineer at Acme</title>"))
    }

    @Test func `without notes and contact their blocks are left out`() throws {
        let facts = try fixture.facts(to: "asha@example.org")
        try fixture.book(facts)

        let message = try message(facts)

        #expect(try !plain(message).contains("ADDITIONAL NOTES"))
        #expect(try plain(message).contains("contact your recruiter, who"))
        #expect(try !TestRelay.parse(message, "html").contains("Additional Notes"))
    }

    @Test func `missing names have a stand-in`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.candidateName = " "
        facts.job = ""
        facts.company = ""
        try fixture.book(facts)

        let message = try message(facts)

        #expect(try TestRelay.parse(message, "m['Subject']") == "Interview Scheduled - Interview Position at Company")
        #expect(try plain(message).hasPrefix("Dear Candidate,"))
    }

    @Test func `markup and line breaks in names change nothing but the names`() throws {
        var facts = try fixture.facts(to: "asha@example.org")
        facts.candidateName = "<b>Asha</b>\r\nBcc: evil@example.org"
        facts.job = "{{link}} \"Engineer\""
        facts.company = "A\u{2028}B"
        try fixture.book(facts)

        let message = try message(facts)

        #expect(try TestRelay.parse(message, "m['Bcc']") == "None")
        #expect(try TestRelay.parse(message, "len(m['To'].addresses)") == "1")
        #expect(try TestRelay.parse(message, "html").contains("Dear &lt;b&gt;Asha&lt;/b&gt; Bcc: evil@example.org,"))
        #expect(try plain(message).contains("Position:        {{link}} \"Engineer\""))
    }

    @Test func `a moved interview's mail names both times`() throws {
        var facts = try fixture.facts(to: "asha@example.org", version: 2)
        facts.startsAt = Fixture.starts.adding(seconds: 86_400)
        facts.endsAt = facts.startsAt.adding(seconds: 5400)
        try fixture.db.transaction { db in
            _ = try fixture.service.interviewRescheduled(facts, previousStart: Fixture.starts, at: fixture.now, in: db)
        }

        let message = try message(facts)

        #expect(try TestRelay.parse(message, "m['Subject']") == "Interview Rescheduled - Engineer at Acme")
        let text = try plain(message)
        #expect(text.contains("New time:        November 24, 2026 at 10:30 AM IST (UTC+05:30)"))
        #expect(text.contains("Instead of:      November 23, 2026 at 10:30 AM IST (UTC+05:30)"))
        #expect(text.contains("Duration:        1 hour 30 minutes"))
    }

    @Test func `a cancellation has no link`() throws {
        var facts = try fixture.facts(to: "asha@example.org", version: 2)
        try fixture.book(facts)
        try fixture.db.execute("UPDATE outbox SET state = 'sent'")
        facts.version = 3
        try fixture.db.transaction { db in
            _ = try fixture.service.interviewCancelled(facts, at: fixture.now, in: db)
        }

        let message = try message(facts)

        #expect(try TestRelay.parse(message, "m['Subject']") == "Interview Cancelled - Engineer at Acme")
        #expect(try plain(message).contains("on November 23, 2026 at 10:30 AM IST (UTC+05:30) has been cancelled"))
        #expect(try !TestRelay.parse(message, "plain + html").contains("session_key"))
    }

    @Test(arguments: [
        ("Asia/Kolkata", "November 23, 2026 at 10:30 AM IST (UTC+05:30)"),
        ("Asia/Kathmandu", "November 23, 2026 at 10:45 AM Kathmandu (UTC+05:45)"),
        ("America/New_York", "November 23, 2026 at 12:00 AM EST (UTC-05:00)"),
        ("Europe/London", "November 23, 2026 at 05:00 AM GMT (UTC+00:00)"),
        // The name of this one is its offset, which was said twice.
        ("UTC", "November 23, 2026 at 05:00 AM UTC"),
        ("Etc/GMT+3", "November 23, 2026 at 02:00 AM UTC-03:00"),
    ])
    func `every time names its zone and offset`(zone: String, expected: String) throws {
        let moment = try MailText.moment(Fixture.starts, in: Zone.named(zone))

        #expect(moment == expected)
    }

    @Test(arguments: [
        (0, "0 minutes"), (30, "30 seconds"), (60, "1 minute"), (600, "10 minutes"), (3600, "1 hour"),
        (5400, "1 hour 30 minutes"), (7261, "2 hours 1 minute 1 second"),
    ])
    func `a length of time is written in words`(seconds: Int64, expected: String) {
        #expect(MailText.duration(seconds: seconds) == expected)
    }
}
