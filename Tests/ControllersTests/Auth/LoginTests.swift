import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

struct LoginTests {
    private let path = "/api/auth/login/"
    private let refusal = "400 Invalid email/username or password."

    private func login(_ app: TestApp, _ email: String, _ password: String, from address: String = "192.0.2.1") throws
        -> (outcome: String, token: String?)
    {
        let response = try app.send(
            "POST",
            path,
            ["email": .string(email), "password": .string(password)],
            from: address
        )
        return (response.outcome, response.json["token"]?.string)
    }

    @Test func `a login answers with a token and the user`() throws {
        let app = try TestApp()
        let company = try app.addCompany("Acme")
        let user = try app.addUser(.company, company: company, email: "co@x.co")

        let response = try app.send("POST", path, ["email": "co@x.co", "password": .string(TestApp.password)])

        #expect(response.status == .ok)
        #expect(response.json["token"]?.string?.wholeMatch(of: /[0-9a-f]{40}/) != nil)
        #expect(response.json.object?.keys == ["token", "user"])
        #expect(
            response.json["user"] == [
                "id": .int(user.id), "email": "co@x.co", "full_name": "User 1", "role": "COMPANY",
                "company_name": "Acme", "company_id": .int(company),
            ]
        )
    }

    @Test func `only the hash of a token is kept, and the token opens the API until its lifetime ends`() throws {
        let app = try TestApp()
        _ = try app.addUser(.admin, email: "admin@x.co")

        let token = try #require(try login(app, "admin@x.co", TestApp.password).token)
        let header = { try app.send("GET", "/api/auth/profile/", headers: ["Authorization": "Token \(token)"]) }

        #expect(try app.db.count("SELECT COUNT(*) FROM token WHERE token_hash = \(Array(token.utf8))") == 0)
        #expect(try header().status == .ok)
        app.now = app.now.adding(seconds: 30 * 86_400 - 1)
        #expect(try header().status == .ok)
        app.now = app.now.adding(seconds: 1)
        #expect(try header().outcome == "401 Invalid token.")
    }

    @Test func `who types numbers locks nobody out`() throws {
        let app = try TestApp()
        let user = try app.addUser(.admin, email: "admin@x.co")

        for number in 1...30 { _ = try login(app, "\(user.id)", "wrong", from: "192.0.2.\(number)") }

        #expect(try login(app, "admin@x.co", TestApp.password, from: "198.51.100.1").token != nil)
    }

    @Test func `what an address tries that has tried too often counts against no account`() throws {
        let app = try TestApp()
        _ = try app.addUser(.admin, email: "admin@x.co")
        for number in 0..<app.configuration.loginFailuresPerAddress {
            _ = try login(app, "nobody\(number)@x.co", "wrong")
        }

        for _ in 0...app.configuration.loginFailuresPerAccount { _ = try login(app, "admin@x.co", "wrong") }

        #expect(try login(app, "admin@x.co", TestApp.password, from: "198.51.100.1").token != nil)
    }

    @Test func `a username opens as well as an address`() throws {
        let app = try TestApp()
        let user = try app.addUser(.hr, email: "h@x.co")
        try app.db.execute("UPDATE user SET username = 'hana' WHERE id = \(user.id)")

        #expect(try login(app, "hana", TestApp.password).token != nil)
        let byName = try app.send("POST", path, ["username": "hana", "password": .string(TestApp.password)])
        #expect(byName.status == .ok)
    }

    @Test func `a wrong password, an unknown account and a disabled one look alike`() throws {
        let app = try TestApp()
        _ = try app.addUser(.hr, email: "known@x.co")
        let disabled = try app.addUser(.hr, email: "off@x.co")
        try app.db.execute("UPDATE user SET is_active = FALSE WHERE id = \(disabled.id)")

        let answers = try [("known@x.co", "wrong"), ("nobody@x.co", "wrong"), ("off@x.co", TestApp.password)].map {
            try app.send("POST", path, ["email": .string($0.0), "password": .string($0.1)]).json
        }

        let sentence: JSON = "Invalid email/username or password."
        #expect(answers == Array(repeating: ["non_field_errors": [sentence], "detail": sentence], count: 3))
    }

    @Test func `missing fields are named`() throws {
        let response = try TestApp().send("POST", path, ["email": ""])

        #expect(response.status == .badRequest)
        #expect(response.json["email"] == ["This field may not be blank."])
        #expect(response.json["password"] == ["This field is required."])
    }

    @Test func `an account that failed too often must wait, with the right password too`() throws {
        let app = try TestApp { $0.loginFailuresPerAccount = 3 }
        _ = try app.addUser(.hr, email: "h@x.co")
        for _ in 1...3 { #expect(try login(app, "h@x.co", "wrong").outcome == refusal) }

        app.now = app.now.adding(seconds: 100)
        let response = try app.send(
            "POST",
            path,
            ["email": "h@x.co", "password": .string(TestApp.password)],
            from: "198.51.100.9"
        )

        #expect(response.outcome == "429 Too many attempts. Try again in 800 seconds.")
        #expect(response.headers["Retry-After"] == "800")
        app.now = app.now.adding(seconds: 800)
        #expect(try login(app, "h@x.co", TestApp.password).token != nil)
    }

    @Test func `an unknown account must wait as a known one does`() throws {
        let app = try TestApp { $0.loginFailuresPerAccount = 2 }
        for _ in 1...2 { #expect(try login(app, "nobody@x.co", "wrong").outcome == refusal) }

        #expect(try login(app, "NOBODY@x.co", "wrong").outcome.hasPrefix("429"))
    }

    @Test func `an address that failed too often must wait, whatever account it tries`() throws {
        let app = try TestApp { $0.loginFailuresPerAddress = 3 }
        _ = try app.addUser(.hr, email: "h@x.co")
        for index in 1...3 { #expect(try login(app, "n\(index)@x.co", "wrong").outcome == refusal) }

        #expect(try login(app, "h@x.co", TestApp.password).outcome.hasPrefix("429"))
        #expect(try login(app, "h@x.co", TestApp.password, from: "198.51.100.9").token != nil)
    }

    @Test func `successful logins do not count against anyone`() throws {
        let app = try TestApp {
            $0.loginFailuresPerAccount = 2
            $0.loginFailuresPerAddress = 2
        }
        _ = try app.addUser(.hr, email: "h@x.co")

        for _ in 1...5 { #expect(try login(app, "h@x.co", TestApp.password).token != nil) }
    }

    @Test func `nobody is found in another's place by taking their address for a username`() throws {
        let app = try TestApp()
        let victim = try app.addUser(.company, email: "victim@x.co")
        let thief = try app.addUser(.hr, email: "thief@x.co")
        try app.db.execute("UPDATE user SET username = 'vic' WHERE id = \(victim.id)")
        try app.db.execute("UPDATE user SET username = 'victim@x.co' WHERE id = \(thief.id)")

        let response = try app.send("POST", path, ["email": "victim@x.co", "password": .string(TestApp.password)])

        #expect(response.json["user"]?["id"] == .int(victim.id))
    }

    @Test func `a cookie is no credential and no reason to refuse a login`() throws {
        let app = try TestApp()
        let user = try app.addUser(.hr, email: "h@x.co")

        let read = try app.send("GET", "/api/auth/profile/", headers: ["Cookie": "token=\(user.token)"])
        let login = try app.send(
            "POST",
            path,
            ["email": "h@x.co", "password": .string(TestApp.password)],
            headers: ["Cookie": "sessionid=abc", "Origin": "https://elsewhere.example"]
        )

        #expect(read.outcome == "401 Authentication credentials were not provided.")
        #expect(login.status == .ok)
    }

    @Test func `a logout ends this token and no other`() throws {
        let app = try TestApp()
        let user = try app.addUser(.hr, email: "h@x.co")
        let other = try #require(try login(app, "h@x.co", TestApp.password).token)

        let response = try app.send("POST", "/api/auth/logout/", as: user)

        #expect(response.json == ["message": "Successfully logged out"])
        #expect(try app.send("GET", "/api/auth/profile/", as: user).status == .unauthorized)
        #expect(try app.send("GET", "/api/auth/profile/", headers: ["Authorization": "Token \(other)"]).status == .ok)
    }
}
