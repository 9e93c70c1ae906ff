import CivilTime
import Domain
import JSON
import MariaDB
import Store
import Testing
import Web

/// `interviews check --deep` on bookings made through the API, and on the same with one row spoilt.
@Suite struct IntegrityTests {
    let fixture: BookingFixture
    private let slot: String
    private let interview: String

    /// A booking that was moved, one that was released and booked again, one that was cancelled, and a hold.
    init() throws {
        fixture = try BookingFixture()
        slot = try fixture.addSlot(seats: 3)
        let other = try fixture.addSlot("12:00:00", "12:30:00", seats: 3)
        interview = try fixture.bookedInterview(slot)
        let moved = try fixture.bookedInterview(slot)
        _ = try fixture.book(other, moved)
        let renewed = try fixture.bookedInterview(other)
        let release = "/api/interviews/slots/\(other)/release_slot/"
        _ = try fixture.app.send("POST", release, ["interview_id": .string(renewed)], as: fixture.recruiter)
        _ = try fixture.book(other, renewed)
        let gone = try fixture.bookedInterview(slot)
        _ = try fixture.app.send("DELETE", "/api/interviews/\(gone)/", as: fixture.recruiter)
        let cancelled = try fixture.bookedInterview(slot)
        let schedules = try fixture.app.db.all("SELECT id FROM schedule WHERE interview_id = \(cancelled)") {
            (row) throws(DatabaseError) in try row.string()
        }
        let schedule = try #require(schedules.first)
        _ = try fixture.app.send("DELETE", "/api/interviews/schedules/\(schedule)/", as: fixture.recruiter)
        _ = try fixture.createInterview(try fixture.addCandidate(), slot: slot)
    }

    private func broken() throws -> [IntegrityStore.Result] {
        try IntegrityStore(fixture.app.db).results(at: fixture.app.now).filter { $0.count > 0 }
    }

    @Test func `bookings made, moved, renewed, cancelled and deleted through the API break nothing`() throws {
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule WHERE is_active") >= 3)
        #expect(try broken() == [])
    }

    @Test(arguments: [
        ("seats", "UPDATE slot SET current_bookings = 0 WHERE id = @slot;"),
        (
            "seats",
            "UPDATE schedule SET slot_id = (SELECT id FROM slot WHERE id <> @slot) WHERE interview_id = @interview;"
        ),
        ("capacity", "UPDATE slot SET max_candidates = current_bookings WHERE id = @slot;"),
        ("sessions", "DELETE FROM session WHERE interview_id = @interview;"),
        ("sessions", "UPDATE session SET ends_at = NULL WHERE interview_id = @interview;"),
        ("times", "UPDATE interview SET started_at = started_at + INTERVAL 1 HOUR WHERE id = @interview;"),
        ("times", "UPDATE interview SET started_at = NULL WHERE id = @interview;"),
        ("overlaps", "UPDATE interview SET candidate_id = (SELECT MIN(candidate_id) FROM interview);"),
        ("history", "DELETE FROM booking_event WHERE interview_id = @interview;"),
        ("last event", "DELETE FROM booking_event WHERE action = 'moved';"),
        ("last event", "UPDATE schedule SET status = 'confirmed' WHERE interview_id = @interview;"),
        ("booking mail", "DELETE FROM outbox WHERE interview_id = @interview;"),
        ("booking mail", "UPDATE schedule SET calendar_sequence = 7 WHERE interview_id = @interview;"),
    ])
    func `one spoilt row is found and named`(name: String, change: String) throws {
        let slots = try fixture.app.db.all("SELECT id FROM slot WHERE start_time = '12:00:00'") {
            (row) throws(DatabaseError) in
            try row.string()
        }
        let other = try #require(slots.first)
        if name == "overlaps" {
            try fixture.app.db.execute(
                """
                UPDATE slot AS spoilt JOIN slot AS model ON model.id = \(slot)
                SET spoilt.starts_at = model.starts_at, spoilt.ends_at = model.ends_at
                WHERE spoilt.id = \(other)
                """
            )
        }
        let script = "SET @slot = '\(slot)';\nSET @interview = '\(interview)';\n\(change)"

        try fixture.app.db.run(script: script)

        let found = try #require(try broken().first { $0.name == name })
        #expect(found.count >= 1)
        #expect(found.rows.count == found.count)
        #expect(found.rows.allSatisfy { $0.utf8.count > 40 })
    }

    @Test func `an overlap that somebody allowed is none`() throws {
        let candidate = try fixture.addCandidate()
        let near = try fixture.addSlot("10:35:00", "10:50:00")
        for slot in [slot, near] {
            let id = try #require(try fixture.createInterview(candidate).json["id"]?.string)
            let booked = try fixture.app.send(
                "POST",
                "/api/interviews/slots/\(slot)/book_slot/",
                ["interview_id": .string(id), "override": "candidate_overlap", "override_reason": "two parts"],
                as: fixture.recruiter
            )
            #expect(booked.status == .created, "\(booked.json)")
        }

        #expect(try broken() == [])
        try fixture.app.db.execute("UPDATE booking_event SET rule_overridden = NULL")
        #expect(try broken().map(\.name) == ["overlaps"])
    }

    @Test func `twenty rows are named and all are counted`() throws {
        for minute in 10..<35 { _ = try fixture.addSlot("14:\(minute):00", "15:00:00") }
        try fixture.app.db.execute("UPDATE slot SET current_bookings = 1 WHERE current_bookings = 0")

        let seats = try #require(try broken().first { $0.name == "seats" })

        #expect(seats.count == 25)
        #expect(seats.rows.count == 20)
        #expect(seats.rows.first?.contains("(slot) counts 1 and has 0 bookings") == true)
    }

    @Test func `a hold that ran out takes no seat`() throws {
        try fixture.app.db.execute("UPDATE slot SET max_candidates = current_bookings WHERE id = \(slot)")
        #expect(try broken().map(\.name) == ["capacity"])

        fixture.app.now = fixture.app.now.adding(seconds: 301)

        #expect(try broken() == [])
    }
}
