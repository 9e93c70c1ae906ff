/// RFC 2045 6.7: text in ASCII lines of at most 76 characters.
enum QuotedPrintable {
    static func encode(_ text: String) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count * 9 / 8)
        append(text, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends the lines of `text`, whichever of CR LF, LF or CR ends them, with CR LF between.
    private static func append(_ text: String, to output: inout [UInt8]) {
        let bytes = text.utf8Span.span
        var start = 0
        for index in bytes.indices {
            let isEnd = bytes[index] == 0x0A || bytes[index] == 0x0D
            guard isEnd else { continue }
            if bytes[index] == 0x0A, index > 0, bytes[index - 1] == 0x0D {
                start = index + 1
                continue
            }
            appendLine(bytes.extracting(start..<index), to: &output)
            output.append(contentsOf: "\r\n".utf8)
            start = index + 1
        }
        appendLine(bytes.extracting(start..<bytes.count), to: &output)
    }

    private static func appendLine(_ line: Span<UInt8>, to output: inout [UInt8]) {
        let startsFromLine = starts(line, with: "From ")
        var width = 0
        for index in line.indices {
            let isLast = index == line.count - 1
            let isPlain = isPlain(line[index], isLast: isLast) && !(index == 0 && startsFromLine)
            // One column stays free for the "=" that says the line goes on.
            if width + (isPlain ? 1 : 3) > (isLast ? 76 : 75) {
                output.append(contentsOf: "=\r\n".utf8)
                width = 0
            }
            if isPlain {
                output.append(line[index])
                width += 1
            } else {
                output.append(UInt8(ascii: "="))
                output.append(digit(line[index] >> 4))
                output.append(digit(line[index] & 15))
                width += 3
            }
        }
    }

    /// Mailbox files take "From " for a new message.
    private static func starts(_ line: Span<UInt8>, with prefix: String) -> Bool {
        line.count >= prefix.utf8.count && zip(line.indices, prefix.utf8).allSatisfy { line[$0] == $1 }
    }

    /// Whether the byte stands for itself; white space does not at the end of a line.
    private static func isPlain(_ byte: UInt8, isLast: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"): !isLast
        case 0x21...0x3C, 0x3E...0x7E: true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }
}
