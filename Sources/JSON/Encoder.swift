extension JSON {
    /// The compact text of this value as UTF-8 bytes.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        encode(into: &bytes)
        return bytes
    }

    /// The compact text of this value.
    public var text: String { String(decoding: encoded(), as: UTF8.self) }

    /// Appends the compact text of this value as UTF-8.
    ///
    /// Characters beyond ASCII are written as they are. JSON has no infinity and no NaN: they become `null`.
    public func encode(into bytes: inout [UInt8]) {
        Encoder(escapesMarkup: false).encode(self, into: &bytes)
    }

    /// The compact text with `<`, `>` and `&` escaped, so that it may stand inside a `<script>` element.
    public func encodedForHTML() -> [UInt8] {
        var bytes: [UInt8] = []
        Encoder(escapesMarkup: true).encode(self, into: &bytes)
        return bytes
    }
}

/// Writes values as compact JSON text.
struct Encoder {
    let escapesMarkup: Bool

    func encode(_ value: JSON, into bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(true): bytes.append(contentsOf: "true".utf8)
        case .bool(false): bytes.append(contentsOf: "false".utf8)
        case .int(let number): bytes.append(contentsOf: String(number).utf8)
        case .double(let number): bytes.append(contentsOf: number.isFinite ? number.description.utf8 : "null".utf8)
        case .string(let text): encode(text, into: &bytes)
        case .array(let elements): encode(elements, into: &bytes)
        case .object(let members): encode(members, into: &bytes)
        }
    }

    private func encode(_ elements: [JSON], into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            encode(element, into: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func encode(_ members: JSON.Object, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for (key, value) in members {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            encode(key, into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            encode(value, into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func encode(_ text: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.contains(where: needsEscape) {
            for byte in text.utf8 { if needsEscape(byte) { escape(byte, into: &bytes) } else { bytes.append(byte) } }
        } else {
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func needsEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case ..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"): true
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): escapesMarkup
        default: false
        }
    }

    private func escape(_ byte: UInt8, into bytes: inout [UInt8]) {
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
