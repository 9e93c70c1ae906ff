import Controllers
import Domain
import JSON
import Secrets
import Testing
import Web

/// The link under mail to recruiters that ends it.
@Suite struct UnsubscribeTests {
    private let app: TestApp
    private let user: TestUser

    init() throws {
        app = try TestApp()
        user = try app.addUser(.recruiter, company: try app.addCompany())
    }

    private func path(of user: TestUser, token: String? = nil) -> String {
        let keys = SessionKeys(secret: app.configuration.secret)
        return "/unsubscribe/?user=\(user.id)&token=\(token ?? keys.unsubscribeToken(forUser: user.id))"
    }

    private func isMailed() throws -> Bool {
        try app.send("GET", "/api/notifications/preferences/", as: user).json["email_enabled"] == true
    }

    @Test func `reading the link asks, and changes nothing`() throws {
        for method in ["GET", "HEAD", "GET"] {
            let response = try app.send(method, path(of: user))
            #expect(response.status == .ok)
            #expect(String(decoding: response.body, as: UTF8.self).contains("data-state=\"open\""))
        }
        #expect(try isMailed())
    }

    @Test func `one click of a mail provider ends the mail, without a login`() throws {
        let response = try app.send(
            "POST",
            path(of: user),
            headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array("List-Unsubscribe=One-Click".utf8)
        )

        #expect(response.status == .ok)
        #expect(String(decoding: response.body, as: UTF8.self).contains("data-state=\"done\""))
        #expect(try !isMailed())
    }

    @Test(arguments: ["", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
    func `a link that we did not write ends nothing`(token: String) throws {
        #expect(try app.send("GET", path(of: user, token: token)).status == .notFound)
        #expect(try app.send("POST", path(of: user, token: token)).status == .notFound)
        #expect(try isMailed())
    }

    @Test func `one's own key does not end another's mail`() throws {
        let other = try app.addUser(.recruiter, company: user.companyID)
        let token = SessionKeys(secret: app.configuration.secret).unsubscribeToken(forUser: other.id)

        #expect(try app.send("POST", path(of: user, token: token)).status == .notFound)
        #expect(try isMailed())
    }
}
