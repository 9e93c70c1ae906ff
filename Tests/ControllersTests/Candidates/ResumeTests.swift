import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct ResumeTests {
    private let path = "/api/candidates/"

    @Test func `a candidate comes with a resume, which is kept under a name of the server's`() throws {
        let fixture = try CandidateFixture()

        let made = try fixture.send(
            path,
            fields: [
                "full_name": "Asha Rao", "email": "asha@c.co", "phone": "1", "work_experience": "3",
                "domain": "Python Dev", "job": "Backend Dev",
            ],
            files: [("resume_file", "../cv.pdf", "%PDF-1.7 Asha")],
            as: fixture.recruiter
        )

        #expect(made.status == .created)
        #expect(made.json["work_experience"] == 3)
        #expect(made.json["job_title"] == "Backend Dev")
        #expect(made.json["poc_email"] == "rec@x.co")
        #expect(try fixture.files() == [made.json["resume"]?.string])
    }

    @Test func `the resume is sent by nginx, for download, to those who may see the candidate`() throws {
        let fixture = try CandidateFixture()
        let made = try fixture.send(path, files: [("resume_file", "My CV.pdf", "%PDF-1")], as: fixture.recruiter)
        let id = try #require(made.json["id"]?.int)

        let sent = try fixture.app.send("GET", path + "\(id)/resume/", as: fixture.reader)

        #expect(made.json["full_name"] == "My CV")
        #expect(sent.headers["X-Accel-Redirect"] == "/_media/resumes/\(made.json["resume"]?.string ?? "")")
        #expect(sent.headers["Content-Type"] == "application/pdf")
        #expect(sent.headers["Content-Disposition"] == "attachment; filename*=UTF-8''My%20CV.pdf")
        #expect(try fixture.app.send("GET", path + "\(id)/resume/").status == .unauthorized)
        #expect(try fixture.app.send("GET", path + "\(id)/resume/", as: fixture.foreign).status == .notFound)
    }

    @Test func `the address in the list opens without a token until it runs out, and for this resume only`() throws {
        let fixture = try CandidateFixture()
        for name in ["a", "b"] {
            _ = try fixture.send(path, files: [("resume_file", name + ".txt", name)], as: fixture.recruiter)
        }
        let rows = try fixture.app.send("GET", path, as: fixture.recruiter).json
        let url = try #require(rows[0]?["resume_url"]?.string)
        let other = try #require(rows[1]?["id"]?.int)
        let query = try #require(url.split(separator: "?").last)
        let base = "http://localhost:8000"
        #expect(url.hasPrefix(base + path))

        #expect(try fixture.app.send("GET", String(url.dropFirst(base.count))).status == .ok)
        #expect(try fixture.app.send("GET", path + "\(other)/resume/?\(query)").status == .notFound)
        #expect(try fixture.app.send("GET", String(url.dropFirst(base.count)) + "0").status == .notFound)
        fixture.app.now = fixture.app.now.adding(seconds: 3599)
        #expect(try fixture.app.send("GET", String(url.dropFirst(base.count))).status == .ok)
        fixture.app.now = fixture.app.now.adding(seconds: 3601)
        #expect(try fixture.app.send("GET", String(url.dropFirst(base.count))).status == .notFound)
    }

    @Test(arguments: [
        ("cv.pdf", "MZ\u{0}\u{1}", "The file is no PDF, Word document or plain text."),
        ("cv.pdf", "", "The submitted file is empty."),
        ("cv.txt", String(repeating: "a", count: 1_048_577), "The file is larger than 1 MiB."),
    ])
    func `a file that is no resume is refused and not kept`(name: String, content: String, sentence: String) throws {
        let fixture = try CandidateFixture()
        fixture.app.configuration.resumeLimit = 1_048_576

        let response = try fixture.send(path, files: [("resume_file", name, content)], as: fixture.recruiter)

        #expect(response.outcome == "400 resume_file: \(sentence)")
        #expect(try fixture.files() == [])
        #expect(try fixture.app.db.count("SELECT COUNT(*) FROM resume") == 0)
    }

    @Test func `a form without a file, with a wrong field or an unknown job is refused and keeps nothing`() throws {
        let fixture = try CandidateFixture()
        let file = [(field: "resume_file", name: "a.txt", content: "a")]

        let none = try fixture.send(path, fields: ["full_name": "A"], as: fixture.recruiter)
        let wrong = try fixture.send(
            path,
            fields: ["email": "x", "work_experience": "-1"],
            files: file,
            as: fixture.recruiter
        )
        let job = try fixture.send(path, fields: ["job": "Nothing"], files: file, as: fixture.recruiter)
        let json = try fixture.app.send("POST", path, ["full_name": "A"], as: fixture.recruiter)

        #expect(none.outcome == "400 resume_file: No file was submitted.")
        #expect(wrong.json.object?.keys == ["email", "work_experience", "detail"])
        #expect(job.outcome == "400 job: There is no job with this title.")
        #expect(json.status == .unsupportedMediaType)
        #expect(try fixture.files() == [])
    }

    @Test func `deleting a candidate removes the file`() throws {
        let fixture = try CandidateFixture()
        let made = try fixture.send(path, files: [("resume_file", "a.txt", "a")], as: fixture.recruiter)
        let id = try #require(made.json["id"]?.int)

        #expect(try fixture.app.send("DELETE", path + "\(id)/", as: fixture.owner).status == .noContent)
        #expect(try fixture.files() == [])
    }
}
