import Web

/// Which browser origins may call the API (Fetch standard, "CORS protocol").
///
/// The origin is echoed, never `*`, since the frontend sends credentials; a request from another origin is answered
/// without the headers, and the browser keeps the answer from the page. It is never a reason to refuse.
struct CORS: Sendable {
    private static let methods = "DELETE, GET, OPTIONS, PATCH, POST, PUT"
    private static let headers = """
        accept, accept-encoding, authorization, content-type, dnt, origin, user-agent, x-csrftoken, x-requested-with, \
        idempotency-key, if-match
        """
    private static let exposed = "ETag, X-Total-Count, Retry-After, Content-Disposition, Idempotent-Replayed"

    let origins: [String]

    /// The answer to a preflight request, or `nil` if this is none.
    func preflight(_ request: Request) -> Response? {
        guard request.method == .options, request.headers["Access-Control-Request-Method"] != nil else { return nil }
        return Response(
            status: .ok,
            headers: [
                "Access-Control-Allow-Methods": CORS.methods,
                "Access-Control-Allow-Headers": CORS.headers,
                "Access-Control-Max-Age": "86400",
                "Content-Length": "0",
            ]
        )
    }

    func decorate(_ response: Response, for request: Request) -> Response {
        guard request.path.hasPrefix("/api/") || request.path.hasPrefix("/ai/") else { return response }
        var response = response
        response.headers["Vary"] = "Origin"
        guard let origin = request.headers["Origin"], allows(origin) else { return response }
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Expose-Headers"] = CORS.exposed
        return response
    }

    /// Whether `origin` is one of the settings' origins; `:*` at the end of one stands for any port or none.
    func allows(_ origin: String) -> Bool {
        origins.contains { allowed in
            guard allowed.hasSuffix(":*") else { return allowed == origin }
            let host = allowed.dropLast(2)
            guard origin.hasPrefix(host) else { return false }
            let rest = origin.dropFirst(host.count)
            return rest.isEmpty || (rest.first == ":" && rest.count > 1 && rest.dropFirst().allSatisfy(\.isNumber))
        }
    }
}
