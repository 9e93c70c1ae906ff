import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct ConsentTests {
    private let recording: JSON = ["question_number": 1, "mime_type": "video/webm"]

    @Test func `nothing is recorded before the candidate has agreed`() throws {
        let portal = try PortalFixture()
        _ = try portal.post("/ai/start")

        let refused = try portal.post("/portal/recordings/", recording)

        #expect(refused.status == .forbidden)
        #expect(refused.json["code"] == "consent_required")
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording") == 0)
    }

    @Test func `consent is kept with its version and time, and a second one changes neither`() throws {
        let portal = try PortalFixture()

        let first = try portal.agree()
        portal.app.now = portal.start.adding(seconds: 5)
        let second = try portal.agree()

        #expect(first.status == .created)
        #expect(first.json == ["version": .string(ConsentText.current.version), "given_at": "2026-11-22T09:00:00Z"])
        #expect(second.json == first.json)
        #expect(try portal.value("SELECT CONCAT(version, ' ', request_id) FROM consent") == "2026-11 test")
        _ = try portal.post("/ai/start")
        #expect(try portal.post("/portal/recordings/", recording).status == .created)
    }

    @Test(arguments: [[:], ["version": "2020-01"], ["version": 7], ["version": .null]] as [JSON])
    func `other words than those shown now are not agreed to`(body: JSON) throws {
        let portal = try PortalFixture()

        #expect(try portal.post("/portal/consent/", body).status == .conflict)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM consent") == 0)
    }

    @Test(arguments: [(-3600, 403), (601, 410)])
    func `outside of the window nobody agrees to anything`(offset: Int, status: Int) throws {
        let portal = try PortalFixture(at: Int64(offset))

        #expect(try portal.agree().status.rawValue == status)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM consent") == 0)
    }

    @Test func `the page shows what is agreed to, and asks once`() throws {
        let portal = try PortalFixture()

        let before = try portal.get("/portal/").text
        _ = try portal.agree()

        #expect(before.contains("What is recorded."))
        #expect(before.contains("people at Acme"))
        #expect(before.contains(#""consent_given":false"#))
        #expect(try portal.get("/portal/").text.contains(#""consent_given":true"#))
    }
}
