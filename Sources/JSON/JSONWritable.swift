extension JSON: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.literal("null")
        case .bool(let value): value.write(to: &writer)
        case .int(let number): number.write(to: &writer)
        case .double(let number): number.isFinite ? writer.number(number.description) : writer.literal("null")
        case .string(let text): writer.string(text)
        case .array(let elements): writer.array(elements)
        case .object(let members): members.write(to: &writer)
        }
    }
}

extension JSON.Object: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for (key, value) in self { writer.member(named: key, value) }
        }
    }
}

extension String: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.string(self) }
}

extension Bool: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.literal(self ? "true" : "false") }
}

extension Int: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.integer(Int64(self)) }
}

extension Int64: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.integer(self) }
}

/// A missing value is `null`; a member that is to be absent is not written at all.
extension Optional: JSONWritable where Wrapped: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .some(let value): value.write(to: &writer)
        case .none: writer.literal("null")
        }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.array(self) }
}

extension JSONWritable {
    /// The compact text of this value as UTF-8 bytes.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }
}

extension JSON {
    /// The compact text of this value.
    public var text: String { String(decoding: encoded(), as: UTF8.self) }

    /// The compact text with `<`, `>` and `&` escaped, so that it may stand inside a `<script>` element.
    public func encodedForHTML() -> [UInt8] {
        var writer = JSONWriter(escapesMarkup: true)
        write(to: &writer)
        return writer.bytes
    }
}
