import Domain
import JSON
import MariaDB
import Testing
import Web

struct JobDomainsTests {
    private let path = "/api/jobs/domains/"

    @Test func `administrators write domains, everyone reads the active ones`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)
        let reader = try app.addUser(.others)

        let made = try app.send("POST", path, ["name": "Python Dev", "description": "d"], as: admin)
        let id = try #require(made.json["id"]?.int)

        #expect(made.status == .created)
        #expect(
            made.json == [
                "id": .int(id), "name": "Python Dev", "description": "d", "is_active": true,
                "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z",
            ]
        )
        #expect(
            try app.send("GET", path, as: reader).json
                == [["id": .int(id), "name": "Python Dev", "description": "d", "is_active": true]]
        )
        #expect(try app.send("POST", path, ["name": "X"], as: reader).status == .forbidden)
        #expect(try app.send("PUT", path + "\(id)/", ["name": "Go Dev"], as: admin).json["name"] == "Go Dev")
        #expect(
            try app.send("DELETE", path + "\(id)/", as: admin).json
                == ["message": "Domain deactivated successfully"]
        )
        #expect(try app.send("GET", path, as: reader).json == [])
    }

    @Test func `a name is given once`() throws {
        let app = try TestApp()
        let admin = try app.addUser(.admin)
        _ = try app.send("POST", path, ["name": "Go"], as: admin)

        let again = try app.send("POST", path, ["name": "go"], as: admin)

        #expect(again.outcome == "400 name: domain with this name already exists.")
        #expect(try app.send("POST", path, [:], as: admin).outcome == "400 name: This field is required.")
    }
}
