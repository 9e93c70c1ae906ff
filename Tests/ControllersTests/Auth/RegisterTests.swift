import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct RegisterTests {
    private let path = "/api/auth/register/"

    private func body(_ role: String, company: String? = nil, email: String = "new@x.co") -> JSON {
        var object: JSON.Object = [
            "email": .string(email), "full_name": "New One", "role": .string(role), "password": "long enough",
        ]
        if let company { object["company_name"] = .string(company) }
        return .object(object)
    }

    @Test func `closed, nobody registers without an account that may`() throws {
        let app = try TestApp()
        let recruiter = try app.addUser(.recruiter, company: try app.addCompany())

        #expect(
            try app.send("POST", path, body("HR")).outcome
                == "403 Registration is closed. Ask your administrator for an account."
        )
        #expect(try app.send("POST", path, body("HR"), as: recruiter).status == .forbidden)
    }

    @Test func `an administrator makes any role, and the company on the way`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)

        let response = try app.send("POST", path, body("company", company: "Beta"), as: admin)
        let again = try app.send("POST", path, body("Recruiter", company: "beta", email: "r@x.co"), as: admin)

        let company = Int64(try app.db.count("SELECT id FROM company"))
        #expect(response.status == .created)
        #expect(response.json["token"]?.string?.count == 40)
        #expect(
            response.json["user"]?.object?.keys == ["id", "email", "full_name", "role", "company_name", "company_id"]
        )
        #expect(response.json["user"]?["role"] == "COMPANY")
        #expect(response.json["user"]?["company_id"] == .int(company))
        #expect(again.json["user"]?["company_name"] == "Beta")
        #expect(try app.db.count("SELECT COUNT(*) FROM recruiter WHERE company_id = \(company)") == 1)
    }

    @Test func `a company makes recruiters of its own company only`() throws {
        let app = try TestApp()
        let company = try app.addCompany("Acme")
        _ = try app.addCompany("Beta")
        let user = try app.addUser(.company, company: company)

        let recruiter = try app.send("POST", path, body("recruiter", company: "Beta"), as: user)
        let other = try app.send("POST", path, body("hr", email: "o@x.co"), as: user)

        #expect(recruiter.status == .created)
        #expect(recruiter.json["user"]?["company_name"] == "Acme")
        #expect(other.status == .forbidden)
    }

    @Test func `open, anyone registers, but not as administrator and not into a company that exists`() throws {
        let app = try TestApp { $0.registrationIsOpen = true }
        _ = try app.addCompany("Acme")

        #expect(try app.send("POST", path, body("ADMIN")).status == .forbidden)
        #expect(
            try app.send("POST", path, body("COMPANY", company: "acme")).outcome
                == "400 company_name: This company is registered already. Ask it for an account."
        )
        #expect(try app.send("POST", path, body("COMPANY", company: "Beta")).status == .created)
        #expect(try app.send("POST", path, body("HR", email: "hr@x.co")).json["user"]?["company_name"] == .null)
    }

    @Test func `every wrong field is named at once`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)

        let response = try app.send(
            "POST",
            path,
            ["email": "bad", "full_name": "O", "role": "Boss", "password": "1"],
            as: admin
        )

        #expect(response.status == .badRequest)
        #expect(response.json["email"] == ["Enter a valid email address."])
        #expect(
            response.json["role"] == [
                """
                'Boss' is not a valid role. Valid roles: ['ADMIN', 'COMPANY', 'HIRING_AGENCY', 'RECRUITER', 'HR', \
                'TALENT_ACQUISITION', 'TECHNICAL_INTERVIEWER', 'TEAM_LEAD', 'DEPARTMENT_HEAD', 'PROJECT_MANAGER', \
                'CTO', 'OTHERS']
                """
            ]
        )
        #expect(
            response.json["password"] == ["This password is too short. It must contain at least 8 characters."]
        )
    }

    @Test(arguments: ["NEW@x.co", String(repeating: "a", count: 129), "1234567"])
    func `a password that is the address, too long or too short is refused`(password: String) throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)

        let response = try app.send(
            "POST",
            path,
            ["email": "new@x.co", "full_name": "O", "role": "HR", "password": .string(password)],
            as: admin
        )

        #expect(response.json.object?.keys == ["password", "detail"])
    }

    @Test func `a taken address and a taken username are refused`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin, email: "admin@x.co")

        let email = try app.send("POST", path, body("HR", email: "ADMIN@x.co"), as: admin)
        let username = try app.send(
            "POST",
            path,
            ["username": "x@y.co", "email": "n@x.co", "full_name": "N", "role": "HR", "password": "long enough"],
            as: admin
        )

        #expect(email.outcome == "400 email: user with this email already exists.")
        #expect(username.outcome == "400 username: A username with an @ must be the e-mail address.")
    }

    @Test func `registering is limited by address`() throws {
        let app = try TestApp {
            $0.registrationIsOpen = true
            $0.loginFailuresPerAddress = 1
        }

        #expect(try app.send("POST", path, body("HR")).status == .created)
        #expect(try app.send("POST", path, body("HR", email: "b@x.co")).status == .tooManyRequests)
    }
}
