/// RFC 2045 6.7: text in ASCII lines of at most 76 characters.
enum QuotedPrintable {
    static func encode(_ text: String) -> String {
        lines(of: text).map(encodeLine).joined(separator: "\r\n")
    }

    /// The lines of `text`, whichever of CR LF, LF or CR ends them.
    private static func lines(of text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x0A where previous == 0x0D: break
            case 0x0A, 0x0D: lines.append([])
            default: lines[lines.count - 1].append(byte)
            }
            previous = byte
        }
        return lines
    }

    private static func encodeLine(_ line: [UInt8]) -> String {
        var output = ""
        var width = 0
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let token = token(for: byte, isLast: isLast, startsFromLine: index == 0 && line.starts(with: "From ".utf8))
            // One column stays free for the "=" that says the line goes on.
            if width + token.utf8.count > (isLast ? 76 : 75) {
                output += "=\r\n"
                width = 0
            }
            output += token
            width += token.utf8.count
        }
        return output
    }

    private static func token(for byte: UInt8, isLast: Bool, startsFromLine: Bool) -> String {
        switch byte {
        case UInt8(ascii: "F") where startsFromLine: "=46"  // Mailbox files take "From " for a new message.
        case UInt8(ascii: " "), UInt8(ascii: "\t"): isLast ? "=\(hex(byte))" : String(UnicodeScalar(byte))
        case 0x21...0x3C, 0x3E...0x7E: String(UnicodeScalar(byte))
        default: "=\(hex(byte))"
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0\(text)" : text
    }
}
