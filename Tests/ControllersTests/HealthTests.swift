import CivilTime
import Domain
import JSON
import Store
import Testing
import Web

/// `/api/health/`: anyone is told whether mail is delivered, administrators what to change.
@Suite struct HealthTests {
    private let app: TestApp

    init() throws { app = try TestApp() }

    private func report(_ problems: [String] = []) throws {
        try MailHealthStore(app.db).report(host: "mx1", relay: "relay:465", problems: problems, at: app.now)
    }

    private func health(_ user: TestUser? = nil) throws -> JSON { try app.send("GET", "/api/health/", as: user).json }

    @Test func `while deliver says that all is well, it is`() throws {
        try report()

        #expect(try health() == ["status": "ok", "database": ["status": "ok"], "mail": ["status": "ok"]])
    }

    @Test func `a problem of the settings is told to administrators`() throws {
        try report(["EMAIL_HOST: NOT SET. Set what is NOT SET."])

        #expect(try health()["mail"] == ["status": "problem"])
        #expect(try health(try app.addUser(.recruiter))["mail"] == ["status": "problem"])
        let told = try health(try app.addUser(.admin))
        #expect(told["status"] == "degraded")
        #expect(told["mail"]?["problems"]?.array?.first?["problem"] == "EMAIL_HOST: NOT SET. Set what is NOT SET.")
        #expect(told["mail"]?["due"] == 0)
    }

    @Test func `trouble with the relay is told with what to change, until it works again`() throws {
        try report()
        let relay = MailRelayStore(app.db, relay: "relay:465")
        _ = try relay.standing(at: app.now)
        try relay.fail(
            started: app.now,
            pausedUntil: app.now.adding(seconds: 5),
            problem: "It does not answer.",
            advice: "Check EMAIL_PORT.",
            at: app.now
        )

        let problems = try health(try app.addUser(.admin))["mail"]?["problems"]

        #expect(problems == [["problem": "It does not answer.", "advice": "Check EMAIL_PORT."]])
        try relay.recover(at: app.now)
        #expect(try health()["status"] == "ok")
    }

    @Test func `a deliver that has been silent for a minute has stopped`() throws {
        try report()
        app.now = app.now.adding(seconds: 61)

        #expect(try health()["mail"] == ["status": "stopped"])
        let problems = try health(try app.addUser(.admin))["mail"]?["problems"]?.array
        #expect(problems?.first?["advice"]?.string?.contains("interviews-deliver") == true)
    }
}
