import CivilTime
import Domain
import JSON
import MariaDB
import Store
import Testing
import Views
import Web

struct EndSessionTests {
    @Test func `the end closes session and interview, and moves the candidate on`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        portal.app.now = portal.start.adding(seconds: 900)

        let response = try portal.post("/end_session/")

        #expect(response.json == ["status": "ok"])
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session WHERE completed_at = \(portal.app.now)") == 1)
        #expect(try portal.value("SELECT status FROM session") == "COMPLETED")
        #expect(try portal.value("SELECT status FROM interview") == "completed")
        #expect(try portal.value("SELECT status FROM candidate") == "INTERVIEW_COMPLETED")
    }

    @Test func `a second end changes nothing`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        _ = try portal.post("/end_session/")
        let version = try portal.value("SELECT CONCAT(version, ' ', updated_at) FROM interview")
        portal.app.now = portal.start.adding(seconds: 10_000)

        #expect(try portal.post("/end_session/").json == ["status": "ok"])

        #expect(try portal.value("SELECT CONCAT(version, ' ', updated_at) FROM interview") == version)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session WHERE completed_at = \(portal.start)") == 1)
    }

    // 7.27: any save of an interview took a hired candidate back.
    @Test func `a candidate who is further on is not taken back`() throws {
        let portal = try PortalFixture()
        try portal.app.db.execute("UPDATE candidate SET status = 'HIRED'")
        try portal.begin()

        _ = try portal.post("/end_session/")

        #expect(try portal.value("SELECT status FROM candidate") == "HIRED")
    }

    @Test func `afterwards every call says that it is over`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        _ = try portal.post("/end_session/")

        let start = try portal.post("/ai/start").json
        let answer = try portal.answer(1, "Late").json

        #expect(start["completed"] == true)
        #expect(start["session_id"] == .string(portal.conversation))
        #expect(answer["completed"] == true)
        #expect(answer["transcript"] == "[Session already completed]")
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question WHERE answer IS NOT NULL") == 0)
    }

    @Test func `after the last answer a reload still finds the way to the end`() throws {
        let portal = try PortalFixture(aiConfiguration: #"{"question_count": 1}"#)
        try portal.begin()
        _ = try portal.answer(1, "Everything")

        let reply = try portal.begin().json

        #expect(reply["completed"] == true)
        #expect(reply["final_message"]?.string?.isEmpty == false)
        #expect(try portal.beginRecording().isEmpty == false)
    }

    @Test func `what was asked and answered can be read by the interview's id`() throws {
        let portal = try PortalFixture(interviewType: "coding", aiConfiguration: #"{"question_count": 2}"#)
        try portal.begin()
        portal.app.now = portal.start.adding(seconds: 30)
        _ = try portal.answer(1, "Words")

        let answers = try QuestionStore(portal.app.db).answers(forInterviews: [portal.interview])

        let json = JSON.array(QuestionAndAnswerJSON.array(try #require(answers[portal.interview])))
        #expect(json.array?.count == 2)
        #expect(
            json[0]?.object?.keys == [
                "id", "order", "question_text", "question_type", "answer", "response_time", "answered_at",
            ]
        )
        #expect(json[0]?["answer"] == "Words")
        #expect(json[0]?["response_time"] == 30.0)
        #expect(json[0]?["answered_at"] == "2026-11-22T09:00:30Z")
        #expect(json[1]?["answer"] == .null)
        #expect(json[1]?["question_type"] == "CODING")
    }

    @Test func `the candidate is thanked and the recruiter told, once`() throws {
        let portal = try PortalFixture()
        let recruiter = try portal.app.addUser(.recruiter, company: portal.company)
        try portal.app.db.execute("UPDATE candidate SET recruiter_id = \(recruiter.id)")
        try portal.begin()

        for _ in 1...2 { _ = try portal.post("/end_session/") }

        let mail = try portal.app.db.all("SELECT recipient, kind FROM outbox ORDER BY id") {
            (row) throws(DatabaseError) in "\(try row.string()) \(try row.string())"
        }
        #expect(mail == ["asha@x.co interview_completed", "\(recruiter.email) interview_completed"])
        #expect(try portal.value("SELECT title FROM notification") == "Interview Completed by Asha Rao")
    }

    @Test func `the last answer ends the interview and its mail goes out with it`() throws {
        let portal = try PortalFixture(aiConfiguration: #"{"question_count": 1}"#)
        try portal.begin()

        _ = try portal.answer(1, "Ten years of it.")
        _ = try portal.post("/end_session/")

        #expect(try portal.app.db.count("SELECT COUNT(*) FROM outbox WHERE kind = 'interview_completed'") == 1)
    }
}
