import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct EvaluationsTests {
    private let path = "/api/evaluation/"

    /// An interview of a new candidate, with that status.
    private func addInterview(_ fixture: CandidateFixture, _ status: String = "completed") throws -> String {
        let candidate = try fixture.add(["Asha"])[0]
        let id = "00000000-0000-4000-8000-" + String(String(1_000_000_000_000 + candidate).suffix(12))
        try fixture.app.db.execute(
            """
            INSERT INTO interview (id, candidate_id, company_id, status, created_at, updated_at)
            VALUES (\(id), \(candidate), \(fixture.company), \(status), \(fixture.app.now), \(fixture.app.now))
            """
        )
        return id
    }

    private func body(_ interview: String, _ score: JSON = 7.5) -> JSON {
        ["interview": .string(interview), "overall_score": score, "traits": "Strengths: a", "suggestions": "s"]
    }

    @Test func `a completed interview is evaluated once, and the candidate moves on`() throws {
        let fixture = try CandidateFixture()
        let interview = try addInterview(fixture)

        let made = try fixture.app.send("POST", path + "crud/", body(interview), as: fixture.recruiter)
        let again = try fixture.app.send("POST", path + "crud/", body(interview, 17.5), as: fixture.recruiter)

        #expect(made.status == .created)
        let id = try #require(made.json["id"]?.int)
        #expect(
            made.json == [
                "id": .int(id), "interview": .string(interview), "overall_score": 7.5, "traits": "Strengths: a",
                "suggestions": "s", "created_at": "2026-11-22T09:00:00Z", "details": [:],
            ]
        )
        #expect(try fixture.app.db.count("SELECT COUNT(*) FROM candidate WHERE status = 'EVALUATED'") == 1)
        #expect(again.status == .badRequest)
        #expect(again.json["interview"] == ["evaluation with this interview already exists."])
        #expect(again.json["overall_score"] == ["Overall score must be between 0 and 10."])
    }

    @Test func `an interview that is not completed, foreign or unknown is refused`() throws {
        let fixture = try CandidateFixture()
        let interview = try addInterview(fixture, "scheduled")
        func sentence(_ id: String, as user: TestUser) throws -> JSON? {
            try fixture.app.send("POST", path + "crud/", body(id), as: user).json["interview"]
        }

        #expect(
            try sentence(interview, as: fixture.owner)
                == ["Evaluation can only be created for completed interviews."]
        )
        #expect(
            try sentence(interview, as: fixture.foreign)
                == [.string("Invalid pk \"\(interview)\" - object does not exist.")]
        )
        #expect(try sentence("zzz", as: fixture.owner) == ["Must be a valid UUID."])
        #expect(try fixture.app.send("POST", path + "crud/", body(interview), as: fixture.reader).status == .forbidden)
    }

    @Test func `evaluations are listed, changed and deleted within the company`() throws {
        let fixture = try CandidateFixture()
        let made = try fixture.app.send("POST", path + "crud/", body(try addInterview(fixture)), as: fixture.owner)
        let id = try #require(made.json["id"]?.int)
        let candidate = try fixture.app.db.count("SELECT id FROM candidate")

        #expect(try fixture.app.send("GET", path + "crud/", as: fixture.reader).json == [made.json])
        #expect(try fixture.app.send("GET", path + "crud/?candidate_id=\(candidate)", as: fixture.admin).json[0] != nil)
        #expect(try fixture.app.send("GET", path + "crud/?candidate_id=0", as: fixture.admin).json == [])
        #expect(try fixture.app.send("GET", path + "crud/", as: fixture.foreign).json == [])
        for method in ["GET", "PATCH", "DELETE"] {
            #expect(
                try fixture.app.send(method, path + "crud/\(id)/", as: fixture.foreign).outcome
                    == "404 No Evaluation matches the given query."
            )
        }
        let changed = try fixture.app.send(
            "PATCH",
            path + "crud/\(id)/",
            ["overall_score": 9, "interview": "ignored"],
            as: fixture.recruiter
        )
        #expect(changed.json["overall_score"]?.double == 9)
        #expect(changed.json["traits"] == "Strengths: a")
        #expect(try fixture.app.send("DELETE", path + "crud/\(id)/", as: fixture.reader).status == .forbidden)
        #expect(try fixture.app.send("DELETE", path + "crud/\(id)/", as: fixture.owner).status == .noContent)
    }

    @Test func `the older paths show the interview's evaluation with the feedback of reviewers`() throws {
        let fixture = try CandidateFixture()
        let interview = try addInterview(fixture)
        let candidate = try fixture.app.db.count("SELECT id FROM candidate")
        let made = try fixture.app.send("POST", path + "crud/", body(interview), as: fixture.owner)

        let feedback = try fixture.app.send(
            "POST",
            path + "feedback/manual/",
            ["candidate": JSON(candidate), "interview": .string(interview), "comments": "Good"],
            as: fixture.recruiter
        )
        let report = try fixture.app.send("GET", path + "report/\(interview)/", as: fixture.owner)

        #expect(feedback.status == .created)
        #expect(
            feedback.json.object?.keys
                == ["id", "candidate", "interview", "reviewer_name", "comments", "submitted_at"]
        )
        #expect(try fixture.app.send("GET", path + "summary/\(interview)/", as: fixture.owner).json == made.json)
        #expect(report.json["candidate_name"] == "Asha")
        #expect(report.json["feedback"] == [feedback.json])
        #expect(
            try fixture.app.send("GET", path + "feedback/all/\(candidate)/", as: fixture.reader).json
                == [feedback.json]
        )
        for foreign in ["report/\(interview)/", "summary/\(interview)/", "feedback/all/\(candidate)/"] {
            #expect(try fixture.app.send("GET", path + foreign, as: fixture.foreign).status == .notFound)
        }
        let refused = try fixture.app.send(
            "POST",
            path + "feedback/manual/",
            ["candidate": JSON(candidate), "comments": "x"],
            as: fixture.foreign
        )
        #expect(refused.outcome == "400 candidate: Invalid pk \"\(candidate)\" - object does not exist.")
    }
}
