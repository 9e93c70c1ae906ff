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

    mutating func add(_ entry: UnsafeRawBufferPointer) {
        guard let equals = unsafe entry.firstIndex(of: UInt8(ascii: "=")) else { return }
        let name = unsafe String(decoding: entry[..<equals], as: UTF8.self)
        let bytes = unsafe entry[(equals + 1)...]
        if let value = unsafe String(validating: bytes, as: UTF8.self) {
            values[name] = value
        } else {
            unsafe values[name] = String(decoding: bytes, as: UTF8.self)
            repaired.insert(name)
        }
    }
}
