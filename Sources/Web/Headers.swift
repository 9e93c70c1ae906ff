/// Header fields in the order they were set; names compare without case (RFC 9110, section 5.1).
public struct Headers: Equatable, Sendable, Sequence {
    private var fields: [(name: String, value: String)] = []

    public init() {}

    public init(_ pairs: KeyValuePairs<String, String>) {
        for (name, value) in pairs { fields.append((name, value)) }
    }

    /// The first field of that name.
    ///
    /// Setting replaces every field of that name; `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { Headers.same($0.name, name) }?.value }
        set {
            fields.removeAll { Headers.same($0.name, name) }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    /// Adds a field beside others of the same name, for `Set-Cookie`.
    public mutating func add(_ name: String, _ value: String) { fields.append((name, value)) }

    /// Every value of that name.
    public func all(_ name: String) -> [String] { fields.filter { Headers.same($0.name, name) }.map(\.value) }

    public func makeIterator() -> IndexingIterator<[(name: String, value: String)]> { fields.makeIterator() }

    public static func == (left: Headers, right: Headers) -> Bool {
        left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8) { lowercased($0) == lowercased($1) }
    }

    /// Names are ASCII tokens.
    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
