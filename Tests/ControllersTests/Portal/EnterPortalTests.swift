import Controllers
import Domain
import MariaDB
import Testing
import Web

struct EnterPortalTests {
    @Test(arguments: ["/", "/interview/", "/interview_app/"])
    func `the link's key becomes a cookie and leaves the address`(path: String) throws {
        let portal = try PortalFixture()

        let response = try portal.app.send("GET", "\(path)?session_key=\(portal.key)")

        #expect(response.status == .seeOther)
        #expect(response.headers["Location"] == "/portal/")
        let cookie = try #require(response.headers["Set-Cookie"])
        #expect(cookie.hasPrefix("portal=\(portal.session)."))
        #expect(cookie.hasSuffix("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"))
        #expect(!cookie.contains(portal.key))
        #expect(response.headers["Cache-Control"] == "no-store")
    }

    @Test func `with HTTPS the cookie is bound to the host`() throws {
        let portal = try PortalFixture { $0.backendURL = "https://interviews.example.org" }

        let response = try portal.app.send("GET", "/?session_key=\(portal.key)")

        let cookie = try #require(response.headers["Set-Cookie"])
        #expect(cookie.hasPrefix("__Host-portal="))
        #expect(cookie.hasSuffix("; HttpOnly; SameSite=Lax; Secure"))
    }

    // Mail scanners open links: looking must not be entering.
    @Test func `opening the link, even often, changes nothing`() throws {
        let portal = try PortalFixture()

        for _ in 0..<3 { _ = try portal.app.send("GET", "/?session_key=\(portal.key)") }
        for _ in 0..<3 { _ = try portal.get("/portal/") }

        #expect(try portal.value("SELECT status FROM session WHERE entered_at IS NULL") == "SCHEDULED")
        #expect(try portal.app.db.count("SELECT COUNT(*) FROM session_question") == 0)
    }

    @Test func `unknown and malformed keys get the same page, which says nothing`() throws {
        let portal = try PortalFixture()
        let keys = [
            "00000000000000000000000000000000", "x", "%00", "' OR 1=1 --", portal.key + "0", portal.session.text,
        ]

        let answers = try keys.map { try portal.app.send("GET", "/?session_key=\($0)") }

        #expect(answers.allSatisfy { $0.status == .notFound && $0 == answers[0] })
        #expect(answers[0].headers["Set-Cookie"] == nil)
        #expect(answers[0].text.contains("Invalid Interview Link"))
        #expect(!answers[0].text.contains("Acme"))
    }

    @Test func `without a key there is a page that explains, and no error`() throws {
        let portal = try PortalFixture()
        let response = try portal.app.send("GET", "/")
        #expect(response.status == .ok)
        #expect(response.text.contains("Invalid Interview Link"))
    }

    @Test(arguments: ["/portal/", "/complete/"])
    func `without a cookie, or with a forged one, there is no page`(path: String) throws {
        let portal = try PortalFixture()
        let forged = try #require(portal.cookie["Cookie"]) + "0"

        #expect(try portal.app.send("GET", path).status == .notFound)
        #expect(try portal.app.send("GET", path, headers: ["Cookie": forged]).status == .notFound)
        #expect(try portal.app.send("GET", "/portal/state/", headers: ["Cookie": forged]).status == .forbidden)
    }

    @Test func `the link of a deleted interview leads nowhere`() throws {
        let portal = try PortalFixture()
        try portal.app.db.execute("DELETE FROM interview")

        #expect(try portal.app.send("GET", "/?session_key=\(portal.key)").status == .notFound)
        #expect(try portal.get("/portal/").status == .notFound)
    }
}

extension Response {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
