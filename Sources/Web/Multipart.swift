import JSON

/// The parts of a `multipart/form-data` body (RFC 7578), as slices of it: nothing is copied.
public struct Multipart: Sendable {
    /// One field or file.
    public struct Part: Sendable {
        public let name: String
        /// As the client wrote it, without any folder; `nil` for a field.
        public let fileName: String?
        public let body: ArraySlice<UInt8>

        /// The body as text, or `nil` if it is not UTF-8 or has letters with more than 30 marks.
        public var text: String? {
            guard let text = String(validating: body, as: UTF8.self), text.isStreamSafe else { return nil }
            return text
        }
    }

    /// How many parts a body may have, and how many bytes of headers each.
    public struct Limits: Sendable {
        public var parts: Int
        public var headerBytes: Int

        public init(parts: Int = 200, headerBytes: Int = 4096) {
            self.parts = parts
            self.headerBytes = headerBytes
        }
    }

    public let parts: [Part]

    /// Throws 415 for another media type and 400 for a body that does not follow the grammar.
    public init(_ request: Request, limits: Limits = Limits()) throws(HTTPError) {
        guard request.contentType == "multipart/form-data" else {
            throw HTTPError(.unsupportedMediaType, "Unsupported media type \"\(request.contentType)\" in request.")
        }
        let header = request.headers["Content-Type"] ?? ""
        guard let boundary = HeaderParameters(header)["boundary"], Multipart.isBoundary(boundary) else {
            throw Multipart.malformed("Invalid boundary")
        }
        parts = try Multipart.parse(request.body, boundary: Array(boundary.utf8), limits: limits)
    }

    /// The text of the first field of that name, or `nil`.
    public func text(_ name: String) -> String? { parts.first { $0.name == name && $0.fileName == nil }?.text }

    /// The files of that name in order; browsers send an empty one without a name where none was chosen.
    public func files(_ name: String) -> [Part] {
        parts.filter { $0.name == name && $0.fileName != nil && !($0.fileName == "" && $0.body.isEmpty) }
    }

    static func malformed(_ reason: String) -> HTTPError {
        HTTPError(.badRequest, "Multipart form parse error - \(reason)")
    }

    /// Whether the text is 1 to 70 characters of those that RFC 2046 (section 5.1.1) allows, the last no space.
    private static func isBoundary(_ text: String) -> Bool {
        guard 1...70 ~= text.utf8.count, text.last != " " else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "'()+_,-./:=? ".utf8.contains(byte)
            }
        }
    }
}

extension Multipart {
    private static func parse(
        _ body: [UInt8],
        boundary: [UInt8],
        limits: Limits
    ) throws(HTTPError) -> [Part] {
        var scanner = DelimiterScanner(body, boundary: boundary)
        guard var delimiter = scanner.next() else { throw malformed("the boundary does not occur") }
        var parts: [Part] = []
        while !delimiter.isLast {
            guard let end = scanner.next() else { throw malformed("the last boundary is missing") }
            guard parts.count < limits.parts else {
                throw HTTPError(.contentTooLarge, "The form has more than \(limits.parts) parts.")
            }
            parts.append(try part(body[delimiter.end..<max(delimiter.end, end.start)], limits))
            delimiter = end
        }
        return parts
    }

    private static func part(_ bytes: ArraySlice<UInt8>, _ limits: Limits) throws(HTTPError) -> Part {
        let lines = try headerLines(bytes, limits)
        var disposition: String?
        for line in lines.fields {
            let sides = line.split(separator: ":", maxSplits: 1)
            guard sides.count == 2 else { throw malformed("a part's header has no colon") }
            switch sides[0].trimmingSpaces.lowercased() {
            case "content-disposition": disposition = String(sides[1].trimmingSpaces)
            case "content-transfer-encoding":
                guard ["7bit", "8bit", "binary"].contains(sides[1].trimmingSpaces.lowercased()) else {
                    throw malformed("transfer encodings are not used in forms")
                }
            default: break
            }
        }
        guard let disposition else { throw malformed("a part has no Content-Disposition") }
        let parameters = HeaderParameters(disposition)
        guard parameters.value.lowercased() == "form-data", let name = parameters["name"] else {
            throw malformed("a part is not form-data with a name")
        }
        return Part(
            name: name,
            fileName: parameters["filename"].map { String($0.split { $0 == "/" || $0 == "\\" }.last ?? "") },
            body: bytes[lines.end...]
        )
    }

    /// The header lines up to the empty one, and where the body after it begins.
    private static func headerLines(_ bytes: ArraySlice<UInt8>, _ limits: Limits) throws(HTTPError) -> (
        fields: [String], end: Int
    ) {
        var fields: [String] = []
        var start = bytes.startIndex
        while true {
            let window = bytes[start...].prefix(limits.headerBytes)
            guard
                let end = window.indices.first(where: {
                    window[$0] == 0x0D && $0 + 1 < bytes.endIndex && bytes[$0 + 1] == 0x0A
                })
            else { throw malformed("a part's headers do not end") }
            if end == start { return (fields, end + 2) }
            guard let line = String(validating: bytes[start..<end], as: UTF8.self) else {
                throw malformed("a part's header is not UTF-8")
            }
            fields.append(line)
            start = end + 2
            guard start - bytes.startIndex <= limits.headerBytes else {
                throw malformed("a part's headers are too long")
            }
        }
    }
}

/// Finds the lines `--boundary` and `--boundary--`.
private struct DelimiterScanner {
    struct Delimiter {
        /// Where the content before it ends: the line break before the delimiter belongs to the delimiter.
        let start: Int
        let end: Int
        let isLast: Bool
    }

    private let body: [UInt8]
    private let dashed: [UInt8]
    private var position = 0

    init(_ body: [UInt8], boundary: [UInt8]) {
        self.body = body
        dashed = [0x2D, 0x2D] + boundary
    }

    mutating func next() -> Delimiter? {
        if position == 0, let delimiter = delimiter(at: 0, lineStart: 0) { return delimiter }
        while position + 1 < body.count {
            guard let found = body[position...].firstIndex(of: 0x0D) else { return nil }
            position = found + 1
            guard position < body.count, body[position] == 0x0A else { continue }
            if let delimiter = delimiter(at: found + 2, lineStart: found) { return delimiter }
        }
        return nil
    }

    /// The delimiter whose dashes begin at `index`, unless what stands there only begins like one.
    private mutating func delimiter(at index: Int, lineStart: Int) -> Delimiter? {
        guard body.count - index >= dashed.count, body[index..<index + dashed.count].elementsEqual(dashed) else {
            return nil
        }
        var end = index + dashed.count
        let isLast = body.count - end >= 2 && body[end] == 0x2D && body[end + 1] == 0x2D
        if isLast {
            position = body.count
            return Delimiter(start: lineStart, end: end + 2, isLast: true)
        }
        while end < body.count, body[end] == 0x20 || body[end] == 0x09 { end += 1 }
        guard end + 1 < body.count, body[end] == 0x0D, body[end + 1] == 0x0A else { return nil }
        // The next delimiter may begin with this line break: a part without headers and content.
        position = end
        return Delimiter(start: lineStart, end: end + 2, isLast: false)
    }
}
