import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct AccommodationTests {
    private let granted: JSON = [
        "time_percent": 150, "audio_only": true, "text_answers": true, "larger_text": true,
    ]

    private func path(_ portal: PortalFixture) -> String { "/api/candidates/\(portal.candidate)/accommodation/" }

    @Test func `a candidate has none until staff grant one`() throws {
        let portal = try PortalFixture()
        let user = try portal.app.addUser(.recruiter, company: portal.company)
        let none: JSON = ["time_percent": 100, "audio_only": false, "text_answers": false, "larger_text": false]
        #expect(try portal.app.send("GET", path(portal), as: user).json == none)

        #expect(try portal.app.send("PUT", path(portal), granted, as: user).json == granted)

        #expect(try portal.app.send("GET", path(portal), as: user).json == granted)
        #expect(try portal.app.send("PUT", path(portal), none, as: user).json == none)
    }

    @Test func `every timer and window of a candidate with extra time is longer`() throws {
        let portal = try PortalFixture(at: 899)
        try portal.addQuestions(["Why?", "How?"], preparation: 20)
        let user = try portal.app.addUser(.recruiter, company: portal.company)
        #expect(try portal.get("/portal/state/").json["state"] == "expired")

        _ = try portal.app.send("PUT", path(portal), granted, as: user)

        let state = try portal.get("/portal/state/").json
        #expect(state["state"] == "open")
        #expect(state["entry_until"] == "2026-11-22T09:15:00Z")
        #expect(state["ends_at"] == "2026-11-22T10:30:00Z")
        #expect(state["closes_at"] == "2026-11-22T11:00:00Z")
        for reply in [try portal.begin().json, try portal.answer(1, "So.").json] {
            #expect(reply["time_limit_seconds"] == 90)
            #expect(reply["preparation_seconds"] == 30)
        }
        portal.app.now = portal.start.adding(seconds: 7200)
        #expect(try portal.get("/portal/state/").json["state"] == "open")
        let page = try portal.get("/portal/").text
        #expect(page.contains(#"class="larger""#))
        #expect(page.contains(#""audio_only":true"#))
        #expect(page.contains(#""text_answers_allowed":true"#))
    }

    @Test(
        arguments: [("time_percent", 99), ("time_percent", 401), ("audio_only", "perhaps"), ("larger_text", .null)]
            as [(String, JSON)]
    )
    func `what cannot be granted is refused`(field: String, value: JSON) throws {
        var body = granted.object ?? [:]
        body[field] = value
        let portal = try PortalFixture()
        let user = try portal.app.addUser(.recruiter, company: portal.company)

        #expect(try portal.app.send("PUT", path(portal), .object(body), as: user).status == .badRequest)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM accommodation") == 0)
    }

    @Test func `another company's candidate does not exist, and who may only read grants nothing`() throws {
        let portal = try PortalFixture()
        let stranger = try portal.app.addUser(.recruiter, company: try portal.app.addCompany("Other"))
        let reader = try portal.app.addUser(.hr, company: portal.company)

        for method in ["GET", "PUT"] {
            #expect(try portal.app.send(method, path(portal), granted, as: stranger).status == .notFound)
        }
        #expect(try portal.app.send("GET", path(portal), as: reader).status == .ok)
        #expect(try portal.app.send("PUT", path(portal), granted, as: reader).status == .forbidden)
    }
}
