public import JSON

/// A request as a handler sees it; nothing in it has been trusted yet.
public struct Request: Sendable {
    /// The methods that routes are made for; any other is kept by name for the 405.
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
        case options = "OPTIONS"
    }

    public let method: Method?
    public let methodName: String
    /// The path, percent-decoded, as sent: `/api/interviews/`.
    public let path: String
    /// The query's pairs in order.
    public let query: [(name: String, value: String)]
    public let headers: Headers
    public let body: [UInt8]
    /// The client's address, as the server saw it.
    public let remoteAddress: String
    /// The id that nginx gave this request; it stands on every log line about it.
    public let id: String
    /// How many values a JSON body may have.
    public var jsonValueLimit = Int.max
    /// The values of the route's `:name` segments.
    public internal(set) var parameters: [String: String] = [:]

    public init(
        _ methodName: String,
        _ path: String,
        query: [(name: String, value: String)] = [],
        headers: Headers = Headers(),
        body: [UInt8] = [],
        remoteAddress: String = "",
        id: String = ""
    ) {
        method = Method(rawValue: methodName)
        self.methodName = methodName
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
        self.id = id
    }

    /// The first query value of that name.
    public func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The value of the route's segment `:name`.
    public func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The route's segment `:name` as a positive number, or 404.
    public func number(_ name: String = "id") throws(HTTPError) -> Int64 {
        guard let text = parameters[name], let number = Int64(text), number > 0 else { throw .notFound }
        return number
    }

    /// The media type of the body, lower case, without parameters.
    public var contentType: String {
        let value = headers["Content-Type"] ?? ""
        return value.split(separator: ";").first.map { $0.trimmingSpaces.lowercased() } ?? ""
    }

    /// The body as JSON.
    ///
    /// An empty body is an empty object, as the frontend sends none for actions.
    ///
    /// Throws 400 with the parser's sentence, or 415 for another media type.
    public func json() throws(HTTPError) -> JSON {
        guard !body.isEmpty else { return .object([:]) }
        guard contentType == "application/json" || contentType.hasSuffix("+json") || contentType.isEmpty else {
            throw HTTPError(.unsupportedMediaType, "Unsupported media type \"\(contentType)\" in request.")
        }
        if let coding = headers["Content-Encoding"], !["", "identity"].contains(coding.lowercased()) {
            throw HTTPError(
                .unsupportedMediaType,
                "Unsupported content coding \"\(coding)\" in request: send it as it is."
            )
        }
        do throws(JSONError) {
            return try JSON.parse(body, maximumValues: jsonValueLimit)
        } catch {
            throw HTTPError(.badRequest, "JSON parse error - \(error)")
        }
    }

    /// The body as a JSON object; anything else is R's 400.
    public func object() throws(HTTPError) -> JSON.Object {
        let json = try json()
        guard case .object(let object) = json else {
            throw FieldErrors(FieldErrors.general, "Invalid data. Expected a dictionary, but got \(json.pythonType).")
                .error
        }
        return object
    }

    /// The value of the cookie of that name (RFC 6265, section 4.2).
    public func cookie(_ name: String) -> String? {
        for header in headers.all("Cookie") {
            for pair in header.split(separator: ";") {
                let sides = pair.split(separator: "=", maxSplits: 1)
                if sides.count == 2, sides[0].trimmingSpaces == name { return String(sides[1].trimmingSpaces) }
            }
        }
        return nil
    }
}

extension StringProtocol {
    /// Without spaces and tabs at both ends.
    public var trimmingSpaces: SubSequence {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return self[endIndex..<endIndex]
        }
        return self[first...last]
    }
}

extension JSON {
    /// The name of the Python type of this value, which the reference's messages use.
    public var pythonType: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        case .int: "int"
        case .double: "float"
        case .string: "str"
        case .array: "list"
        case .object: "dict"
        }
    }
}
