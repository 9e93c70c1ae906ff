import Domain
import JSON
import MariaDB
import Testing
import Web

struct AgencyContactsTests {
    private let path = "/api/hiring_agency/"

    @Test func `a contact is made in the caller's company and comes back in the frontend's shape`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let user = try app.addUser(.hiringAgency, company: acme)

        let made = try app.send(
            "POST",
            path,
            [
                "email": "c@a.co", "password": "x", "role": "Hiring Agency", "first_name": "C", "company": 999,
                "company_name": "Other", "linkedin_url": "https://www.linkedin.com/in/c",
            ],
            as: user
        )
        let list = try app.send("GET", path, as: user)

        #expect(made.status == .created)
        #expect(
            made.json.object?.keys == [
                "id", "email", "role", "first_name", "last_name", "phone_number", "company", "company_name",
                "linkedin_url", "is_active", "permission_granted", "created_by",
            ]
        )
        #expect(made.json["company_name"] == "Acme")
        #expect(made.json["permission_granted"] == "2026-11-22")
        #expect(list.json == [made.json])
    }

    @Test func `a contact is changed and deleted by its company only`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let user = try app.addUser(.company, company: acme)
        let foreign = try app.addUser(.company, company: try app.addCompany("Beta"))
        let reader = try app.addUser(.hr, company: acme)
        let id = try #require(try app.send("POST", path, ["email": "c@a.co"], as: user).json["id"]?.int)

        #expect(try app.send("PATCH", path + "\(id)/", ["last_name": "D"], as: user).json["last_name"] == "D")
        #expect(try app.send("DELETE", path + "\(id)/", as: reader).status == .forbidden)
        #expect(
            try app.send("DELETE", path + "\(id)/", as: foreign).outcome == "404 No UserData matches the given query."
        )
        #expect(try app.send("GET", path, as: foreign).json == [])
        #expect(try app.send("DELETE", path + "\(id)/", as: user).status == .noContent)
        #expect(try app.send("GET", path, as: user).json == [])
    }

    @Test(arguments: ["javascript:alert(1)", "https://", "https://a b", "ftp://a.b"])
    func `a link that is none is refused`(link: String) throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)

        let response = try app.send("POST", path, ["email": "c@a.co", "linkedin_url": .string(link)], as: admin)

        #expect(response.outcome == "400 linkedin_url: Enter a valid URL.")
    }
}
