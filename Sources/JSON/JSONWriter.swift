/// A value that can write itself as JSON text.
public protocol JSONWritable {
    func write(to writer: inout JSONWriter)
}

/// Writes compact JSON text as UTF-8, member by member.
///
/// An answer of many rows is written straight from the rows: a tree of `JSON` values would cost several times what its
/// text does. Characters beyond ASCII are written as they are. JSON has no infinity and no NaN: they become `null`.
public struct JSONWriter: ~Copyable {
    private var buffer = TextBuffer(capacity: 4096)
    private let escapesMarkup: Bool
    /// Whether what comes next is the first in its array or object.
    private var isFirst = true

    public init() { self.init(escapesMarkup: false) }

    /// With `escapesMarkup`, `<`, `>` and `&` are escaped too, so that the text may stand inside a `<script>` element.
    init(escapesMarkup: Bool) { self.escapesMarkup = escapesMarkup }

    /// What was written.
    public var bytes: [UInt8] { buffer.bytes }

    /// Writes an object, whose members `body` writes with `member`.
    public mutating func object<Failure>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        buffer.append(UInt8(ascii: "{"))
        isFirst = true
        try body(&self)
        buffer.append(UInt8(ascii: "}"))
        isFirst = false
    }

    /// Writes a member whose key needs no escape, as the keys of our answers, which stand in the program.
    public mutating func member(_ key: StaticString, _ value: some JSONWritable) {
        member(key)
        value.write(to: &self)
    }

    /// Writes a member that is an array, whose elements `body` writes with `element`.
    public mutating func member<Failure>(
        _ key: StaticString,
        array body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        member(key)
        try array(body)
    }

    @inline(__always)
    private mutating func member(_ key: StaticString) {
        buffer.reserve(key.utf8CodeUnitCount + 4)
        if !isFirst { buffer.append(reserved: UInt8(ascii: ",")) }
        buffer.append(reserved: UInt8(ascii: "\""))
        buffer.append(reserved: key)
        buffer.append(reserved: UInt8(ascii: "\""))
        buffer.append(reserved: UInt8(ascii: ":"))
        isFirst = false
    }

    /// Writes a member whose key came from elsewhere.
    mutating func member(named key: String, _ value: some JSONWritable) {
        separate()
        string(key)
        buffer.append(UInt8(ascii: ":"))
        value.write(to: &self)
    }

    public mutating func array(_ elements: some Sequence<some JSONWritable>) {
        array { json in
            for element in elements { json.element(element) }
        }
    }

    /// Writes an array, whose elements `body` writes with `element`.
    public mutating func array<Failure>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        buffer.append(UInt8(ascii: "["))
        isFirst = true
        try body(&self)
        buffer.append(UInt8(ascii: "]"))
        isFirst = false
    }

    public mutating func element(_ value: some JSONWritable) {
        separate()
        value.write(to: &self)
    }

    public mutating func string(_ text: String) { string(text.utf8Span.span) }

    /// Writes a string of UTF-8.
    public mutating func string(_ text: Span<UInt8>) {
        if escapesMarkup || !text.isPlainJSON { escape(text) } else { quote(text) }
    }

    /// Writes a string of `text`, which must need no escape: an id.
    public mutating func quoted(_ text: String) {
        quote(text.utf8Span.span)
    }

    /// Writes a string of what `body` appends, at most so many bytes, which must need no escape: a date.
    public mutating func quoted(addingCapacity length: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        buffer.append(addingCapacity: length + 2) { output in
            output.append(UInt8(ascii: "\""))
            body(&output)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Writes `true`, `false` or `null`.
    mutating func literal(_ text: StaticString) { buffer.append(text) }

    /// Writes a number whose text is the same in Swift and in JSON.
    mutating func number(_ text: String) {
        let digits = text.utf8Span.span
        buffer.reserve(digits.count)
        buffer.append(reserved: digits)
    }

    mutating func integer(_ number: Int64) {
        // Most are seats and minutes.
        guard !(0..<10 ~= number) else { return buffer.append(UInt8(ascii: "0") + UInt8(number)) }
        self.number(String(number))
    }

    private mutating func quote(_ text: Span<UInt8>) {
        buffer.reserve(text.count + 2)
        buffer.append(reserved: UInt8(ascii: "\""))
        buffer.append(reserved: text)
        buffer.append(reserved: UInt8(ascii: "\""))
    }

    private mutating func escape(_ text: Span<UInt8>) {
        buffer.append(UInt8(ascii: "\""))
        for index in text.indices {
            let byte = text[index]
            if JSONWriter.needsEscape(byte, escapesMarkup) { escape(byte) } else { buffer.append(byte) }
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private mutating func separate() {
        if !isFirst { buffer.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    /// What `isPlainJSON` looks for eight bytes at a time, and markup.
    private static func needsEscape(_ byte: UInt8, _ escapesMarkup: Bool) -> Bool {
        switch byte {
        case ..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): true
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): escapesMarkup
        default: false
        }
    }

    private mutating func escape(_ byte: UInt8) {
        buffer.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): buffer.append(byte)
        case 0x08: buffer.append(UInt8(ascii: "b"))
        case 0x0C: buffer.append(UInt8(ascii: "f"))
        case 0x0A: buffer.append(UInt8(ascii: "n"))
        case 0x0D: buffer.append(UInt8(ascii: "r"))
        case 0x09: buffer.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            buffer.append("u00")
            buffer.append(digits[Int(byte >> 4)])
            buffer.append(digits[Int(byte & 15)])
        }
    }
}
