import Controllers
import FoundationEssentials
import TestSupport
import Testing
import Web

@Suite struct OpenAPITests {
    private func description() throws -> APIDescription {
        let path = TestDatabase.checkout + "/docs/openapi.yaml"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        return try APIDescription(String(decoding: bytes, as: UTF8.self))
    }

    /// `GET /api/jobs/{id}/` for the route `GET /api/jobs/:id/`.
    private var served: Set<String> {
        Set(
            Application.routes.map { route in
                let segments = route.pattern.split(separator: "/", omittingEmptySubsequences: false)
                let path = segments.map { $0.hasPrefix(":") ? "{\($0.dropFirst())}" : String($0) }
                return "\(route.method.rawValue) \(path.joined(separator: "/"))"
            }
        )
    }

    @Test func `every route is described`() throws {
        let missing = served.subtracting(try description().operations)

        #expect(missing.sorted() == [], "add them to docs/openapi.yaml, and run scripts/render-api-docs")
    }

    @Test func `everything described has a route`() throws {
        let invented = try description().operations.subtracting(served)

        #expect(invented.sorted() == [], "remove them from docs/openapi.yaml, and run scripts/render-api-docs")
    }

    @Test(arguments: [
        "paths:\n  /a/:\n    get:\n      x: 1\n  /a/:\n    post:\n",
        "paths:\n  /a/:\n   get:\n",
        "paths:\n  /a/:\n    fetch:\n",
        "paths:\n  /a/:\n    parameters:\n",
    ])
    func `a description in another layout is refused rather than read in part`(text: String) {
        #expect(throws: APIDescription.Failure.self) { try APIDescription(text) }
    }

    @Test func `a copy of a path has the operations of the original`() throws {
        let text =
            "openapi: 3.1.0\npaths:\n  /a/:\n    get:\n      x: 1\n  /b/:\n    $ref: \"#/paths/~1a~1\"\nrest:\n  c:\n"

        #expect(try APIDescription(text).operations == ["GET /a/", "GET /b/"])
    }
}

@Suite struct DocumentationTests {
    @Test(arguments: [("/api/schema/", "application/yaml"), ("/api/docs/", "text/html; charset=utf-8")])
    func `description and page are answered to anyone`(path: String, type: String) throws {
        let app = try TestApp { configuration in
            configuration.apiDescription = Array("openapi: 3.1.0".utf8)
            configuration.apiPage = Array("openapi: 3.1.0".utf8)
        }

        let response = try app.send("GET", path)

        #expect(response.status == .ok)
        #expect(response.headers["Content-Type"] == type)
        #expect(response.body == Array("openapi: 3.1.0".utf8))
    }

    @Test(arguments: ["/api/schema/", "/api/docs/"])
    func `where no description is installed there is none`(path: String) throws {
        let response = try TestApp().send("GET", path)

        #expect(response.outcome == "404 The description is not installed on this server (DOCS_DIR).")
    }
}
