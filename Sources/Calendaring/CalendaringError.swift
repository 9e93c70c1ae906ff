/// Why a rule or an invitation cannot be used, as a sentence for whoever wrote it.
public struct CalendaringError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// The rule is not one by RFC 5545, or uses what has no meaning for whole days.
        case malformedRule
        /// The rule is well-formed, but gives more dates or reaches further than we follow.
        case limit
        /// The invitation holds an address that cannot be written.
        case invalidAddress
    }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
