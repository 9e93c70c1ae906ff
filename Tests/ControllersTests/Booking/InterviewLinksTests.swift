import JSON
import MariaDB
import Testing
import Web

struct InterviewLinksTests {
    private let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    @Test func `the session of a booking names its start with an offset, and its job's language`() throws {
        try fixture.app.db.execute("UPDATE job SET coding_language = 'GO' WHERE id = \(fixture.job)")
        let id = try fixture.bookedInterview(try fixture.addSlot("10:30:00", "10:40:00"))

        let response = try fixture.app.send(
            "POST",
            "/api/interviews/schedules/create_interview_session/",
            ["interview_id": .string(id)],
            as: fixture.recruiter
        )

        #expect(response.status == .created)
        #expect(response.json["scheduled_at"] == "2026-11-23T05:00:00+00:00")
        #expect(response.json["coding_language"] == "GO")
    }

    @Test func `a link that is asked for too early says so in the zone's time`() throws {
        let id = try fixture.bookedInterview(try fixture.addSlot("10:30:00", "10:40:00"))
        let made = try fixture.app.send("POST", "/api/interviews/\(id)/generate-link/", [:], as: fixture.recruiter)
        let token = try #require(made.json["link_token"]?.string)

        let refused = try fixture.app.send("GET", "/api/interviews/public/\(token)/")

        // The end of the slot and its margin.
        #expect(made.json["expires_at"] == "2026-11-23T05:40:00+00:00")
        #expect(
            refused.outcome == "400 Interview hasn't started yet. Please join at November 23, 2026 at 10:30 AM IST"
        )
        #expect(refused.json["status"] == "invalid_link")
    }

    @Test func `a refusal names the methods of its path`() throws {
        let refused = try fixture.app.send("POST", "/api/interviews/", [:], as: fixture.recruiter)

        #expect(refused.status == .badRequest)
        #expect(refused.headers["Allow"] == "GET, POST, HEAD, OPTIONS")
    }
}
