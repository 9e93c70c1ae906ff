/// The worldwide name of a message, the same at each attempt to send it.
public struct MessageID: Hashable, Sendable, CustomStringConvertible {
    private let left: String
    private let domain: String

    /// `left` is made of ASCII letters, digits, `.`, `-` and `_`.
    public init(_ left: String, domain: String) throws(MailError) {
        guard (1...120).contains(left.utf8.count), left.utf8.allSatisfy(MessageID.isToken) else {
            throw .invalidMessage("A message id is made of up to 120 letters, digits, dots, hyphens and underscores.")
        }
        guard EmailAddress.isDomain(domain), domain.utf8.allSatisfy({ $0 < 0x80 }), domain.utf8.count <= 120 else {
            throw .invalidMessage("The domain of a message id is not a domain name in ASCII.")
        }
        self.left = left
        self.domain = domain
    }

    public var description: String { "<\(left)@\(domain)>" }

    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
