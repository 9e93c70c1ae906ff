/// Header fields of RFC 5322, folded, with RFC 2047 where ASCII does not do.
///
/// Text from people is made of visible characters and single spaces before it is used: a line break in a name cannot
/// become a header of its own.
enum Header {
    private static let preferredLine = 76

    static func unstructured(_ name: String, _ text: String) -> String {
        let words = words(of: text)
        let isPlain = words.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } && $0.utf8.count < 70 && !$0.contains("=?") }
        return fold(name, isPlain ? words : EncodedWord.encode(words.joined(separator: " ")))
    }

    static func mailbox(_ name: String, _ mailbox: Mailbox) -> String {
        let words = words(of: mailbox.name)
        guard !words.isEmpty else { return "\(name): \(mailbox.address.wire)" }
        return fold(name, phrase(words) + ["<\(mailbox.address.wire)>"])
    }

    /// A display name: plain words, or one quoted string, or encoded words.
    private static func phrase(_ words: [String]) -> [String] {
        let text = words.joined(separator: " ")
        if words.allSatisfy({ $0.utf8.allSatisfy(isAtom) && $0.utf8.count < 60 }) { return words }
        guard text.utf8.allSatisfy({ $0 < 0x80 }), text.utf8.count < 60, !text.contains("=?") else {
            return EncodedWord.encode(text)
        }
        return ["\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""]
    }

    private static func words(of text: String) -> [String] {
        text.unicodeScalars.split { !$0.isVisible && !Header.isJoiner($0) }.map { String($0) }
    }

    /// Zero-width joiners are invisible, but Hindi and emoji are spelt with them.
    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{200C}" || scalar == "\u{200D}" }

    private static func isAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "&"): true
        default: false
        }
    }

    /// Breaks the line before a word that would pass the preferred width.
    private static func fold(_ name: String, _ words: [String]) -> String {
        var output = "\(name):"
        var width = output.utf8.count
        for word in words {
            if width + 1 + word.utf8.count > preferredLine, width > name.utf8.count + 1 {
                output += "\r\n"
                width = 0
            }
            output += " " + word
            width += 1 + word.utf8.count
        }
        return output
    }
}

/// RFC 2047's `=?utf-8?B?…?=`, which carries any text in ASCII.
enum EncodedWord {
    /// 39 bytes make 52 characters of base64, so that a word and a field's name fit into the 76 that a line may have.
    private static let bytesPerWord = 39

    /// Words that read as `text` when put side by side; no character is split between two.
    static func encode(_ text: String) -> [String] {
        var words: [String] = []
        var chunk: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunk.count + bytes.count > bytesPerWord {
                words.append(word(chunk))
                chunk = []
            }
            chunk += bytes
        }
        if !chunk.isEmpty { words.append(word(chunk)) }
        return words
    }

    private static func word(_ bytes: [UInt8]) -> String { "=?utf-8?B?\(Base64.encode(bytes))?=" }
}
