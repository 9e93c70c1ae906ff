import JSON

/// One line of the route table.
public struct Route<Context>: Sendable {
    public typealias Handler = @Sendable (Request, Context) throws -> Response

    public let method: Request.Method
    /// The path with `:name` for a variable segment: `/api/interviews/slots/:id/`.
    public let pattern: String
    public let handler: Handler

    public init(_ method: Request.Method, _ pattern: String, _ handler: @escaping Handler) {
        self.method = method
        self.pattern = pattern
        self.handler = handler
    }

    public static func get(_ path: String, _ handler: @escaping Handler) -> Route { Route(.get, path, handler) }
    public static func post(_ path: String, _ handler: @escaping Handler) -> Route { Route(.post, path, handler) }
    public static func put(_ path: String, _ handler: @escaping Handler) -> Route { Route(.put, path, handler) }
    public static func patch(_ path: String, _ handler: @escaping Handler) -> Route { Route(.patch, path, handler) }
    public static func delete(_ path: String, _ handler: @escaping Handler) -> Route { Route(.delete, path, handler) }
}

/// Finds the handler of a request: a tree of path segments, where a fixed segment wins over a variable one.
///
/// A path known without its final slash is redirected (301) for GET and HEAD, and served for other methods, since a
/// client would not send its body again. HEAD is served by GET's handler, OPTIONS by the table itself.
public struct Router<Context>: Sendable {
    fileprivate final class Node: Sendable {
        let fixed: [String: Node]
        let variable: (name: String, node: Node)?
        let methods: [Request.Method: Route<Context>]
        let names: [String]
        /// The methods of this path, as `Allow` names them (RFC 9110, section 10.2.1).
        let allowed: String

        init(_ routes: [(segments: ArraySlice<Substring>, route: Route<Context>)]) {
            var methods: [Request.Method: Route<Context>] = [:]
            var fixed: [String: [(ArraySlice<Substring>, Route<Context>)]] = [:]
            var variables: [(ArraySlice<Substring>, Route<Context>)] = []
            var names: [String] = []
            for (segments, route) in routes {
                guard let first = segments.first else {
                    precondition(
                        methods[route.method] == nil,
                        "two routes for \(route.method.rawValue) \(route.pattern)"
                    )
                    methods[route.method] = route
                    names = route.pattern.split(separator: "/").filter { $0.hasPrefix(":") }.map {
                        String($0.dropFirst())
                    }
                    continue
                }
                if first.hasPrefix(":") {
                    variables.append((segments.dropFirst(), route))
                } else {
                    fixed[String(first), default: []].append((segments.dropFirst(), route))
                }
            }
            self.methods = methods
            self.names = names
            let own = Request.Method.allCases.filter { methods[$0] != nil }.map(\.rawValue)
            allowed = (own + (methods[.get] == nil ? [] : ["HEAD"]) + ["OPTIONS"]).joined(separator: ", ")
            self.fixed = fixed.mapValues { Node($0.map { (segments: $0.0, route: $0.1) }) }
            variable = variables.isEmpty ? nil : ("", Node(variables.map { (segments: $0.0, route: $0.1) }))
        }

        func find(_ path: ArraySlice<Substring>, _ values: [String] = []) -> (node: Node, values: [String])? {
            guard let first = path.first else { return methods.isEmpty ? nil : (self, values) }
            if let found = fixed[String(first)]?.find(path.dropFirst(), values) { return found }
            return variable?.node.find(path.dropFirst(), values + [String(first)])
        }
    }

    public let routes: [Route<Context>]
    private let root: Node

    public init(_ routes: [Route<Context>]) {
        self.routes = routes
        root = Node(routes.map { ($0.pattern.split(separator: "/")[...], $0) })
    }

    /// Where a path leads.
    public struct Match: Sendable {
        fileprivate let node: Node
        fileprivate let values: [String]

        /// The pattern, for logs and metrics; never the path, which may hold a key.
        public var pattern: String? { node.methods.values.first?.pattern }
    }

    /// Where that path leads; `nil` is nowhere.
    public func find(_ path: String) -> Match? {
        root.find(path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }[...])
            .map { Match(node: $0.node, values: $0.values) }
    }

    /// Answers with the handler's response, or throws what it threw; 404 and 405 are `HTTPError`s.
    public func respond(to request: Request, at match: Match?, in context: Context) throws -> Response {
        guard let match else { throw HTTPError.notFound }
        let (node, values) = (match.node, match.values)
        let allowed = node.allowed
        guard let method = request.method else { throw methodNotAllowed(request, allowed) }
        if method == .options, node.methods[.options] == nil {
            return Response(status: .ok, headers: ["Allow": allowed])
        }
        let isRead = method == .get || method == .head
        guard let route = node.methods[method] ?? (method == .head ? node.methods[.get] : nil) else {
            throw methodNotAllowed(request, allowed)
        }
        if isRead, route.pattern.hasSuffix("/"), !request.path.hasSuffix("/") {
            return .redirect(
                to: PathText.encoded(request.path) + "/" + PathText.query(request.query),
                status: .movedPermanently
            )
        }
        var request = request
        request.parameters = Dictionary(zip(node.names, values)) { first, _ in first }
        guard route.pattern.hasPrefix("/api/") else { return try route.handler(request, context) }
        do {
            var response = try route.handler(request, context)
            if response.headers["Allow"] == nil { response.headers["Allow"] = allowed }
            return response
        } catch let error as HTTPError {
            throw error.allowing(allowed)
        } catch let errors as FieldErrors {
            throw errors.error.allowing(allowed)
        }
    }

    private func methodNotAllowed(_ request: Request, _ allowed: String) -> HTTPError {
        HTTPError(
            .methodNotAllowed,
            body: ["detail": .string("Method \"\(request.methodName)\" not allowed.")],
            headers: ["Allow": allowed]
        )
    }
}

extension HTTPError {
    /// The reference names a path's methods in refusals too.
    fileprivate func allowing(_ methods: String) -> HTTPError {
        var error = self
        if error.headers["Allow"] == nil { error.headers["Allow"] = methods }
        return error
    }
}

/// Paths and queries written back into a `Location`.
enum PathText {
    static func encoded(_ path: String) -> String {
        "/" + path.split(separator: "/").map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
    }

    static func query(_ pairs: [(name: String, value: String)]) -> String {
        guard !pairs.isEmpty else { return "" }
        return "?"
            + pairs.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }.joined(
                separator: "&"
            )
    }
}
