extension Parser {
    /// Reads the string whose opening quote is the next byte.
    mutating func string() throws(JSONError) -> String {
        let quote = position
        position += 1
        var run = position
        // Filled only once an escape is met; most strings have none and are one copy of the input.
        var unescaped: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                if !unescaped.isEmpty { unescaped.append(contentsOf: bytes[run..<position]) }
                let text =
                    unescaped.isEmpty
                    ? String(decoding: bytes[run..<position], as: UTF8.self)
                    : String(decoding: unescaped, as: UTF8.self)
                guard text.isStreamSafe else { throw failure(.limit, "More than 30 marks on one letter", at: quote) }
                return text
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: bytes[run..<position])
                unescaped.append(contentsOf: try escape().utf8)
                run = position
            case ..<0x20:
                throw failure("Invalid control character at")
            case ..<0x80:
                position += 1
            default:
                position += try lengthOfSequence()
            }
        }
        throw failure(.syntax, "Unterminated string starting at", at: quote)
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = position
        position += 2
        switch peek(start + 1) {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape(from: start)
        default: throw failure(.syntax, "Invalid \\escape", at: start)
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(JSONError) -> Unicode.Scalar {
        let unit = try hexadecimal(escapeAt: start)
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, peek(position) == UInt8(ascii: "\\"), peek(position + 1) == UInt8(ascii: "u") else {
            throw failure(.syntax, "Unpaired surrogate", at: start)
        }
        position += 2
        let low = try hexadecimal(escapeAt: position - 2)
        guard 0xDC00..<0xE000 ~= low, let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw failure(.syntax, "Unpaired surrogate", at: start) }
        return scalar
    }

    private mutating func hexadecimal(escapeAt start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(position), let digit = hexadecimalValue(byte) else {
                throw failure(.syntax, "Invalid \\uXXXX escape", at: start)
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private func hexadecimalValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    /// How many bytes the well-formed UTF-8 sequence of more than one byte takes that begins here (Unicode, table 3-7).
    private func lengthOfSequence() throws(JSONError) -> Int {
        let lead = bytes[position]
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0...0)
            }
        guard length > 0, let byte = peek(position + 1), second ~= byte,
            (2..<max(length, 2)).allSatisfy({ peek(position + $0).map { $0 & 0xC0 == 0x80 } ?? false })
        else { throw failure(.encoding, "Invalid UTF-8", at: position) }
        return length
    }
}
