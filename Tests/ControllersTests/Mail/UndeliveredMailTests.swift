import Booking
import Controllers
import Domain
import JSON
import MariaDB
import Notifications
import Store
import Testing
import Web

/// The recruiter is told when a candidate's mail will not arrive, in time and with what is needed to help.
@Suite struct UndeliveredMailTests {
    private let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func fail(_ kind: String, of interview: String, key: String = "1") throws {
        let id = try #require(InterviewID(interview))
        try fixture.app.db.transaction { db in
            try fixture.app.mail.undelivered(
                kind,
                of: id,
                to: "asha@example.com",
                because: "The relay does not know the mailbox.",
                key: key,
                db: db,
                at: fixture.app.now
            )
        }
    }

    /// The mails to the recruiter about mail that failed, as text with its soft line ends undone.
    private func notices() throws -> [String] {
        let mail = fixture.app.configuration.notifications
        return try fixture.app.db.all("SELECT body FROM outbox WHERE kind = 'mail_undelivered' ORDER BY id") {
            (row) throws(DatabaseError) in try row.bytes()
        }
        .map { body in
            String(decoding: try #require(mail.message(in: body)), as: UTF8.self)
                .split(separator: "=\r\n", omittingEmptySubsequences: false).joined()
        }
    }

    @Test func `the recruiter gets the link to pass on, by mail and not in the database`() throws {
        let id = try fixture.bookedInterview(try fixture.addSlot())

        try fail("interview_scheduled", of: id)

        let notice = try #require(try notices().first)
        #expect(notice.contains("Subject: Mail to Asha Rao 1 Could Not Be Delivered"))
        #expect(notice.contains("The relay does not know the mailbox."))
        #expect(notice.contains("http://localhost:8000/?session_key=3D"))
        let kept = try fixture.count("SELECT COUNT(*) FROM notification WHERE message LIKE '%session_key%'")
        #expect(kept == 0)
        let told = try fixture.count(
            "SELECT COUNT(*) FROM notification WHERE title = 'Mail to the candidate failed' AND email_sent"
        )
        #expect(told == 1)
    }

    @Test func `told once of each failure`() throws {
        let id = try fixture.bookedInterview(try fixture.addSlot())

        for key in ["1", "1", "2"] { try fail("interview_scheduled", of: id, key: key) }

        #expect(try notices().count == 2)
    }

    @Test func `a cancellation that did not arrive has no link to pass on`() throws {
        let id = try fixture.bookedInterview(try fixture.addSlot())

        try fail("interview_cancelled", of: id)

        #expect(try notices().map { $0.contains("session_key") } == [false])
    }

    @Test func `an invitation that did not arrive has the link to the times`() throws {
        let id = try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string)
        let invited = try fixture.app.send("POST", "/api/interviews/\(id)/invite/", [:], as: fixture.recruiter)
        try #require(invited.status.rawValue < 300, "\(invited.json)")

        try fail("interview_invitation", of: id)

        #expect(try notices().map { $0.contains("http://localhost:8000/choose/?invitation=3D") } == [true])
    }

    @Test(arguments: [("email_enabled", 0, 1), ("in_app_enabled", 1, 0), ("system_notifications", 0, 0)])
    func `who does not want to be told so is not`(preference: String, mails: Int, notifications: Int) throws {
        let id = try fixture.bookedInterview(try fixture.addSlot())
        try fixture.app.db.execute("DELETE FROM notification")
        let response = try fixture.app.send(
            "PATCH",
            "/api/notifications/preferences/",
            [preference: false],
            as: fixture.recruiter
        )
        try #require(response.status == .ok, "\(response.json)")

        try fail("interview_scheduled", of: id)

        #expect(try notices().count == mails)
        #expect(try fixture.count("SELECT COUNT(*) FROM notification") == notifications)
    }
}
