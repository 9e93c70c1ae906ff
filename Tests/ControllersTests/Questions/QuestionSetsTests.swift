import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Store
import Testing
import Web

struct QuestionSetsTests {
    private let portal: PortalFixture
    private let recruiter: TestUser
    private let path = "/api/interviews/question-sets/"

    init() throws {
        portal = try PortalFixture()
        recruiter = try portal.app.addUser(.recruiter, company: portal.company)
    }

    private func body(_ texts: [String], adding extra: JSON.Object = [:]) -> JSON {
        var object: JSON.Object = [
            "name": "First talk", "ai_interview_type": "general", "allows_pause": true,
            "questions": .array(
                texts.map {
                    [
                        "question_text": .string($0), "question_type": "BEHAVIORAL", "time_limit_seconds": 90,
                        "preparation_seconds": 20, "retakes": 1, "rubric": "Says why.",
                    ]
                }
            ),
        ]
        for (key, value) in extra { object[key] = value }
        return .object(object)
    }

    private func create(_ body: JSON) throws -> Response {
        try portal.app.send("POST", path, body, as: recruiter)
    }

    @Test func `a set is what the company's candidates are asked, in its order`() throws {
        let made = try create(body(["Why us?", "Why now?"]))

        #expect(made.status == .created)
        #expect(made.json["company"] == .int(portal.company))
        #expect(made.json["questions"]?[1]?["rubric"] == "Says why.")
        let begun = try portal.begin().json
        #expect(begun["question"] == "Why us?")
        #expect(begun["max_questions"] == 2)
        #expect(begun["preparation_seconds"] == 20)
        #expect(begun["pause_allowed"] == true)
    }

    @Test func `a job's own set goes before the company's`() throws {
        let job = try portal.app.db.insert(
            """
            INSERT INTO job (job_title, company_name, company_id, spoc_email, hiring_manager_email, number_to_hire,
                position_level, created_at)
            VALUES ('Engineer', 'Acme', \(portal.company), 's@a.co', 'h@a.co', 1, 'IC', \(portal.start))
            """
        )
        try portal.app.db.execute("UPDATE candidate SET job_id = \(job)")
        _ = try create(body(["For all"]))

        #expect(try create(body(["For this job"], adding: ["job": .int(job)])).json["job_title"] == "Engineer")

        #expect(try portal.begin().json["question"] == "For this job")
    }

    @Test func `an edit replaces the questions, but not those that a candidate was asked`() throws {
        let id = try create(body(["Old one", "Old two"])).json["id"]?.int ?? 0
        try portal.begin()

        let edited = try portal.app.send("PUT", "\(path)\(id)/", body(["New"]), as: recruiter)

        #expect(edited.json["questions"]?.array?.count == 1)
        #expect(try portal.post("/ai/start").json["question"] == "Old one")
    }

    @Test func `a company that is no key is refused, though a set stays with its company`() throws {
        let id = try create(body(["One"])).json["id"]?.int ?? 0

        let edited = try portal.app.send("PUT", "\(path)\(id)/", body(["Two"], adding: ["company": "x"]), as: recruiter)

        #expect(edited.status == .badRequest)
        #expect(try create(body(["Three"], adding: ["company": "x"])).status == .badRequest)
    }

    @Test func `of two editors the second is told`() throws {
        let made = try create(body(["One"]))
        let place = "\(path)\(made.json["id"]?.int ?? 0)/"
        let tag = made.headers["ETag"] ?? ""
        _ = try portal.app.send("PUT", place, body(["Two"]), as: recruiter, headers: ["If-Match": tag])

        let late = try portal.app.send("PUT", place, body(["Three"]), as: recruiter, headers: ["If-Match": tag])

        #expect(late.status == .preconditionFailed)
    }

    @Test func `after a deletion the built-in questions are asked`() throws {
        let id = try create(body(["One"])).json["id"]?.int ?? 0

        #expect(try portal.app.send("DELETE", "\(path)\(id)/", as: recruiter).status == .noContent)

        #expect(try portal.begin().json["question"]?.string == DefaultQuestions.set(for: .general)[0].text)
    }

    @Test(
        arguments: [
            ["questions": []], ["questions": .null], ["questions": "x"], ["questions": [1]],
            ["questions": [["question_text": " "]]], ["questions": [["question_text": "q", "retakes": 21]]],
            ["questions": [["question_text": "q", "time_limit_seconds": 9]]], ["name": ""],
            ["ai_interview_type": "none"], ["job": 999], ["allows_pause": "perhaps"],
        ] as [JSON.Object]
    )
    func `a set that cannot be asked is refused`(change: JSON.Object) throws {
        let refused = try create(body(["One"], adding: change))

        #expect(refused.status == .badRequest)
        #expect(refused.json["detail"]?.string?.isEmpty == false)
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM question_set") == 0)
    }

    @Test func `another company's sets are neither seen nor changed`() throws {
        let id = try create(body(["One"])).json["id"]?.int ?? 0
        let stranger = try portal.app.addUser(.company, company: try portal.app.addCompany("Other"))

        #expect(try portal.app.send("GET", path, as: stranger).json == [])
        for method in ["GET", "PUT", "DELETE"] {
            #expect(
                try portal.app.send(method, "\(path)\(id)/", body(["Two"]), as: stranger).status == .notFound
            )
        }
        #expect(try portal.app.send("GET", path, as: recruiter).json.array?.count == 1)
    }

    @Test func `what was saved and booked is to be spoken, once`() throws {
        _ = try create(body(["Why us?", "Why now?"]))
        let queue = SpeechQueueStore(portal.app.db)

        let questions = try queue.questions(limit: 10)
        let sessions = try queue.sessions(limit: 10, at: portal.start)

        #expect(questions.map(\.text) == ["Why us?", "Why now?"])
        #expect(sessions == [portal.session])
        for question in questions { try queue.note(question, at: portal.start) }
        try queue.note(portal.session, at: portal.start)
        #expect(try queue.questions(limit: 10).isEmpty)
        #expect(try queue.sessions(limit: 10, at: portal.start).isEmpty)
    }
}
