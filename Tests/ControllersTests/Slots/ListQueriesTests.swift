import Domain
import JSON
import MariaDB
import Testing
import Web

/// Lists cost a fixed number of statements, whatever their length.
@Suite struct ListQueriesTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    @Test(arguments: [
        "/api/interviews/slots/", "/api/interviews/slots/?date=2026-11-23&status=available", "/api/interviews/",
        "/api/interviews/schedules/", "/api/interviews/calendar/", "/api/interviews/available-slots/",
        "/api/interviews/conflicts/", "/api/interviews/configurations/",
    ])
    func `a list of many rows costs as many statements as one of few`(path: String) throws {
        for hour in 9..<11 {
            _ = try fixture.bookedInterview(
                try fixture.addSlot(
                    "\(hour < 10 ? "0" : "")\(hour):00:00",
                    "\(hour < 10 ? "0" : "")\(hour):30:00",
                    seats: 2
                )
            )
        }
        _ = try fixture.app.send("GET", path, as: fixture.recruiter)
        let few = try statements(path)
        for hour in 11..<19 {
            _ = try fixture.bookedInterview(
                try fixture.addSlot(
                    "\(hour < 10 ? "0" : "")\(hour):00:00",
                    "\(hour < 10 ? "0" : "")\(hour):30:00",
                    seats: 2
                )
            )
        }

        let many = try statements(path)

        #expect(many == few)
        #expect(few <= 6)
    }

    private func statements(_ path: String) throws -> Int {
        let before = fixture.app.db.statementCount
        let response = try fixture.app.send("GET", path, as: fixture.recruiter)
        #expect(response.status == .ok)
        return fixture.app.db.statementCount - before
    }

    @Test func `a page says how many rows there are in all`() throws {
        for hour in 9..<14 {
            _ = try fixture.addSlot("\(hour < 10 ? "0" : "")\(hour):00:00", "\(hour < 10 ? "0" : "")\(hour):30:00")
        }

        let page = try fixture.app.send("GET", "/api/interviews/slots/?limit=2&offset=1", as: fixture.recruiter)

        #expect(page.json.array?.count == 2)
        #expect(page.headers["X-Total-Count"] == "5")
    }

    @Test func `the calendar and the weekly rules come in pages too`() throws {
        for hour in 11..<14 {
            _ = try fixture.bookedInterview(try fixture.addSlot("\(hour):00:00", "\(hour):30:00"))
            _ = try fixture.app.send(
                "POST",
                "/api/interviews/configurations/",
                [
                    "interview_type": "technical", "day_of_week": .int(Int64(hour) - 10), "start_time": "09:00",
                    "end_time": "17:00", "valid_from": "2026-11-23",
                ],
                as: fixture.owner
            )
        }

        let calendar = try fixture.app.send("GET", "/api/interviews/calendar/?limit=2&offset=1", as: fixture.recruiter)
        let rules = try fixture.app.send("GET", "/api/interviews/configurations/?limit=1", as: fixture.recruiter)

        #expect(calendar.json["calendar_data"]?.array?.count == 2)
        #expect(calendar.json["total_slots"] == 3)
        #expect(calendar.headers["X-Total-Count"] == "3")
        #expect(rules.json.array?.count == 1)
        #expect(rules.headers["X-Total-Count"] == "3")
    }

    @Test(arguments: [
        "/api/companies/", "/api/companies/recruiters/", "/api/hiring_agency/", "/api/jobs/domains/",
        "/api/evaluation/crud/", "/api/notifications/",
    ])
    func `so do the other lists`(path: String) throws {
        try addRows(0..<2)
        _ = try fixture.app.send("GET", path, as: fixture.recruiter)
        let few = try statements(path)
        try addRows(2..<12)

        let many = try statements(path)

        #expect(many == few)
        #expect(few <= 6)
    }

    private func addRows(_ numbers: Range<Int>) throws {
        let db = fixture.app.db
        let now = fixture.app.now
        for number in numbers {
            _ = try fixture.app.addUser(.recruiter, company: fixture.company)
            try db.execute("INSERT INTO company (name, created_at) VALUES (\("C\(number)"), \(now))")
            try db.execute(
                """
                INSERT INTO domain (name, description, created_at, updated_at)
                VALUES (\("D\(number)"), '', \(now), \(now))
                """
            )
            _ = try fixture.app.send(
                "POST",
                "/api/hiring_agency/",
                ["email": .string("c\(number)@example.com"), "role": "Recruiter", "first_name": "A"],
                as: fixture.owner
            )
            let interview = try fixture.createInterview(try fixture.addCandidate()).json["id"]
            let id = try #require(interview?.string)
            _ = try fixture.app.send("PATCH", "/api/interviews/\(id)/", ["status": "completed"], as: fixture.owner)
            _ = try fixture.app.send(
                "POST",
                "/api/evaluation/crud/",
                ["interview": .string(id), "overall_score": 7],
                as: fixture.owner
            )
            try db.execute(
                """
                INSERT INTO notification (user_id, notification_type, title, message, created_at)
                VALUES (\(fixture.recruiter.id), 'system_alert', 'T', 'M', \(now))
                """
            )
        }
    }
}
