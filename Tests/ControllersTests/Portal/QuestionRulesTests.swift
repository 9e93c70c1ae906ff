import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct QuestionRulesTests {
    private func retake(_ number: Int, _ portal: PortalFixture) throws -> Response {
        let body: JSON = ["session_id": .string(portal.conversation), "question_number": .int(Int64(number))]
        return try portal.post("/ai/retake", body)
    }

    @Test func `the set's times and rules come with each question`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?", "How?"], retakes: 2, preparation: 30, pause: true)

        for reply in [try portal.begin().json, try portal.answer(1, "So.").json] {
            #expect(reply["preparation_seconds"] == 30)
            #expect(reply["time_limit_seconds"] == 60)
            #expect(reply["retakes_left"] == 2)
            #expect(reply["pause_allowed"] == true)
        }
    }

    @Test func `an answer is begun anew as often as the set allows`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?"], retakes: 1)
        try portal.begin()
        let first = try portal.beginRecording()

        let again = try retake(1, portal)

        #expect(again.json["attempt"] == 2)
        #expect(again.json["retakes_left"] == 0)
        #expect(try retake(1, portal).status == .conflict)
        let second = try portal.beginRecording()
        #expect(try portal.app.db.count("SELECT attempt FROM recording WHERE id = \(first)") == 1)
        #expect(try portal.app.db.count("SELECT attempt FROM recording WHERE id = \(second)") == 2)
    }

    @Test
    func `a retake that is asked for again uses up no other, and a late recording is the attempt's it was made for`()
        throws
    {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?"], retakes: 2)
        try portal.begin()
        func retake(_ attempt: Int) throws -> JSON {
            let body: JSON = [
                "session_id": .string(portal.conversation), "question_number": 1, "attempt": .int(Int64(attempt)),
            ]
            return try portal.post("/ai/retake", body).json
        }

        for _ in 0..<2 { #expect(try retake(1)["attempt"] == 2) }
        let late: JSON = ["question_number": 1, "mime_type": "video/webm", "attempt": 1]
        #expect(try portal.post("/portal/recordings/", late).status == .created)
        let early: JSON = ["question_number": 1, "mime_type": "video/webm", "attempt": 7]
        #expect(try portal.post("/portal/recordings/", early).status == .created)

        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording WHERE attempt = 1") == 1)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM recording WHERE attempt = 2") == 1)
        #expect(try retake(2)["retakes_left"] == 0)
        let wrong: JSON = ["question_number": 1, "attempt": 0]
        #expect(try portal.post("/ai/retake", wrong).status == .badRequest)
    }

    @Test func `silence after a retake is asked about, whatever was recorded before it`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?"], retakes: 1)
        try portal.begin()
        _ = try portal.beginRecording()
        _ = try retake(1, portal)

        #expect(try portal.answer(1, "").json["acknowledge"] == true)
    }

    @Test(arguments: [0, 2, 1000]) func `only the question that stands can be begun anew`(number: Int) throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?", "How?"], retakes: 1)
        try portal.begin()

        #expect([400, 409].contains(try retake(number, portal).status.rawValue))
        #expect(try portal.app.db.count("SELECT MAX(attempt) FROM session_question") == 1)
    }

    @Test func `an answered question is not begun anew`() throws {
        let portal = try PortalFixture()
        try portal.addQuestions(["Why?", "How?"], retakes: 1)
        try portal.begin()
        _ = try portal.answer(1, "So.")

        #expect(try retake(1, portal).status == .conflict)
    }
}
