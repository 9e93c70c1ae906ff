import Domain
import JSON
import MariaDB
import Testing
import Web

struct RecruitersTests {
    private let path = "/api/companies/recruiters/"

    private func body(_ email: String) -> JSON {
        ["email": .string(email), "full_name": "Rec", "password": "long enough"]
    }

    @Test func `a company makes a recruiter of its own, who can log in`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let beta = try app.addCompany("Beta")
        let user = try app.addUser(.company, company: acme)
        var body = body("r@x.co").object ?? [:]
        body["company_id"] = .int(beta)

        let made = try app.send("POST", path + "create/", .object(body), as: user)

        #expect(made.status == .created)
        #expect(
            made.json.object?.keys == ["id", "username", "email", "full_name", "role", "company", "is_active"]
        )
        #expect(made.json["company"] == "Acme")
        #expect(made.json["role"] == "RECRUITER")
        let login: JSON = ["email": "r@x.co", "password": "long enough"]
        #expect(try app.send("POST", "/api/auth/login/", login).status == .ok)
    }

    @Test func `an administrator names the company`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let admin = try app.addUser(.admin)
        var body = body("r@x.co").object ?? [:]

        #expect(
            try app.send("POST", path + "create/", .object(body), as: admin).outcome
                == "400 company_id: This field is required."
        )
        body["company_id"] = 999
        #expect(
            try app.send("POST", path + "create/", .object(body), as: admin).outcome
                == "400 company_id: Invalid pk \"999\" - object does not exist."
        )
        body["company_id"] = .int(acme)
        #expect(try app.send("POST", path + "create/", .object(body), as: admin).json["company"] == "Acme")
    }

    @Test func `each sees the recruiters of the own company, and another's do not exist`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let beta = try app.addCompany("Beta")
        let user = try app.addUser(.company, company: acme)
        _ = try app.addUser(.recruiter, company: acme, email: "a@x.co")
        _ = try app.addUser(.recruiter, company: beta, email: "b@x.co")
        let foreign = try app.db.count("SELECT id FROM recruiter WHERE company_id = \(beta)")

        let list = try app.send("GET", path, as: user)

        #expect(list.json.array?.map { $0["email"] } == ["a@x.co"])
        #expect(list.json[0]?["company"] == .int(acme))
        for method in ["GET", "PATCH", "DELETE"] {
            #expect(
                try app.send(method, path + "\(foreign)/", method == "PATCH" ? [:] : nil, as: user).outcome
                    == "404 No Recruiter matches the given query."
            )
        }
    }

    @Test func `a recruiter's name and address change, with the username that was the address`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let user = try app.addUser(.company, company: acme)
        _ = try app.addUser(.recruiter, company: acme, email: "a@x.co")
        let id = try app.db.count("SELECT id FROM recruiter")

        let changed = try app.send(
            "PATCH",
            path + "\(id)/",
            ["new_full_name": "Asha", "new_email": "asha@x.co"],
            as: user
        )
        let taken = try app.send("PATCH", path + "\(id)/", ["new_email": .string(user.email)], as: user)

        #expect(changed.json["full_name"] == "Asha")
        #expect(changed.json["email"] == "asha@x.co")
        #expect(try app.db.count("SELECT COUNT(*) FROM user WHERE username = 'asha@x.co'") == 1)
        #expect(taken.outcome == "400 new_email: user with this email already exists.")
    }

    @Test func `a deleted recruiter's access ends at once`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let user = try app.addUser(.company, company: acme)
        let recruiter = try app.addUser(.recruiter, company: acme)
        let id = try app.db.count("SELECT id FROM recruiter")

        let response = try app.send("DELETE", path + "\(id)/", as: user)

        #expect(response.status == .noContent)
        #expect(try app.send("GET", "/api/auth/profile/", as: recruiter).status == .unauthorized)
        #expect(try app.send("GET", path, as: user).json[0]?["is_active"] == false)
    }
}
