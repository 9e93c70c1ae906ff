public import JSON

/// An answer as a handler makes it.
public struct Response: Equatable, Sendable {
    public var status: Status
    public var headers: Headers
    public var body: [UInt8]

    public init(status: Status, headers: Headers = Headers(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func json(_ json: JSON, status: Status = .ok) -> Response {
        Response(status: status, headers: ["Content-Type": "application/json"], body: json.encoded())
    }

    /// An answer that is written straight from what it shows, without a tree of values in between.
    public static func json(writing value: some JSONWritable, status: Status = .ok) -> Response {
        Response(status: status, headers: ["Content-Type": "application/json"], body: value.encoded())
    }

    /// The object whose members `body` writes.
    public static func object(status: Status = .ok, _ body: (inout JSONWriter) throws -> Void) rethrows -> Response {
        var writer = JSONWriter()
        try writer.object(body)
        return Response(status: status, headers: ["Content-Type": "application/json"], body: writer.bytes)
    }

    /// The array whose elements `body` writes.
    public static func array(status: Status = .ok, _ body: (inout JSONWriter) throws -> Void) rethrows -> Response {
        var writer = JSONWriter()
        try writer.array(body)
        return Response(status: status, headers: ["Content-Type": "application/json"], body: writer.bytes)
    }

    public static func html(_ text: String, status: Status = .ok) -> Response {
        Response(status: status, headers: ["Content-Type": "text/html; charset=utf-8"], body: Array(text.utf8))
    }

    public static func text(_ text: String, status: Status = .ok) -> Response {
        Response(status: status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }

    public static let noContent = Response(status: .noContent)

    public static func redirect(to location: String, status: Status = .seeOther) -> Response {
        Response(status: status, headers: ["Location": location])
    }

    /// A file below the media folder, sent by nginx (`X-Accel-Redirect`), which also answers ranges.
    public static func file(_ path: String, type: String, downloadName: String? = nil) -> Response {
        let response = Response(status: .ok, headers: ["X-Accel-Redirect": "/_media/" + path, "Content-Type": type])
        if let downloadName {
            return response.asDownload(named: downloadName)
        }
        return response
    }

    /// The answer as a file to be kept under that name (RFC 6266, section 4).
    public func asDownload(named name: String) -> Response {
        with("Content-Disposition", "attachment; filename*=UTF-8''" + PercentEncoding.encode(name))
    }

    public func with(_ name: String, _ value: String) -> Response {
        var copy = self
        copy.headers[name] = value
        return copy
    }
}

extension Headers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init()
        for (name, value) in elements { add(name, value) }
    }
}
