/// The form of an e-mail address, as far as a server that will write to it must insist (RFC 5321, sections 4.1.2 and
/// 4.5.3.1; RFC 6531 for what is beyond ASCII).
///
/// Quoted local parts and address literals are refused: no candidate has one, and they are how headers are attacked.
public enum EmailSyntax {
    public static func isValid(_ text: String) -> Bool {
        guard text.utf8.count <= 254, let at = text.utf8.firstIndex(of: UInt8(ascii: "@")) else { return false }
        return isLocalPart(text.unicodeScalars[..<at])
            && isDomain(text.unicodeScalars[text.utf8.index(after: at)...])
    }

    private static func isLocalPart(_ text: Substring.UnicodeScalarView) -> Bool {
        Substring(text).utf8.count <= 64
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { word in
                !word.isEmpty && word.allSatisfy { $0.isASCII ? isAtom(UInt8($0.value)) : isVisible($0) }
            }
    }

    private static func isDomain(_ text: Substring.UnicodeScalarView) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && Substring(text).utf8.count <= 253 && labels.allSatisfy(isLabel)
    }

    /// No mark may begin a label (RFC 5891, section 4.2.3.2).
    private static func isLabel(_ text: Substring.UnicodeScalarView) -> Bool {
        guard let first = text.first, first != "-", text.last != "-", !isMark(first) else { return false }
        return Substring(text).utf8.count <= 63
            && text.allSatisfy { scalar in
                switch scalar.value {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
                default: !scalar.isASCII && isVisible(scalar)
                }
            }
    }

    /// The `atext` of RFC 5322, section 3.2.3.
    private static func isAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
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
