public import JSON

/// A failure with an answer of its own.
///
/// Anything else a handler throws is answered with 500 and logged.
///
/// Every body carries a sentence for a person in `detail`, beside the keys that the frontend knows of old.
public struct HTTPError: Error, Equatable, Sendable {
    public let status: Status
    public let body: JSON.Object
    public var headers: Headers

    public init(_ status: Status, body: JSON.Object, headers: Headers = Headers()) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// `{"detail": sentence}`.
    public init(_ status: Status, _ detail: String) {
        self.init(status, body: ["detail": .string(detail)])
    }

    /// `{"error": sentence, "detail": sentence}`, the shape of R's hand-made errors; `extra` may have a better `detail`.
    public static func error(_ status: Status, _ sentence: String, adding extra: JSON.Object = [:]) -> HTTPError {
        var body: JSON.Object = ["error": .string(sentence)]
        for (key, value) in extra where key != "detail" { body[key] = value }
        body["detail"] = extra["detail"] ?? .string(sentence)
        return HTTPError(status, body: body)
    }

    public static let unauthenticated = HTTPError(
        .unauthorized,
        body: ["detail": "Authentication credentials were not provided."],
        headers: ["WWW-Authenticate": "Token"]
    )
    public static let invalidToken = HTTPError(
        .unauthorized,
        body: ["detail": "Invalid token."],
        headers: ["WWW-Authenticate": "Token"]
    )
    public static let forbidden = HTTPError(.forbidden, "You do not have permission to perform this action.")
    public static let notFound = HTTPError(.notFound, "Not found.")

    /// The answer for an id that no row of that model has, in words that the frontend's reference used.
    public static func noMatch(_ model: String) -> HTTPError {
        HTTPError(.notFound, "No \(model) matches the given query.")
    }

    public var response: Response {
        var response = Response.json(.object(body), status: status)
        for (name, value) in headers { response.headers[name] = value }
        return response
    }
}
