import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct BulkCreateTests {
    private let path = "/api/candidates/bulk-create/"

    private func submission(_ candidates: [JSON], poc: String? = nil, role: String = "Backend Dev") -> JSON {
        var body: JSON.Object = [
            "domain": "Python Dev", "role": .string(role), "candidates": .array(candidates),
        ]
        if let poc { body["poc_email"] = .string(poc) }
        return .object(body)
    }

    private func record(_ file: String, _ name: String, _ email: String) -> JSON {
        ["filename": .string(file), "edited_data": ["name": .string(name), "email": .string(email)]]
    }

    @Test func `extract answers with an empty editable record for each file`() throws {
        let fixture = try CandidateFixture()

        let response = try fixture.send(
            path + "?step=extract",
            fields: ["domain": "Python Dev", "role": "Backend Dev"],
            files: [("resume_files", "a.pdf", "%PDF-1"), ("resume_files", "b.exe", "MZ\u{0}")],
            as: fixture.recruiter
        )

        #expect(response.status == .ok)
        #expect(
            response.json.object?.keys == ["message", "domain", "role", "extracted_candidates", "summary", "next_step"]
        )
        let records = response.json["extracted_candidates"]
        #expect(records?[0]?["filename"] == "a.pdf")
        #expect(
            records?[0]?["extracted_data"]?.object?.keys == [
                "name", "email", "phone", "work_experience", "current_company", "current_role", "expected_salary",
                "notice_period",
            ]
        )
        #expect(records?[0]?["can_edit"] == true)
        #expect(records?[0]?["error"] == nil)
        #expect(records?[1]?["error"] == "The file is no PDF, Word document or plain text.")
        #expect(
            response.json["summary"]
                == ["total_files": 2, "successful_extractions": 1, "failed_extractions": 1]
        )
        #expect(response.json["next_step"] == "review_and_edit")
    }

    @Test func `submit makes a candidate of each record, with the file that was uploaded for it`() throws {
        let fixture = try CandidateFixture()
        _ = try fixture.send(
            path + "?step=extract",
            fields: ["domain": "Python Dev", "role": "Backend Dev"],
            files: [("resume_files", "a.pdf", "%PDF-1")],
            as: fixture.recruiter
        )

        let response = try fixture.app.send(
            "POST",
            path + "?step=submit",
            submission([record("a.pdf", "Asha Rao", "asha@c.co"), record("b.pdf", "Bala K", "")]),
            as: fixture.recruiter
        )

        #expect(response.status == .created)
        #expect(response.json["message"] == "Bulk candidate creation completed: 2 successful, 0 failed")
        #expect(
            response.json["results"]?[0]?.object?.keys
                == ["success", "filename", "candidate_id", "resume_id", "candidate_name"]
        )
        #expect(
            response.json["summary"]
                == ["total_candidates": 2, "successful_creations": 2, "failed_creations": 0]
        )
        let rows = try fixture.app.send("GET", "/api/candidates/", as: fixture.recruiter).json
        #expect(rows[1]?["resume_url"]?.string != nil)
        #expect(rows[0]?["resume_url"] == .null)
    }

    @Test func `a wrong record fails alone`() throws {
        let fixture = try CandidateFixture()

        let response = try fixture.app.send(
            "POST",
            path + "?step=submit",
            submission([record("a.pdf", "", ""), record("b.pdf", "B", "no address"), record("c.pdf", "C", "c@c.co")]),
            as: fixture.recruiter
        )

        #expect(response.status == .created)
        #expect(
            response.json["results"]?[0]
                == ["success": false, "filename": "a.pdf", "error": "name: This field may not be blank."]
        )
        #expect(response.json["results"]?[1]?["error"] == "email: Enter a valid email address.")
        #expect(response.json["results"]?[2]?["success"] == true)
        #expect(try fixture.app.db.count("SELECT COUNT(*) FROM candidate") == 1)
    }

    // 7.26: the job's company was overwritten by whoever used the job.
    @Test func `the job stays as it is`() throws {
        let fixture = try CandidateFixture()

        _ = try fixture.app.send("POST", path + "?step=submit", submission([record("a", "A", "")]), as: fixture.admin)

        #expect(try fixture.app.db.count("SELECT COUNT(*) FROM job WHERE company_name = 'Acme'") == 1)
        #expect(try fixture.app.db.count("SELECT COUNT(*) FROM job") == 1)
    }

    @Test func `the point of contact becomes the recruiter, within the caller's company`() throws {
        let fixture = try CandidateFixture()
        let records = [record("a", "A", "")]
        func recruiter(_ poc: String, as user: TestUser) throws -> Int {
            let body = submission(records, poc: poc)
            let response = try fixture.app.send("POST", path + "?step=submit", body, as: user)
            let id = response.json["results"]?[0]?["candidate_id"]?.int ?? 0
            return try fixture.app.db.count("SELECT recruiter_id FROM candidate WHERE id = \(id)")
        }

        #expect(try recruiter("rec@x.co", as: fixture.owner) == Int(fixture.recruiter.id))
        #expect(try recruiter("rec@x.co", as: fixture.admin) == Int(fixture.recruiter.id))
        #expect(try recruiter(fixture.foreign.email, as: fixture.owner) == Int(fixture.owner.id))
        #expect(
            try fixture.app.db.count(
                "SELECT COUNT(*) FROM candidate WHERE company_id = \(fixture.company)"
            ) == 3
        )
    }

    @Test func `another company's job and missing data are refused`() throws {
        let fixture = try CandidateFixture()
        _ = try CandidateFixture.addJob("Secret", company: fixture.foreign.companyID, fixture.app)
        func outcome(_ body: JSON) throws -> String {
            try fixture.app.send("POST", path + "?step=submit", body, as: fixture.owner).outcome
        }

        #expect(
            try outcome(submission([record("a", "A", "")], role: "Secret"))
                == "400 There is no job with the title \"Secret\"."
        )
        #expect(try outcome(["role": "x", "candidates": []]) == "400 domain and role are required")
        #expect(try outcome(submission([])) == "400 candidates data is required")
        #expect(
            try fixture.send(path + "?step=extract", fields: ["role": "x"], as: fixture.owner).json["error"]
                == "domain and role are required"
        )
        #expect(
            try fixture.send(path + "?step=extract", fields: ["domain": "d", "role": "x"], as: fixture.owner)
                .json["error"] == "At least one resume file is required"
        )
        #expect(try fixture.app.send("POST", path + "?step=x", [:], as: fixture.owner).status == .badRequest)
        #expect(try fixture.app.send("POST", path + "?step=submit", [:], as: fixture.reader).status == .forbidden)
    }

    @Test func `files that were never submitted go after a day`() throws {
        let fixture = try CandidateFixture()
        func extract(_ name: String) throws {
            _ = try fixture.send(
                path + "?step=extract",
                fields: ["domain": "d", "role": "Backend Dev"],
                files: [("resume_files", name, name)],
                as: fixture.recruiter
            )
        }
        try extract("used.txt")
        _ = try fixture.app.send(
            "POST",
            path + "?step=submit",
            submission([record("used.txt", "U", "")]),
            as: fixture.recruiter
        )
        try extract("loose.txt")

        fixture.app.now = fixture.app.now.adding(seconds: 86_401)
        try fixture.app.db.execute("UPDATE token SET expires_at = '2030-01-01'")
        try extract("new.txt")

        let names = try fixture.app.db.all("SELECT original_name FROM resume ORDER BY original_name") {
            (row) throws(DatabaseError) in try row.string()
        }
        #expect(names == ["new.txt", "used.txt"])
        #expect(try fixture.files().count == 2)
    }
}
