import CivilTime
import Domain
import JSON
import Testing
import Web

@Suite struct BookingHistoryTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func history(_ interview: String, as user: TestUser) throws -> Response {
        try fixture.app.send("GET", "/api/interviews/\(interview)/history/", as: user)
    }

    private func remains(_ interview: String, as user: TestUser) throws -> Response {
        try fixture.app.send("GET", "/api/interviews/history/?interview=\(interview)", as: user)
    }

    @Test func `every step is told in order, with its slots, its status, its doer and its request`() throws {
        let slot = try fixture.addSlot()
        let other = try fixture.addSlot("12:00:00", "12:30:00")
        let id = try fixture.bookedInterview(slot)
        _ = try fixture.book(other, id, as: fixture.owner)

        let lines = try #require(try history(id, as: fixture.recruiter).json.array)

        #expect(lines.map { $0["action"]?.string } == ["held", "booked", "moved"])
        let moved = try #require(lines.last)
        #expect(moved["before"] == ["slot": .string(slot), "status": "pending"])
        #expect(moved["after"] == ["slot": .string(other), "status": "pending"])
        #expect(moved["actor"]?["kind"] == "user")
        #expect(moved["actor"]?["id"] == .int(fixture.owner.id))
        #expect(moved["actor"]?["name"]?.string?.hasPrefix("User ") == true)
        #expect(moved["request_id"] == "test")
        #expect(moved["occurred_at"] == .string(fixture.app.now.iso8601))
        #expect(moved["rule_overridden"] == .null)
        #expect(lines.first?["before"] == ["slot": .null, "status": .null])
    }

    @Test func `a rule that was set aside is told with its reason`() throws {
        let candidate = try fixture.addCandidate()
        for (start, end) in [("10:30:00", "10:40:00"), ("10:35:00", "10:50:00")] {
            let id = try #require(try fixture.createInterview(candidate).json["id"]?.string)
            _ = try fixture.app.send(
                "POST",
                "/api/interviews/slots/\(try fixture.addSlot(start, end))/book_slot/",
                ["interview_id": .string(id), "override": "candidate_overlap", "override_reason": "two parts"],
                as: fixture.recruiter
            )
            let last = try history(id, as: fixture.recruiter).json.array?.last
            let isSecond = start == "10:35:00"
            #expect(last?["rule_overridden"] == (isSecond ? "candidate_overlap" : .null))
            #expect(last?["reason"] == (isSecond ? "two parts" : ""))
        }
    }

    @Test func `it outlives the interview, for those who manage the company's`() throws {
        let id = try fixture.bookedInterview(try fixture.addSlot())
        let stranger = try fixture.app.addUser(.company, company: try fixture.app.addCompany("Other"))
        let reader = try fixture.app.addUser(.others, company: fixture.company)
        #expect(try history(id, as: stranger).status == .notFound)
        #expect(try history(id, as: reader).status == .ok)
        _ = try fixture.app.send("DELETE", "/api/interviews/\(id)/", as: fixture.recruiter)

        #expect(try history(id, as: fixture.recruiter).status == .notFound)
        let lines = try remains(id, as: fixture.recruiter).json.array

        #expect(lines?.map { $0["action"]?.string } == ["held", "booked", "cancelled", "deleted"])
        #expect(try remains(id, as: fixture.admin).json.array?.count == 4)
        #expect(try remains(id, as: stranger).status == .notFound)
        #expect(try remains(id, as: reader).status == .forbidden)
        #expect(try remains("", as: fixture.admin).status == .badRequest)
        #expect(try remains("x", as: fixture.admin).status == .badRequest)
        #expect(try fixture.app.send("GET", "/api/interviews/history/?interview=\(id)").status == .unauthorized)
    }
}
