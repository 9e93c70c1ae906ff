import Domain
import JSON
import Testing
import Web

@Suite struct BookingRulesTests {
    let fixture: BookingFixture
    var path: String { "/api/companies/\(fixture.company)/booking-rules/" }

    init() throws { fixture = try BookingFixture() }

    private func put(_ body: JSON, as user: TestUser? = nil) throws -> Response {
        try fixture.app.send("PUT", path, body, as: user ?? fixture.owner)
    }

    @Test func `a company asks for nothing until it says so, and its candidates are bound by the settings`() throws {
        let rules = try fixture.app.send("GET", path, as: fixture.recruiter).json

        #expect(rules["notice_minutes"] == 0)
        #expect(rules["horizon_days"] == .null)
        #expect(rules["self_notice_minutes"] == .null)
        #expect(rules["blackouts"] == [])
        #expect(
            rules["in_force_for_candidates"] == [
                "notice_minutes": 60, "horizon_days": 365, "cancel_cutoff_minutes": 120, "move_cutoff_minutes": 120,
                "move_limit": 3,
            ]
        )
    }

    @Test func `what is left out stays, null clears, and blackouts are replaced as a whole`() throws {
        let days: JSON = ["first_day": "2026-12-24", "last_day": "2026-12-26", "reason": "Holidays"]
        _ = try put(["notice_minutes": 90, "horizon_days": 30, "self_move_limit": 1, "blackouts": [days]])
        let second = try put(["buffer_minutes": "15", "horizon_days": .null])

        #expect(second.json["notice_minutes"] == 90)
        #expect(second.json["horizon_days"] == .null)
        #expect(second.json["buffer_minutes"] == 15)
        #expect(second.json["blackouts"] == [days])
        #expect(second.json["in_force_for_candidates"]?["notice_minutes"] == 90)
        #expect(second.json["in_force_for_candidates"]?["move_limit"] == 1)
        let third = try put(["blackouts": [["first_day": "2027-01-01"]]])
        #expect(third.json["blackouts"] == [["first_day": "2027-01-01", "last_day": "2027-01-01", "reason": ""]])
        #expect(try put(["blackouts": []]).json["blackouts"] == [])
        #expect(try fixture.app.send("GET", path, as: fixture.owner).json["buffer_minutes"] == 15)
    }

    @Test(
        arguments: [
            ["notice_minutes": -1], ["notice_minutes": 525_601], ["horizon_days": 0], ["buffer_minutes": "much"],
            ["blackouts": "2026-12-24"], ["blackouts": ["2026-12-24"]], ["blackouts": [["last_day": "2026-12-24"]]],
            ["blackouts": [["first_day": "2026-12-24", "last_day": "2026-12-23"]]],
        ] as [JSON]
    )
    func `rules that make no sense are refused and change nothing`(body: JSON) throws {
        let before = try fixture.app.send("GET", path, as: fixture.owner).json

        let refused = try put(body)

        #expect(refused.status == .badRequest)
        #expect(refused.json["detail"]?.string?.isEmpty == false)
        #expect(try fixture.app.send("GET", path, as: fixture.owner).json == before)
    }

    @Test func `all of the company read the rules, its COMPANY users write them, and others do not see them`() throws {
        let stranger = try fixture.app.addUser(.company, company: try fixture.app.addCompany("Other"))

        #expect(try put(["notice_minutes": 1], as: fixture.recruiter).status == .forbidden)
        #expect(try put(["notice_minutes": 1], as: stranger).status == .notFound)
        #expect(try fixture.app.send("GET", path, as: stranger).status == .notFound)
        #expect(try fixture.app.send("GET", path).status == .unauthorized)
        #expect(try put(["notice_minutes": 1], as: fixture.admin).status == .ok)
        let missing = try fixture.app.send("GET", "/api/companies/999999/booking-rules/", as: fixture.admin)
        #expect(missing.status == .notFound)
    }
}
