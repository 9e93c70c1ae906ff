import CivilTime
import Domain
import JSON
import MariaDB
import Testing
import Web

struct JobsTests {
    private let path = "/api/jobs/"

    private func body(_ domain: Int64, _ changes: JSON.Object = [:]) -> JSON {
        var object: JSON.Object = [
            "job_title": "Backend Dev", "company_name": "Acme", "domain": .int(domain), "spoc_email": "s@a.co",
            "hiring_manager_email": "h@a.co", "number_to_hire": 1, "position_level": "IC",
            "current_team_size_info": "", "current_process": "", "coding_language": "PYTHON",
            "job_description": "JD text",
        ]
        for (key, value) in changes { object[key] = value }
        return .object(object)
    }

    private func addDomain(_ app: TestApp, _ name: String = "Python Dev") throws -> Int64 {
        try app.db.insert(
            "INSERT INTO domain (name, created_at, updated_at) VALUES (\(name), \(app.now), \(app.now))"
        )
    }

    @Test func `an administrator's job belongs to the company of that name`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let domain = try addDomain(app)
        let admin = try app.addUser(.admin)
        let recruiter = try app.addUser(.recruiter, company: acme)

        let made = try app.send("POST", path, body(domain), as: admin)

        #expect(made.status == .created)
        let id = try #require(made.json["id"]?.int)
        #expect(
            made.json == [
                "id": .int(id), "job_title": "Backend Dev", "company_name": "Acme", "domain": .int(domain),
                "domain_name": "Python Dev", "spoc_email": "s@a.co", "hiring_manager_email": "h@a.co",
                "current_team_size_info": "", "number_to_hire": 1, "position_level": "IC", "current_process": "",
                "tech_stack_details": "", "coding_language": "PYTHON", "job_description": "JD text", "jd_file": nil,
                "jd_link": nil, "created_at": "2026-11-22T09:00:00Z",
            ]
        )
        #expect(try app.send("GET", path, as: recruiter).json == [made.json])
        #expect(
            try app.send("GET", path + "titles/", as: recruiter).json
                == [["id": .int(id), "job_title": "Backend Dev", "domain_name": "Python Dev"]]
        )
        #expect(try app.send("GET", path + "by-domain/\(domain)/", as: recruiter).json == [made.json])
        #expect(try app.send("GET", path + "by-domain/999/", as: recruiter).status == .notFound)
    }

    @Test func `a company's job is its own, whatever name it writes`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let beta = try app.addCompany("Beta")
        let domain = try addDomain(app)
        let user = try app.addUser(.company, company: acme)

        let made = try app.send("POST", path, body(domain, ["company_name": "Beta"]), as: user)

        #expect(made.json["company_name"] == "Acme")
        #expect(try app.db.count("SELECT COUNT(*) FROM job WHERE company_id = \(beta)") == 0)
    }

    @Test func `missing and wrong domains have the sentences of old, with a detail`() throws {
        let app = try TestApp()
        let domain = try addDomain(app)
        let admin = try app.addUser(.admin)

        let none = try app.send("POST", path, ["job_title": "x"], as: admin)
        let unknown = try app.send("POST", path, ["job_title": "x", "domain": 99], as: admin)
        let fields = try app.send("POST", path, ["job_title": "x", "domain": .int(domain)], as: admin)

        #expect(
            none.json == [
                "error": "Domain is required for job creation", "received_domain": nil,
                "detail": "Domain is required for job creation",
            ]
        )
        #expect(unknown.json["error"] == "Selected domain (ID: 99) does not exist or is inactive")
        #expect(
            fields.json.object?.keys == [
                "company_name", "spoc_email", "hiring_manager_email", "number_to_hire", "position_level", "detail",
            ]
        )
    }

    // Short enough in characters, too long for the column in bytes: this was a 500.
    @Test(arguments: ["é", "😀"])
    func `a text that is too long in bytes is refused like one with too many characters`(character: String) throws {
        let app = try TestApp()
        let office = try app.addUser(.company, company: try app.addCompany("Acme"))
        let text = String(repeating: character, count: 40_000)

        let made = try app.send("POST", path, body(try addDomain(app), ["job_description": .string(text)]), as: office)

        #expect(made.status == .badRequest)
        #expect(made.json["job_description"] == ["Ensure this field has no more than 65535 bytes in UTF-8."])
    }

    @Test func `another company's job does not exist, and those who may not write are told so`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let domain = try addDomain(app)
        let owner = try app.addUser(.company, company: acme)
        let recruiter = try app.addUser(.recruiter, company: acme)
        let foreign = try app.addUser(.company, company: try app.addCompany("Beta"))
        let id = try #require(try app.send("POST", path, body(domain), as: owner).json["id"]?.int)

        for method in ["GET", "PUT", "PATCH", "DELETE"] {
            #expect(
                try app.send(method, path + "\(id)/", as: foreign).outcome == "404 No Job matches the given query."
            )
        }
        #expect(try app.send("GET", path, as: foreign).json == [])
        #expect(try app.send("POST", path, body(domain), as: recruiter).status == .forbidden)
        #expect(try app.send("PATCH", path + "\(id)/", ["job_title": "x"], as: recruiter).status == .forbidden)
        #expect(try app.send("DELETE", path + "\(id)/", as: owner).status == .noContent)
        #expect(try app.send("GET", path + "\(id)/", as: owner).status == .notFound)
    }

    @Test func `a PATCH changes what it names and keeps a domain deactivated since`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let domain = try addDomain(app)
        let owner = try app.addUser(.company, company: acme)
        let id = try #require(try app.send("POST", path, body(domain), as: owner).json["id"]?.int)
        try app.db.execute("UPDATE domain SET is_active = FALSE")

        let changed = try app.send(
            "PATCH",
            path + "\(id)/",
            ["number_to_hire": 3, "domain": .int(domain), "jd_link": "https://a.co/jd"],
            as: owner
        )
        let wrong = try app.send("PATCH", path + "\(id)/", ["number_to_hire": 0, "position_level": "X"], as: owner)

        #expect(changed.json["number_to_hire"] == 3)
        #expect(changed.json["job_title"] == "Backend Dev")
        #expect(changed.json["jd_link"] == "https://a.co/jd")
        #expect(wrong.json["number_to_hire"] == ["Ensure this value is greater than or equal to 1."])
        #expect(wrong.json["position_level"] == ["\"X\" is not a valid choice."])
    }

    @Test func `the list is filtered, searched and sorted`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        _ = try app.addCompany("Beta")
        let python = try addDomain(app)
        let go = try addDomain(app, "Go")
        let admin = try app.addUser(.admin)
        let jobs: [JSON] = [
            body(python, ["job_title": "B", "number_to_hire": 3]),
            body(go, ["job_title": "A_1", "company_name": "Beta", "position_level": "Manager", "number_to_hire": 2]),
            body(go, ["job_title": "AB1", "company_name": "Nobody"]),
        ]
        for job in jobs {
            _ = try app.send("POST", path, job, as: admin)
            app.now = app.now.adding(seconds: 1)
        }
        func titles(_ query: String) throws -> [String?]? {
            try app.send("GET", path + query, as: admin).json.array?.map { $0["job_title"]?.string }
        }

        #expect(try titles("") == ["AB1", "A_1", "B"])
        #expect(try titles("?ordering=number_to_hire") == ["AB1", "A_1", "B"])
        #expect(try titles("?ordering=-job_title") == ["B", "AB1", "A_1"])
        #expect(try titles("?company_id=\(acme)") == ["B"])
        #expect(try titles("?company_name=beta") == ["A_1"])
        #expect(try titles("?position_level=Manager") == ["A_1"])
        #expect(try titles("?domain=\(go)") == ["AB1", "A_1"])
        #expect(try titles("?search=a_") == ["A_1"])
        #expect(try titles("?search=%25") == [])
        #expect(try app.send("GET", path + "?domain=x", as: admin).status == .badRequest)
    }

    @Test func `a list costs the same statements for many rows as for one`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let domain = try addDomain(app)
        let owner = try app.addUser(.company, company: acme)
        func cost() throws -> Int {
            let before = app.db.statementCount
            _ = try app.send("GET", path, as: owner)
            return app.db.statementCount - before
        }
        _ = try app.send("POST", path, body(domain), as: owner)
        let one = try cost()

        for _ in 1...20 { _ = try app.send("POST", path, body(domain), as: owner) }

        #expect(try cost() == one)
        #expect(one == 2)
    }
}
