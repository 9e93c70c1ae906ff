import Booking
import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Notifications
import Secrets
import Store
import TestSupport
import Testing
import Web

/// Reminders follow the booking as it stands at their moment.
@Suite struct ReminderTests {
    private let fixture: BookingFixture
    private let policy = ReminderPolicy(minutes: [60, 1440])

    init() throws { fixture = try BookingFixture() }

    /// An interview booked three days before it starts, on 2026-11-23 at 10:30 IST (05:00Z).
    private func bookedEarly() throws -> String {
        let now = fixture.app.now
        fixture.app.now = now.adding(seconds: -3 * 86_400)
        let id = try fixture.bookedInterview(try fixture.addSlot())
        fixture.app.now = now
        return id
    }

    private func remind(minutesBefore minutes: Int64) throws -> Int {
        fixture.app.now = ReminderTests.start.adding(seconds: -minutes * 60)
        return try remind()
    }

    private func remind() throws -> Int {
        try fixture.app.mail.remind(by: policy, db: fixture.app.db, at: fixture.app.now)
    }

    /// What a delivering process would do with what is due, without sending it.
    private func verdicts() throws -> [String] {
        let store = OutboxStore(fixture.app.db)
        var verdicts: [String] = []
        while let mail = try store.claim(
            by: "test",
            leaseUntil: fixture.app.now.adding(seconds: 60),
            at: fixture.app.now
        ) {
            if mail.role == "candidate" { verdicts.append("\(mail.kind) \(mail.isSuperseded ? "dropped" : "sent")") }
        }
        return verdicts
    }

    private static let start = Instant(seconds: 1_795_410_000)

    @Test func `each reminder comes once, at its time`() throws {
        _ = try bookedEarly()

        let counts = try [1441, 1440, 1439, 61, 60, 59, 1, 0].map { try remind(minutesBefore: $0) }

        #expect(counts == [0, 1, 0, 0, 1, 0, 0, 0])
    }

    // cal.diy #10749: a booking made at the last moment had both reminders fired at once.
    @Test func `reminders whose moment had passed at the booking are left out`() throws {
        // Twenty hours before the start.
        _ = try fixture.bookedInterview(try fixture.addSlot())

        #expect(try remind() == 0)
        #expect(try remind(minutesBefore: 60) == 1)
    }

    @Test func `after an outage only the reminder that still fits is sent`() throws {
        _ = try bookedEarly()

        #expect(try remind(minutesBefore: 30) == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM outbox WHERE kind = 'interview_reminder'") == 1)
        #expect(try remind() == 0)
    }

    @Test func `nothing is due for a booking that was cancelled or released`() throws {
        let id = try bookedEarly()
        try fixture.app.db.execute("UPDATE schedule SET status = 'cancelled' WHERE interview_id = \(id)")

        #expect(try remind(minutesBefore: 60) == 0)
    }

    // AC-19: cancelled or moved one second before the reminder was sent.
    @Test(arguments: ["cancelled", "moved", "released", "completed"])
    func `a reminder that waits is dropped when its booking stands no more`(change: String) throws {
        let id = try bookedEarly()
        let other = try fixture.addSlot("16:30:00", "16:40:00")
        #expect(try remind(minutesBefore: 60) == 1)

        switch change {
        case "cancelled": #expect(try fixture.cancel(id).status == .ok)
        case "moved": #expect(try fixture.book(other, id).status == .created)
        case "released":
            try fixture.app.db.execute("UPDATE schedule SET status = 'cancelled' WHERE interview_id = \(id)")
        default: try fixture.app.db.execute("UPDATE interview SET status = 'completed' WHERE id = \(id)")
        }

        #expect(try !verdicts().contains("interview_reminder sent"))
    }

    @Test func `a reminder of a booking that stands is sent, and leaves the interview's mail as it was`() throws {
        let id = try bookedEarly()
        #expect(try verdicts() == ["interview_scheduled sent"])
        try fixture.app.db.execute("UPDATE outbox SET state = 'sent', sent_at = created_at")

        #expect(try remind(minutesBefore: 60) == 1)

        #expect(try fixture.interview(id)["email_status"]?.string == "sent")
        #expect(try verdicts() == ["interview_reminder sent"])
    }

    @Test func `a moved booking is reminded of at its new time only`() throws {
        let id = try bookedEarly()
        #expect(try fixture.book(try fixture.addSlot("12:30:00", "12:40:00"), id).status == .created)

        #expect(try remind(minutesBefore: 60) == 0)
        fixture.app.now = ReminderTests.start.adding(seconds: 3600)
        #expect(try remind() == 1)
    }

    @Test func `two processes at once write one reminder`() throws {
        _ = try bookedEarly()
        fixture.app.now = ReminderTests.start.adding(seconds: -3600)
        let (mail, now) = (fixture.app.mail, fixture.app.now)

        let connections = try (0..<4).map { _ in try fixture.app.database.connect() }
        let counts = try connections.map { db in try mail.remind(by: policy, db: db, at: now) }

        #expect(counts.reduce(0, +) == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM outbox WHERE kind = 'interview_reminder'") == 1)
    }
}
