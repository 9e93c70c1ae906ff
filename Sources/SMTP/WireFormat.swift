/// What RFC 5321 asks of a message's bytes.
///
/// libcurl doubles leading dots but sends line ends as they are, and relays refuse or reinterpret a bare CR or LF.
enum WireFormat {
    static let longestLine = 998

    static func check(_ message: [UInt8]) throws(MailError) {
        var lineStart = 0
        var previous: UInt8 = 0
        for (index, byte) in message.enumerated() {
            if byte == 0 { throw .invalidMessage("The message holds a NUL byte.") }
            guard (byte == 0x0A) == (previous == 0x0D) else {
                throw .invalidMessage("The message has a line that does not end in CR LF.")
            }
            if byte == 0x0A {
                guard index - 1 - lineStart <= longestLine else {
                    throw .invalidMessage("The message has a line longer than \(longestLine) bytes.")
                }
                lineStart = index + 1
            }
            previous = byte
        }
        guard previous == 0x0A else { throw .invalidMessage("The message does not end in CR LF.") }
    }
}
