import JSON
import Testing
import Web

/// What the frontend's forms send where they have nothing, and filters that contradict each other.
@Suite struct LenientInputTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    @Test(arguments: ["job_id", "company_id", "start_time", "duration_minutes"])
    func `an empty text is nothing where nothing is allowed`(key: String) throws {
        var body: JSON.Object = ["start_date": "2026-11-23", "end_date": "2026-11-23"]
        body[key] = ""

        let answer = try fixture.app.send(
            "POST",
            "/api/interviews/slots/search_available/",
            .object(body),
            as: fixture.recruiter
        )

        #expect(answer.status == .ok)
    }

    @Test(arguments: [
        "/api/interviews/slots/?date=2026-11-23&end_date=soon",
        "/api/interviews/available-slots/?company_id=1&company=x",
        "/api/interviews/?job=1&job_id=x", "/api/jobs/?company_id=x",
    ])
    func `a filter is checked also where another makes it count for nothing`(path: String) throws {
        #expect(try fixture.app.send("GET", path, as: fixture.recruiter).status == .badRequest)
    }
}
