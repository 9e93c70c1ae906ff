import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct ProfileTests {
    private let path = "/api/auth/profile/"

    @Test func `the profile has the keys that the frontend reads`() throws {
        let app = try TestApp()
        let user = try app.addUser(.admin, email: "admin@x.co")

        let response = try app.send("GET", path, as: user)

        #expect(
            response.json == [
                "id": .int(user.id), "email": "admin@x.co", "full_name": "User 1", "role": "ADMIN",
                "company_name": .null, "username": "admin@x.co",
            ]
        )
    }

    @Test func `one's name can be changed, one's role and company cannot`() throws {
        let app = try TestApp()
        let user = try app.addUser(.hr, company: try app.addCompany("Acme"))

        let response = try app.send(
            "PATCH",
            path,
            ["full_name": "Asha", "company_name": "Elsewhere", "role": "ADMIN", "company": 99],
            as: user
        )

        #expect(response.json["full_name"] == "Asha")
        #expect(response.json["company_name"] == "Acme")
        #expect(response.json["role"] == "HR")
    }

    @Test func `administrators see the administrators`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)
        let company = try app.addUser(.company, company: try app.addCompany())

        let list = try app.send("GET", "/api/auth/admins/", as: admin)

        #expect(list.json["admins"]?.array?.map { $0["id"] } == [.int(admin.id)])
        #expect(try app.send("GET", "/api/auth/admins/", as: company).status == .forbidden)
    }
}
