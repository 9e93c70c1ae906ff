import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct ActiveDevicePortalTests {
    private let laptop = "laptop-0001"
    private let phone = "phone-00001"

    private func begun() throws -> PortalFixture {
        let portal = try PortalFixture()
        _ = try portal.agree()
        #expect(try portal.post("/ai/start", from: laptop).status == .ok)
        return portal
    }

    private func isActive(_ device: String, _ portal: PortalFixture) throws -> JSON? {
        try portal.post("/portal/presence/", from: device).json["active"]
    }

    @Test func `a second device is asked whether it shall go on there`() throws {
        let portal = try begun()

        let refused = try portal.post("/ai/start", from: phone)

        #expect(refused.status == .conflict)
        #expect(refused.json["code"] == "other_device")
        #expect(try isActive(laptop, portal) == true)
        #expect(try isActive(phone, portal) == false)
    }

    @Test func `a second device that takes over has the interview, and the first is told`() throws {
        let portal = try begun()

        #expect(try portal.post("/ai/start", ["take_over": true], from: phone).json["resumed"] == true)

        #expect(try isActive(laptop, portal) == false)
        #expect(try isActive(phone, portal) == true)
        let answer: JSON = ["session_id": .string(portal.conversation), "transcript": "Late", "question_number": 1]
        let calls: [(String, JSON)] = [
            ("/ai/upload_answer", answer), ("/ai/repeat", answer), ("/ai/retake", answer),
            ("/portal/recordings/", ["question_number": 1, "mime_type": "video/webm"]),
        ]
        for (path, body) in calls {
            let refused = try portal.post(path, body, from: laptop)
            #expect(refused.json["code"] == "other_device", "\(path)")
        }
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question WHERE answer IS NOT NULL") == 0)
        #expect(try portal.post("/ai/upload_answer", answer, from: phone).json["question_number"] == 2)
    }

    @Test func `a reload in the same browser goes on without a question`() throws {
        let portal = try begun()

        let reply = try portal.post("/ai/start", ["previous_device": .string(laptop)], from: "laptop-0002")

        #expect(reply.json["resumed"] == true)
        #expect(try isActive("laptop-0002", portal) == true)
    }

    @Test func `a device that was not heard for long has lost the interview`() throws {
        let portal = try begun()
        portal.app.now = portal.start.adding(seconds: 40)
        #expect(try isActive(laptop, portal) == true)
        portal.app.now = portal.start.adding(seconds: 84)
        #expect(try portal.post("/ai/start", from: phone).status == .conflict)

        portal.app.now = portal.start.adding(seconds: 85)

        #expect(try portal.post("/ai/start", from: phone).status == .ok)
    }

    @Test func `what the first device has recorded still arrives`() throws {
        let portal = try begun()
        let begun = try portal.post(
            "/portal/recordings/",
            ["question_number": 1, "mime_type": "video/webm"],
            from: laptop
        )
        let recording = begun.json["recording_id"]?.string ?? ""
        _ = try portal.post("/ai/start", ["take_over": true], from: phone)

        #expect(try portal.put(PortalFixture.webm, of: recording).status == .created)
        #expect(try portal.post("/portal/recordings/\(recording)/finish/", ["chunks": 1]).status == .ok)
    }

    @Test func `the presence tells of a cancellation and of a move`() throws {
        let portal = try begun()
        try portal.app.db.execute("UPDATE slot SET starts_at = starts_at + INTERVAL 1 DAY")
        #expect(try portal.post("/portal/presence/", from: laptop).json["starts_at"] == "2026-11-23T09:00:00Z")

        try portal.cancel()

        #expect(try portal.post("/portal/presence/", from: laptop).json["state"] == "cancelled")
    }
}
