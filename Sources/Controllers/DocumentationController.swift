import Web

/// The API's own description: OpenAPI for programs, a page for people.
struct DocumentationController {
    var routes: [Route<Work>] {
        [
            .get("/api/schema/", schema),
            .get("/api/docs/", page),
        ]
    }

    private func schema(_ request: Request, _ work: Work) throws -> Response {
        try answer(work.configuration.apiDescription, "application/yaml")
    }

    private func page(_ request: Request, _ work: Work) throws -> Response {
        try answer(work.configuration.apiPage, "text/html; charset=utf-8")
    }

    private func answer(_ document: [UInt8]?, _ type: String) throws -> Response {
        guard let document else {
            throw HTTPError(.notFound, "The description is not installed on this server (DOCS_DIR).")
        }
        return Response(status: .ok, headers: ["Content-Type": type], body: document)
    }
}
