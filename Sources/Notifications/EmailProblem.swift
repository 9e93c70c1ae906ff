/// Something in the mail settings that is wrong, and what to change.
public struct EmailProblem: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        case sendGridKeyMissing
        case sendGridUnsupported
        case incomplete
        case bothFlags
        case console
        case unknownBackend
        /// Mail would be kept in files although the site is served over HTTPS.
        case fileInProduction
        case neitherFlag
        /// The port is known for the other of STARTTLS and TLS from the first byte.
        case portMode
        case port
        case sender
        case timeout
        case bounceDomain
        case authentication
        case relay
        /// Not an error: SSL is taken as off on port 587.
        case sslIgnored
    }

    public let kind: Kind
    public let sentence: String

    public var description: String { sentence }

    init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }
}
