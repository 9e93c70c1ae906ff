/// The parameters of a request: the CGI variables and the request's headers as `HTTP_…`.
public struct Parameters: Sendable {
    public private(set) var values: [String: String] = [:]
    /// The names of values that were not UTF-8 and were repaired with U+FFFD.
    public private(set) var repaired: Set<String> = []

    init() { values.reserveCapacity(40) }

    /// Parameters that did not come over a socket, for tests.
    public init(_ values: [String: String], repaired: Set<String> = []) {
        self.values = values
        self.repaired = repaired
    }

    public subscript(name: String) -> String? { values[name] }

    /// Adds `NAME=value`.
    mutating func add(_ entry: Span<UInt8>) {
        guard let equals = entry.indices.first(where: { entry[$0] == UInt8(ascii: "=") }) else { return }
        let (name, _) = Parameters.text(entry.extracting(..<equals))
        let (value, isRepaired) = Parameters.text(entry.extracting((equals + 1)...))
        values[name] = value
        if isRepaired { repaired.insert(name) }
    }

    private static func text(_ bytes: Span<UInt8>) -> (text: String, isRepaired: Bool) {
        if let valid = try? UTF8Span(validating: bytes) { return (String(copying: valid), false) }
        return unsafe (bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }, true)
    }
}
