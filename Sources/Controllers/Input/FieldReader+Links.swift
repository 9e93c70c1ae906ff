import CivilTime
import Web

extension FieldReader {
    /// A web address; other schemes are refused, since the frontend makes links of them.
    mutating func link(_ key: String, max: Int, _ rule: Rule = []) -> Field<String> {
        let field = text(key, max: max, rule)
        guard let text = field.value, !text.isEmpty else { return field }
        let lower = text.lowercased()
        let scheme = ["https://", "http://"].first { lower.hasPrefix($0) }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != "<" && $0 != "\"" }
        guard let scheme, text.utf8.count > scheme.utf8.count, isPlain else {
            errors.add(key, "Enter a valid URL.")
            return .absent
        }
        return field
    }

    /// The IANA name of a zone that the system knows.
    mutating func zone(_ key: String, _ rule: Rule = []) -> Field<String> {
        let field = text(key, max: 64, rule)
        guard let name = field.value, !name.isEmpty else { return field }
        do throws(ZoneError) {
            _ = try Zone.named(name)
            return field
        } catch {
            errors.add(key, "\"\(name)\" is not a known time zone.")
            return .absent
        }
    }

    /// A language's tag as in `hi` or `en-IN`; it need not be one that mail is written in.
    mutating func locale(_ key: String, _ rule: Rule = []) -> Field<String> {
        let field = text(key, max: 20, rule)
        guard let tag = field.value, !tag.isEmpty else { return field }
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        let isTag =
            (2...3).contains(parts[0].utf8.count)
            && parts[0].utf8.allSatisfy { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 }
            && parts.allSatisfy {
                (1...8).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
        guard isTag else {
            errors.add(key, "\"\(tag)\" is not the tag of a language, such as \"hi\" or \"en-IN\".")
            return .absent
        }
        return field
    }
}
