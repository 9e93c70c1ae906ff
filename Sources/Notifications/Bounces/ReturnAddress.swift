public import SMTP

/// Where a message comes back to when it cannot be delivered: an address of its own for each (VERP).
///
/// The token is random, so a report that names it was sent by somebody who has had the message.
public enum ReturnAddress {
    private static let prefix = "bounce+"
    private static let tokenLength = 32

    public static func make(token: String, domain: String) throws(MailError) -> EmailAddress {
        try EmailAddress("\(prefix)\(token)@\(domain)")
    }

    /// Whether no such address can be made.
    static func isImpossible(in domain: String) -> Bool {
        guard let address = try? make(token: String(repeating: "0", count: tokenLength), domain: domain) else {
            return true
        }
        return !address.isASCII
    }

    /// The token in the first of `texts` that holds such an address, whatever stands around it.
    public static func token(in texts: [String]) -> String? {
        for text in texts {
            let lowered = text.lowercased()
            for start in lowered.ranges(of: prefix).map(\.upperBound) {
                let token = lowered[start...].prefix(while: isHex)
                if token.utf8.count == tokenLength, lowered[token.endIndex...].first == "@" { return String(token) }
            }
        }
        return nil
    }

    private static func isHex(_ character: Character) -> Bool {
        switch character {
        case "0"..."9", "a"..."f": true
        default: false
        }
    }
}
