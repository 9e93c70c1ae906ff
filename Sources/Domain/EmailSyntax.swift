/// The form of an e-mail address, as far as a server that will write to it must insist (RFC 5321, sections 4.1.2 and
/// 4.5.3.1; RFC 6531 for what is beyond ASCII).
///
/// Quoted local parts and address literals are refused: no candidate has one, and they are how headers are attacked.
public enum EmailSyntax {
    public static func isValid(_ text: String) -> Bool {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, text.utf8.count <= 254 else { return false }
        return isLocalPart(sides[0]) && isDomain(sides[1])
    }

    private static func isLocalPart(_ text: Substring) -> Bool {
        guard !text.isEmpty, text.utf8.count <= 64, text.first != ".", text.last != ".", !text.contains("..") else {
            return false
        }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.value < 0x80 ? isAtom(UInt8(scalar.value)) : isVisible(scalar)
        }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, text.utf8.count <= 253 else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63 && label.first != "-" && label.last != "-"
                && label.unicodeScalars.allSatisfy { scalar in
                    switch scalar.value {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
                    case 0..<0x80: false
                    default: isVisible(scalar)
                    }
                }
        }
    }

    /// The `atext` of RFC 5322, section 3.2.3, and the dot.
    private static func isAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-/=?^_`{|}~.".utf8.contains(byte)
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }
}
