import Domain
import JSON
import MariaDB
import Testing
import Web

struct CompaniesTests {
    private let path = "/api/companies/"

    @Test func `administrators see all companies, the newest first, and others their own`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let beta = try app.addCompany("Beta")
        let admin = try app.addUser(.admin)
        let recruiter = try app.addUser(.recruiter, company: acme)
        let stranger = try app.addUser(.hr)

        let all = try app.send("GET", path + "?page_size=1000", as: admin)

        #expect(all.json.array?.map { $0["id"] } == [.int(beta), .int(acme)])
        #expect(all.headers["X-Total-Count"] == "2")
        #expect(all.json[0]?.object?.keys.prefix(5) == ["id", "name", "email", "description", "is_active"])
        #expect(try app.send("GET", path, as: recruiter).json.array?.map { $0["name"] } == ["Acme"])
        #expect(try app.send("GET", path, as: stranger).json == [])
    }

    @Test func `a page of the list names the total`() throws {
        let app = try TestApp()
        for name in ["A", "B", "C"] { _ = try app.addCompany(name) }
        let admin = try app.addUser(.admin)

        let page = try app.send("GET", path + "?limit=1&offset=1", as: admin)

        #expect(page.json.array?.map { $0["name"] } == ["B"])
        #expect(page.headers["X-Total-Count"] == "3")
        #expect(try app.send("GET", path + "?limit=x", as: admin).status == .badRequest)
    }

    @Test func `an administrator makes, changes and closes a company`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)

        let made = try app.send(
            "POST",
            path,
            ["name": "Beta", "email": "b@b.co", "password": "p", "description": "", "is_active": true],
            as: admin
        )
        let id = try #require(made.json["id"]?.int)
        let changed = try app.send("PATCH", path + "\(id)/", ["time_zone": "Europe/Berlin"], as: admin)

        #expect(made.status == .created)
        #expect(made.json["email"] == "b@b.co")
        #expect(made.json["password"] == nil)
        #expect(changed.json["name"] == "Beta")
        #expect(changed.json["time_zone"] == "Europe/Berlin")
        #expect(try app.send("DELETE", path + "\(id)/", as: admin).status == .noContent)
        #expect(try app.send("GET", path + "\(id)/", as: admin).json["is_active"] == false)
    }

    @Test func `wrong fields and a taken address are named`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)
        _ = try app.send("POST", path, ["name": "Beta", "email": "b@b.co"], as: admin)

        let wrong = try app.send("POST", path, ["email": "x", "time_zone": "Mars/Base"], as: admin)
        let taken = try app.send("POST", path, ["name": "Gamma", "email": "B@b.co"], as: admin)

        #expect(wrong.json.object?.keys == ["name", "email", "time_zone", "detail"])
        #expect(taken.outcome == "400 email: company with this email already exists.")
    }

    @Test func `another company does not exist for a user, and nobody but administrators writes`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let beta = try app.addCompany("Beta")
        let user = try app.addUser(.company, company: acme)

        #expect(
            try app.send("GET", path + "\(beta)/", as: user).outcome == "404 No Company matches the given query."
        )
        #expect(try app.send("PATCH", path + "\(beta)/", ["name": "X"], as: user).status == .notFound)
        #expect(try app.send("PATCH", path + "\(acme)/", ["name": "X"], as: user).status == .forbidden)
        #expect(
            try app.send("POST", path, ["name": "Z"], as: user).outcome
                == "403 You do not have permission to perform this action."
        )
        #expect(try app.send("GET", path + "abc/", as: user).outcome == "404 Not found.")
    }

    @Test func `a company's zone stays while slots stand in it`() throws {
        let app = try TestApp()
        let acme = try app.addCompany("Acme")
        let admin = try app.addUser(.admin)
        try app.db.execute(
            """
            INSERT INTO slot (id, interview_date, start_time, end_time, starts_at, ends_at, company_id, created_at,
                updated_at)
            VALUES (UUID(), '2026-11-23', '10:00', '10:10', \(app.now), \(app.now), \(acme), \(app.now), \(app.now))
            """
        )

        let refused = try app.send("PATCH", path + "\(acme)/", ["time_zone": "Europe/Berlin"], as: admin)
        let renamed = try app.send("PATCH", path + "\(acme)/", ["name": "Acme Ltd", "time_zone": nil], as: admin)

        #expect(refused.outcome == "400 time_zone: The zone cannot change: there are slots in it.")
        #expect(renamed.status == .ok)
    }
}
