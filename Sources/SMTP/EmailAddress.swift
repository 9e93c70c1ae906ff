/// An address that can be put into an SMTP command and a header as it is.
///
/// libcurl hands addresses to the server unchecked, and a line break in one is a second command. So what is allowed is
/// listed, not what is forbidden: dot-separated words of RFC 5322 `atext`, and letters beyond ASCII (RFC 6531), within
/// the lengths of RFC 5321. Quoted local parts and address literals are refused.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    public let localPart: String
    public let domain: String
    /// The domain as the DNS has it; the same unless it has letters beyond ASCII.
    public let asciiDomain: String

    public init(_ text: String) throws(MailError) {
        guard !text.isEmpty else { throw .invalidAddress("There is no e-mail address.") }
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else {
            throw .invalidAddress("An e-mail address needs an @ with a name before it and a domain after it.")
        }
        localPart = String(text[..<at])
        domain = String(text[text.index(after: at)...])
        guard text.utf8.count <= 254, (1...64).contains(localPart.utf8.count) else {
            throw .invalidAddress("An e-mail address has 1 to 64 bytes before the @ and at most 254 in all.")
        }
        guard EmailAddress.isDotted(localPart, word: { $0.allSatisfy(EmailAddress.isAtom) }) else {
            throw .invalidAddress("The part before the @ has a character or a dot that does not belong there.")
        }
        guard EmailAddress.isDomain(domain), let ascii = DomainName.ascii(domain),
            ascii == domain || EmailAddress.isDomain(ascii)
        else {
            throw .invalidAddress("The part after the @ is not a domain name.")
        }
        asciiDomain = ascii
    }

    public var description: String { "\(localPart)@\(domain)" }

    /// Whether it is written in ASCII.
    public var isASCII: Bool { description.utf8.allSatisfy { $0 < 0x80 } }

    /// The form for commands and headers, which any mail server knows unless the part before the @ is beyond ASCII.
    var wire: String { "\(localPart)@\(asciiDomain)" }

    /// Whether only a relay with SMTPUTF8 (RFC 6531) can take it.
    var needsUTF8: Bool { !localPart.utf8.allSatisfy { $0 < 0x80 } }

    static func isDomain(_ text: String) -> Bool {
        text.utf8.count <= 253
            && isDotted(text) { label in
                label.utf8.count <= 63 && label.first != "-" && label.last != "-" && label.allSatisfy(isLabel)
            }
    }

    private static func isDotted(_ text: String, word: (Substring.UnicodeScalarView) -> Bool) -> Bool {
        text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && word(part)
        }
    }

    private static func isAtom(_ scalar: Unicode.Scalar) -> Bool {
        isLabel(scalar) || "!#$%&'*+/=?^_`{|}~".unicodeScalars.contains(scalar)
    }

    private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        default: !scalar.isASCII && scalar.isVisible
        }
    }
}

extension Substring.UnicodeScalarView {
    fileprivate var utf8: Substring.UTF8View { Substring(self).utf8 }
}

extension Unicode.Scalar {
    /// A letter, mark, digit, symbol or punctuation: nothing that breaks a line, is empty, or turns the text around it.
    var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: false
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
