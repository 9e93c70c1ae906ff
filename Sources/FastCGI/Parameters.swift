/// The parameters of a request: the CGI variables and the request's headers as `HTTP_…` (RFC 3875, section 4.1).
///
/// They are kept as they came. nginx sends some thirty, of which a request is asked for a handful: only those become strings.
public struct Parameters: Sendable {
    /// A parameter's value.
    public struct Value: Equatable, Sendable {
        /// What was not UTF-8 is U+FFFD.
        public let text: String
        /// Whether something was not UTF-8.
        public let isRepaired: Bool

        fileprivate init(_ bytes: Span<UInt8>) {
            if let valid = try? UTF8Span(validating: bytes) {
                text = String(copying: valid)
                isRepaired = false
            } else {
                text = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
                isRepaired = true
            }
        }
    }

    /// Where `NAME=value` stands in `bytes`.
    private struct Entry {
        let start: Int
        let equals: Int
        let end: Int
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    init() {
        bytes.reserveCapacity(2048)
        entries.reserveCapacity(40)
    }

    /// Parameters that did not come over a socket, for tests.
    public init(_ values: [String: [UInt8]]) {
        self.init()
        for (name, value) in values { add((Array("\(name)=".utf8) + value).span) }
    }

    /// The value of that name, of several the last.
    public subscript(name: String) -> Value? {
        let wanted = name.utf8Span.span
        guard let entry = entries.last(where: { isNamed($0, wanted) }) else { return nil }
        return value(of: entry)
    }

    /// Calls `body` with name and value of each header of the request, of those that have the same name the last first.
    public func forEachHeader<Failure>(_ body: (String, Value) throws(Failure) -> Void) throws(Failure) {
        for entry in entries.reversed() where begins(entry, with: "HTTP_") || begins(entry, with: "CONTENT_") {
            let name = Value(bytes.span.extracting(entry.start..<entry.equals))
            try body(name.text, value(of: entry))
        }
    }

    /// Adds `NAME=value`; what has no name is left out.
    mutating func add(_ entry: Span<UInt8>) {
        guard let equals = entry.indices.first(where: { entry[$0] == UInt8(ascii: "=") }) else { return }
        let start = bytes.count
        unsafe entry.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        entries.append(Entry(start: start, equals: start + equals, end: bytes.count))
    }

    private func value(of entry: Entry) -> Value { Value(bytes.span.extracting((entry.equals + 1)..<entry.end)) }

    private func isNamed(_ entry: Entry, _ name: Span<UInt8>) -> Bool {
        entry.equals - entry.start == name.count && begins(entry, with: name)
    }

    private func begins(_ entry: Entry, with prefix: StaticString) -> Bool {
        prefix.withUTF8Buffer { unsafe begins(entry, with: $0.span) }
    }

    private func begins(_ entry: Entry, with prefix: Span<UInt8>) -> Bool {
        guard entry.equals - entry.start >= prefix.count else { return false }
        return prefix.indices.allSatisfy { bytes[entry.start + $0] == prefix[$0] }
    }
}
