/// A value that can write itself as JSON text.
public protocol JSONWritable {
    func write(to writer: inout JSONWriter)
}

/// Writes compact JSON text as UTF-8, member by member.
///
/// An answer of many rows is written straight from the rows: a tree of `JSON` values would cost several times what its
/// text does. Characters beyond ASCII are written as they are. JSON has no infinity and no NaN: they become `null`.
public struct JSONWriter {
    public private(set) var bytes: [UInt8] = []
    private let escapesMarkup: Bool
    /// Whether what comes next is the first in its array or object.
    private var isFirst = true

    public init() { self.init(escapesMarkup: false) }

    /// With `escapesMarkup`, `<`, `>` and `&` are escaped too, so that the text may stand inside a `<script>` element.
    init(escapesMarkup: Bool) {
        self.escapesMarkup = escapesMarkup
        bytes.reserveCapacity(1024)
    }

    /// Writes an object, whose members `body` writes with `member`.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        isFirst = false
    }

    /// Writes a member whose key needs no escape, as the keys of our answers, which stand in the program.
    public mutating func member(_ key: StaticString, _ value: some JSONWritable) {
        let isFirst = isFirst
        self.isFirst = false
        bytes.append(addingCapacity: key.utf8CodeUnitCount + 4) { output in
            if !isFirst { output.append(UInt8(ascii: ",")) }
            output.append(UInt8(ascii: "\""))
            key.withUTF8Buffer { key in
                unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                    _ = unsafe buffer[count...].initialize(fromContentsOf: key)
                    count += key.count
                }
            }
            output.append(UInt8(ascii: "\""))
            output.append(UInt8(ascii: ":"))
        }
        value.write(to: &self)
    }

    /// Writes a member whose key came from elsewhere.
    mutating func member(named key: String, _ value: some JSONWritable) {
        separate()
        string(key)
        bytes.append(UInt8(ascii: ":"))
        value.write(to: &self)
    }

    public mutating func array(_ elements: some Sequence<some JSONWritable>) {
        bytes.append(UInt8(ascii: "["))
        isFirst = true
        for element in elements {
            separate()
            element.write(to: &self)
        }
        bytes.append(UInt8(ascii: "]"))
        isFirst = false
    }

    public mutating func string(_ text: String) {
        let (begin, escapesMarkup) = (bytes.count, escapesMarkup)
        let span = text.utf8Span.span
        var isPlain = true
        bytes.append(addingCapacity: span.count + 2) { output in
            output.append(UInt8(ascii: "\""))
            for index in span.indices {
                guard !JSONWriter.needsEscape(span[index], escapesMarkup) else {
                    isPlain = false
                    return
                }
                output.append(span[index])
            }
            output.append(UInt8(ascii: "\""))
        }
        guard !isPlain else { return }
        bytes.removeLast(bytes.count - begin)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if JSONWriter.needsEscape(byte, escapesMarkup) { escape(byte) } else { bytes.append(byte) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a string of `text`, which must need no escape: an id.
    public mutating func quoted(_ text: String) {
        let span = text.utf8Span.span
        bytes.append(addingCapacity: span.count + 2) { output in
            output.append(UInt8(ascii: "\""))
            for index in span.indices { output.append(span[index]) }
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Writes a string of what `body` appends, which must need no escape: a date.
    public mutating func quoted(_ body: (inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "\""))
        body(&bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes `true`, `false` or `null`.
    mutating func literal(_ text: StaticString) { text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) } }

    /// Writes a number whose text is the same in Swift and in JSON.
    mutating func number(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func integer(_ number: Int64) {
        let magnitude = number.magnitude
        var unit: UInt64 = 1
        while magnitude / unit >= 10 { unit *= 10 }
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(magnitude / unit % 10))
            unit /= 10
        }
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private static func needsEscape(_ byte: UInt8, _ escapesMarkup: Bool) -> Bool {
        switch byte {
        case ..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): true
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): escapesMarkup
        default: false
        }
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }
}
