import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct PortalWindowTests {
    private func path(_ portal: PortalFixture) -> String { "/api/interviews/\(portal.interview)/window/" }

    private func extend(_ portal: PortalFixture, _ body: JSON, by role: Role = .recruiter) throws -> Response {
        let user = try portal.app.addUser(role, company: portal.company)
        return try portal.app.send("POST", path(portal), body, as: user)
    }

    @Test func `one candidate's door is kept open, with the reason and in the history`() throws {
        let portal = try PortalFixture(at: 1200)
        #expect(try portal.get("/portal/").text.contains("data-state=\"expired\""))

        let reply = try extend(portal, ["entry_until": "2026-11-22T11:00:00Z", "reason": "Her train was late."])

        #expect(reply.status == .created)
        #expect(reply.json["state"] == "open")
        #expect(reply.json["ends_at"] == "2026-11-22T12:00:00Z")
        #expect(reply.json["extensions"]?[0]?["reason"] == "Her train was late.")
        #expect(reply.json["extensions"]?[0]?["granted_by"]?["name"] == "User 1")
        let page = try portal.get("/portal/").text
        #expect(page.contains("data-state=\"open\""))
        #expect(page.contains("more time to come in: until 04:30 PM IST"))
        #expect(try portal.begin().status == .ok)
        #expect(
            try portal.value("SELECT CONCAT(action, ': ', reason) FROM booking_event")
                == "window_extended: Her train was late."
        )
    }

    @Test func `a wall clock's time is the interview's own`() throws {
        let reply = try extend(try PortalFixture(), ["entry_until": "2026-11-22T15:00", "reason": "r"])
        #expect(reply.json["entry_until"] == "2026-11-22T09:30:00Z")
    }

    @Test func `a move to another time ends the extension`() throws {
        let portal = try PortalFixture()
        _ = try extend(portal, ["entry_until": "2026-11-22T11:00:00Z", "reason": "r"])

        try portal.app.db.execute("UPDATE slot SET starts_at = starts_at - INTERVAL 2 HOUR")

        #expect(try portal.get("/portal/state/").json["entry_until"] == "2026-11-22T07:10:00Z")
    }

    @Test(
        arguments: [
            [:], ["entry_until": "2026-11-22T11:00:00Z"], ["entry_until": "2026-11-22T11:00:00Z", "reason": " "],
            ["entry_until": "2026-11-22T09:10:00Z", "reason": "r"], ["entry_until": "soon", "reason": "r"],
            ["entry_until": "2026-11-30T09:00:00Z", "reason": "r"],
        ] as [JSON]
    )
    func `an extension without reason, of nothing or without end is refused`(body: JSON) throws {
        let portal = try PortalFixture()

        #expect(try extend(portal, body).status == .badRequest)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM window_extension") == 0)
    }

    @Test func `a cancelled interview's door stays shut`() throws {
        let portal = try PortalFixture()
        try portal.cancel()
        let body: JSON = ["entry_until": "2026-11-22T11:00:00Z", "reason": "r"]
        #expect(try extend(portal, body).status == .badRequest)
    }

    @Test func `only those who manage the interview extend its window`() throws {
        let portal = try PortalFixture()
        let body: JSON = ["entry_until": "2026-11-22T11:00:00Z", "reason": "r"]
        let stranger = try portal.app.addUser(.company, company: try portal.app.addCompany("Other"))

        #expect(try extend(portal, body, by: .hr).status == .forbidden)
        #expect(try portal.app.send("POST", path(portal), body, as: stranger).status == .notFound)
        #expect(try portal.app.send("GET", path(portal), as: stranger).status == .notFound)
        #expect(try portal.app.send("GET", path(portal)).status == .unauthorized)
    }
}
