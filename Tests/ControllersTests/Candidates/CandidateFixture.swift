import Controllers
import Domain
import FoundationEssentials
import JSON
import MariaDB
import Web

/// An application with a company, its people, a job, and a media folder of its own.
final class CandidateFixture {
    let app: TestApp
    let folder: String
    let company: Int64
    let owner: TestUser
    let recruiter: TestUser
    let reader: TestUser
    let foreign: TestUser
    let admin: TestUser
    let job: Int64

    init() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/interviews-\(UInt64.random(in: 0 ... .max))"
        self.folder = folder
        app = try TestApp { $0.mediaFolder = folder }
        company = try app.addCompany("Acme")
        owner = try app.addUser(.company, company: company)
        recruiter = try app.addUser(.recruiter, company: company, email: "rec@x.co")
        reader = try app.addUser(.hr, company: company)
        foreign = try app.addUser(.company, company: try app.addCompany("Beta"))
        admin = try app.addUser(.admin)
        job = try CandidateFixture.addJob("Backend Dev", company: company, app)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    static func addJob(_ title: String, company: Int64?, _ app: TestApp) throws -> Int64 {
        try app.db.insert(
            """
            INSERT INTO job (job_title, company_name, company_id, spoc_email, hiring_manager_email, number_to_hire,
                position_level, created_at)
            VALUES (\(title), 'Acme', \(company), 's@a.co', 'h@a.co', 1, 'IC', \(app.now))
            """
        )
    }

    /// Candidates of those names, made through the API by the recruiter.
    func add(_ names: [String], as user: TestUser? = nil) throws -> [Int64] {
        let body: JSON = [
            "domain": "Python Dev", "role": "Backend Dev",
            "candidates": .array(
                names.map { ["filename": .string($0 + ".pdf"), "edited_data": ["name": .string($0), "email": ""]] }
            ),
        ]
        let response = try app.send("POST", "/api/candidates/bulk-create/?step=submit", body, as: user ?? recruiter)
        return response.json["results"]?.array?.compactMap { $0["candidate_id"]?.int } ?? []
    }

    /// Sends a form of fields and files.
    func send(
        _ path: String,
        fields: KeyValuePairs<String, String> = [:],
        files: [(field: String, name: String, content: String)] = [],
        as user: TestUser
    ) throws -> Response {
        var body = ""
        for (name, value) in fields {
            body += "--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        for file in files {
            body += "--b\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n"
            body += "Content-Type: application/octet-stream\r\n\r\n\(file.content)\r\n"
        }
        return try app.send(
            "POST",
            path,
            as: user,
            headers: ["Content-Type": "multipart/form-data; boundary=b"],
            body: Array((body + "--b--\r\n").utf8)
        )
    }

    /// The names of the resume files.
    func files() throws -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder + "/resumes")) ?? []
    }
}
