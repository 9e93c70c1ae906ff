import Controllers
import Domain
import JSON
import Testing
import Web

/// The whole route table against callers who show no token, or a wrong one.
struct AuthenticationTests {
    /// The paths below `/api/` that are open to all, each for the reason beside it.
    private static let open = [
        "/api/auth/login/",  // it is where a token comes from
        "/api/auth/register/",  // closed by a setting, and then 403
        "/api/interviews/public/",  // the link is the credential
        "/api/schema/",  // the description of the API
        "/api/docs/",
        "/api/health/",  // monitors have no account; it tells them nothing but a state
    ]

    private static let closed = Application.routes.filter { route in
        route.pattern.hasPrefix("/api/") && !open.contains { route.pattern.hasPrefix($0) }
    }

    private func path(_ pattern: String) -> String {
        pattern.split(separator: "/").map { $0.hasPrefix(":") ? "1" : String($0) }.reduce("") { $0 + "/" + $1 } + "/"
    }

    @Test func `no route of the API answers without a token`() throws {
        let app = try TestApp()
        #expect(AuthenticationTests.closed.count > 50)

        for route in AuthenticationTests.closed {
            let path = path(route.pattern)
            let bare = try app.send(route.method.rawValue, path)
            #expect(bare.status == .unauthorized, "\(route.method.rawValue) \(route.pattern)")
            #expect(bare.headers["WWW-Authenticate"] == "Token")
        }
    }

    @Test(arguments: ["Token", "Token ", "Token a b", "Bearer abc", "Token abc", "Basic YTpi"])
    func `a header that is no valid token opens nothing`(header: String) throws {
        let app = try TestApp()

        let response = try app.send("GET", "/api/candidates/", headers: ["Authorization": header])

        #expect(response.status == .unauthorized)
    }

    @Test func `a route that changes something is refused to those who only read`() throws {
        let app = try TestApp()
        let reader = try app.addUser(.hr, company: try app.addCompany())
        // One's account and notifications are everyone's own, and a search only asks.
        let own = ["/api/auth/", "/api/notifications/", "/api/interviews/slots/search_available/"]

        for route in AuthenticationTests.closed where route.method != .get {
            if own.contains(where: route.pattern.hasPrefix) { continue }
            let response = try app.send(route.method.rawValue, path(route.pattern), [:], as: reader)
            #expect(
                response.status == .forbidden || response.status == .notFound,
                "\(route.method.rawValue) \(route.pattern): \(response.outcome)"
            )
        }
    }
}
