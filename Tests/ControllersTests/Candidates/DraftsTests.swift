import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct DraftsTests {
    private let path = "/api/candidates/"

    @Test func `four steps make one candidate`() throws {
        let fixture = try CandidateFixture()
        let app = fixture.app

        let chosen = try app.send(
            "POST",
            path + "select-domain/",
            ["domain": "Python Dev", "role": "Backend Dev"],
            as: fixture.recruiter
        )
        let draft = try #require(chosen.json["draft_id"]?.int)
        let uploaded = try fixture.send(
            path + "extract-data/",
            fields: ["draft_id": String(draft)],
            files: [("resume_file", "cv.pdf", "%PDF-1")],
            as: fixture.recruiter
        )
        let verified = try app.send(
            "PUT",
            path + "verify/\(draft)/",
            ["name": "Asha Rao", "email": "asha@c.co"],
            as: fixture.recruiter
        )
        let refused = try app.send("POST", path + "submit/\(draft)/", [:], as: fixture.recruiter)
        let submitted = try app.send(
            "POST",
            path + "submit/\(draft)/",
            ["confirm_submission": true],
            as: fixture.recruiter
        )
        let again = try app.send(
            "POST",
            path + "submit/\(draft)/",
            ["confirm_submission": true],
            as: fixture.recruiter
        )

        #expect(chosen.status == .created)
        #expect(uploaded.json["status"] == "extracted")
        #expect(uploaded.json["resume_file"] == "cv.pdf")
        #expect(verified.json["status"] == "verified")
        #expect(refused.outcome == "400 confirm_submission must be true")
        #expect(submitted.status == .created)
        #expect(again.outcome == "400 This draft has been submitted already.")
        let rows = try app.send("GET", path, as: fixture.recruiter).json
        #expect(rows.array?.map { $0["full_name"] } == ["Asha Rao"])
        #expect(rows[0]?["resume_url"]?.string != nil)
    }

    @Test func `a draft is its user's alone`() throws {
        let fixture = try CandidateFixture()
        let chosen = try fixture.app.send(
            "POST",
            path + "select-domain/",
            ["domain": "Python Dev", "role": "Backend Dev"],
            as: fixture.recruiter
        )
        let draft = try #require(chosen.json["draft_id"]?.int)

        let read = try fixture.app.send("GET", path + "verify/\(draft)/", as: fixture.owner)

        #expect(read.outcome == "404 No CandidateDraft matches the given query.")
        #expect(try fixture.app.send("POST", path + "select-domain/", [:], as: fixture.owner).status == .badRequest)
    }

    @Test func `a wrong record is not verified`() throws {
        let fixture = try CandidateFixture()
        let uploaded = try fixture.send(
            path + "extract-data/",
            fields: ["domain": "d", "role": "Backend Dev"],
            files: [("resume_file", "cv.pdf", "%PDF-1")],
            as: fixture.recruiter
        )
        let draft = try #require(uploaded.json["draft_id"]?.int)

        let wrong = try fixture.app.send(
            "PUT",
            path + "verify/\(draft)/",
            ["verified_data": ["name": "", "email": "x"]],
            as: fixture.recruiter
        )

        #expect(wrong.json.object?.keys == ["name", "email", "detail"])
    }
}
