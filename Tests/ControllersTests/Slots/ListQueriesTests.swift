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
}
