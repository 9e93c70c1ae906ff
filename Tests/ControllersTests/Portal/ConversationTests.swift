import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct ConversationTests {
    @Test func `the first start lets the candidate in and asks the first question`() throws {
        let portal = try PortalFixture(at: 5)

        let reply = try portal.begin().json

        #expect(
            reply.object?.keys == [
                "session_id", "question", "audio_url", "question_number", "max_questions", "resumed",
                "time_limit_seconds", "preparation_seconds", "attempt", "retakes_left", "pause_allowed",
            ]
        )
        #expect(reply["session_id"] == .string(portal.conversation))
        #expect(reply["question"]?.string == DefaultQuestions.set(for: .general)[0].text)
        #expect(reply["question_number"] == 1)
        #expect(reply["max_questions"] == 4)
        #expect(reply["resumed"] == false)
        #expect(reply["audio_url"]?.string?.hasPrefix("/portal/audio/en-IN-") == true)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session WHERE entered_at = \(portal.app.now)") == 1)
    }

    @Test func `question by question to the end, and the interview is completed`() throws {
        let portal = try PortalFixture(aiConfiguration: #"{"question_count": 2}"#)
        try portal.begin()
        portal.app.now = portal.start.adding(seconds: 42)

        let second = try portal.answer(1, "I build servers.").json
        let done = try portal.answer(2, "I like it.").json

        #expect(second["completed"] == false)
        #expect(second["question_number"] == 2)
        #expect(second["max_questions"] == 2)
        #expect(second["transcript"] == "I build servers.")
        #expect(second["next_question"]?.string == DefaultQuestions.set(for: .general)[1].text)
        #expect(done["completed"] == true)
        #expect(done["final_message"]?.string?.isEmpty == false)
        #expect(
            try portal.value("SELECT answer FROM session_question WHERE response_time_seconds = 42")
                == "I build servers."
        )
        #expect(try portal.value("SELECT status FROM interview") == "completed")
        #expect(try portal.value("SELECT status FROM candidate") == "INTERVIEW_COMPLETED")
    }

    // 7.24: answers lived in memory and were gone after a restart.
    @Test func `a reload goes on where it was`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        _ = try portal.answer(1, "One")

        portal.app.now = portal.start.adding(seconds: 1200)
        let reply = try portal.begin().json

        #expect(reply["question_number"] == 2)
        #expect(reply["resumed"] == true)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question") == 4)
    }

    @Test func `an answer that comes again, or late, changes nothing`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        let first = try portal.answer(1, "First words")

        let again = try portal.answer(1, "Other words")

        #expect(again.json["question_number"] == 2)
        #expect(again.json["next_question"] == first.json["next_question"])
        #expect(try portal.value("SELECT answer FROM session_question WHERE position = 1") == "First words")
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question WHERE answer IS NOT NULL") == 1)
    }

    @Test func `a question that was not asked cannot be answered`() throws {
        let portal = try PortalFixture()
        try portal.begin()

        #expect(try portal.answer(3, "Early").status == .conflict)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question WHERE answer IS NOT NULL") == 0)
    }

    @Test(arguments: ["", "[No speech detected]"])
    func `silence is asked about once, then taken`(text: String) throws {
        let portal = try PortalFixture()
        try portal.begin()

        let retry = try portal.answer(1, text).json
        let next = try portal.answer(1, text).json

        #expect(retry["acknowledge"] == true)
        #expect(retry["message"] == "I didn't catch that. Please try again.")
        #expect(retry["question_number"] == 1)
        #expect(next["question_number"] == 2)
        #expect(try portal.value("SELECT answer FROM session_question WHERE position = 1") == "")
    }

    @Test func `with a recording, no words are needed`() throws {
        let portal = try PortalFixture()
        try portal.begin()
        _ = try portal.beginRecording()

        #expect(try portal.answer(1, "").json["question_number"] == 2)
    }

    @Test func `repeat asks the same question, skip goes on kindly`() throws {
        let portal = try PortalFixture()
        try portal.begin()

        let repeated = try portal.answer(1, "Could you repeat the question, please?").json
        let skipped = try portal.answer(1, "I don't know").json

        #expect(repeated["question_number"] == 1)
        #expect(skipped["question_number"] == 2)
        #expect(skipped["next_question"]?.string?.hasPrefix("That's okay. ") == true)
        #expect(try portal.value("SELECT answer FROM session_question WHERE position = 1") == "I don't know")
    }

    @Test func `the question can be heard again`() throws {
        let portal = try PortalFixture()
        let first = try portal.begin().json

        let reply = try portal.post("/ai/repeat", ["session_id": .string(portal.conversation)])

        #expect(reply.json["next_question"] == first["question"])
        #expect(reply.json["audio_url"] == first["audio_url"])
        #expect(reply.json["question_number"] == 1)
    }

    @Test func `without a voice the interview goes on silently`() throws {
        let portal = try PortalFixture { $0.voice = BrokenVoice() }
        #expect(try portal.begin().json["audio_url"] == "")
    }

    @Test func `the job's own questions come before the company's, and those before ours`() throws {
        let portal = try PortalFixture(interviewType: "technical")
        let job = try portal.app.db.insert(
            """
            INSERT INTO job (job_title, company_name, company_id, spoc_email, hiring_manager_email, number_to_hire,
                position_level, created_at)
            VALUES ('Engineer', 'Acme', \(portal.company), 'a@x.co', 'b@x.co', 1, 'IC', \(portal.start))
            """
        )
        try portal.app.db.execute("UPDATE interview SET job_id = \(job)")
        let question = { try PortalFixture.plan(portal) }
        #expect(try question() == DefaultQuestions.set(for: .technical)[0].text)

        try addSet(portal, company: portal.company, job: nil, type: "technical", "Company's")
        try addSet(portal, company: portal.company, job: nil, type: "general", "Another type's")
        #expect(try question() == "Company's")

        try addSet(portal, company: portal.company, job: job, type: "technical", "Job's")
        #expect(try question() == "Job's")
    }

    @Test func `questions stay as they were asked when the set is edited`() throws {
        let portal = try PortalFixture(interviewType: "technical")
        try addSet(portal, company: portal.company, job: nil, type: "technical", "Before")
        try portal.begin()

        try portal.app.db.execute("UPDATE question SET question_text = 'After'")

        #expect(try portal.begin().json["question"] == "Before")
    }

    @Test(arguments: [
        (#"{"question_count": 1}"#, 1), (#"{"question_count": "3"}"#, 3), (#"{"question_count": 20}"#, 6), ("{}", 4),
        (#"{"question_count": 0}"#, 4), (#"{"question_count": -5}"#, 4), (#"{"question_count": 1e9}"#, 4),
        (#"{"question_count": [1]}"#, 4),
    ])
    func `the slot says how many questions there are`(configuration: String, count: Int) throws {
        let portal = try PortalFixture(aiConfiguration: configuration)
        #expect(try portal.begin().json["max_questions"] == .int(Int64(count)))
    }

    private func addSet(_ portal: PortalFixture, company: Int64, job: Int64?, type: String, _ text: String) throws {
        let set = try portal.app.db.insert(
            """
            INSERT INTO question_set (company_id, job_id, ai_interview_type, name, created_at, updated_at)
            VALUES (\(company), \(job), \(type), 'Set', \(portal.start), \(portal.start))
            """
        )
        try portal.app.db.execute(
            "INSERT INTO question (question_set_id, position, question_text) VALUES (\(set), 1, \(text))"
        )
    }
}

extension PortalFixture {
    /// The first question of an interview that begins anew.
    static func plan(_ portal: PortalFixture) throws -> String? {
        try portal.app.db.execute("DELETE FROM session_question")
        return try portal.begin().json["question"]?.string
    }
}
