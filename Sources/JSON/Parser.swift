extension JSON {
    /// Reads one JSON text (RFC 8259): strict UTF-8, nothing before or after it, nothing lenient.
    ///
    /// Of text from strangers `maximumValues` bounds the memory it takes: in a megabyte there may be half a million values, and
    /// each takes twenty times the bytes that it is written with.
    public static func parse(
        _ bytes: [UInt8],
        maximumDepth: Int = 64,
        maximumValues: Int = .max
    ) throws(JSONError) -> JSON {
        var parser = Parser(bytes: bytes, maximumDepth: maximumDepth, maximumValues: maximumValues)
        return try parser.text()
    }

    /// Reads one JSON text.
    public static func parse(_ text: String, maximumDepth: Int = 64) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), maximumDepth: maximumDepth)
    }
}

/// Reads a JSON text from its first byte to its last.
struct Parser {
    let bytes: [UInt8]
    let maximumDepth: Int
    let maximumValues: Int
    var position = 0
    private var depth = 0
    /// How many values there were so far.
    private var values = 0

    init(bytes: [UInt8], maximumDepth: Int, maximumValues: Int = .max) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        self.maximumValues = maximumValues
    }

    mutating func text() throws(JSONError) -> JSON {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw failure(.encoding, "Unexpected UTF-8 BOM", at: 0) }
        let value = try value()
        guard next() == nil else { throw failure("Extra data") }
        return value
    }

    /// The next byte that is not white space, left unread.
    private mutating func next() -> UInt8? {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return nil
    }

    private mutating func value() throws(JSONError) -> JSON {
        guard values < maximumValues else { throw failure(.limit, "More than \(maximumValues) values", at: position) }
        values += 1
        switch next() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in .object(try parser.object()) }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in .array(try parser.array()) }
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(_ body: (inout Parser) throws(JSONError) -> JSON) throws(JSONError) -> JSON {
        guard depth < maximumDepth else { throw failure(.limit, "Nested more than \(maximumDepth) deep", at: position) }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        guard bytes[position...].starts(with: word.description.utf8) else { throw failure("Expecting value") }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func array() throws(JSONError) -> [JSON] {
        var elements: [JSON] = []
        if next() == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value())
            guard try anotherFollows(closing: UInt8(ascii: "]")) else { return elements }
        }
    }

    private mutating func object() throws(JSONError) -> JSON.Object {
        var members = JSON.Object()
        if next() == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            guard next() == UInt8(ascii: "\"") else {
                throw failure("Expecting property name enclosed in double quotes")
            }
            let key = try string()
            guard next() == UInt8(ascii: ":") else { throw failure("Expecting ':' delimiter") }
            position += 1
            members[key] = try value()
            guard try anotherFollows(closing: UInt8(ascii: "}")) else { return members }
        }
    }

    private mutating func anotherFollows(closing: UInt8) throws(JSONError) -> Bool {
        let byte = next()
        guard byte == UInt8(ascii: ",") || byte == closing else { throw failure("Expecting ',' delimiter") }
        position += 1
        return byte != closing
    }

    func failure(_ reason: String) -> JSONError { failure(.syntax, reason, at: position) }

    func failure(_ kind: JSONError.Kind, _ reason: String, at offset: Int) -> JSONError {
        JSONError(kind, reason, at: offset, in: bytes)
    }
}
