/// Why a message was not accepted, said so that a person can act on it.
///
/// Holds no address and no credential of ours. `reply` is the server's own text, which may name an address: it is for
/// the database, not for the log.
public struct MailError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        case invalidAddress
        case invalidMessage
        case invalidRelay
        case unknownHost
        case refused
        case unreachable
        case certificate
        /// TLS was expected where none is spoken, or the other way round: the port and the mode do not belong together.
        case tlsMode
        case authentication
        /// There is no access token to sign in with.
        case token
        case timeout
        /// The connection ended or made no sense before the message was handed over.
        case interrupted
        /// A reply of 400 to 499.
        case temporary
        /// A reply of 500 to 599.
        case permanent
        /// The whole message was sent and the verdict never came: it may or may not have been accepted.
        case ambiguous
    }

    /// How far the conversation had come.
    public enum Phase: String, Sendable, CaseIterable {
        case preparation, connect, tls, greeting, hello, authentication, sender, recipient, data, body, verdict
    }

    public let kind: Kind
    public let phase: Phase
    /// The server's last reply code, or `nil` when it said nothing.
    public let code: Int?
    /// The server's last reply, without line breaks, at most 500 characters.
    public let reply: String
    /// One sentence: what is wrong.
    public let message: String

    public init(kind: Kind, phase: Phase, code: Int?, reply: String, message: String) {
        self.kind = kind
        self.phase = phase
        self.code = code
        self.reply = reply
        self.message = message
    }

    public var description: String { message }

    /// Whether the next message would meet the same fate, so that trying it is no use.
    public var concernsRelay: Bool {
        switch kind {
        case .invalidAddress, .invalidMessage, .ambiguous: false
        case .invalidRelay, .unknownHost, .refused, .unreachable, .certificate, .tlsMode, .authentication, .token: true
        case .timeout, .interrupted, .temporary, .permanent:
            switch phase {
            case .connect, .tls, .greeting, .hello, .authentication: true
            case .preparation, .sender, .recipient, .data, .body, .verdict: code == 421
            }
        }
    }
}

extension MailError {
    init(_ kind: Kind, _ message: String) {
        self.init(kind: kind, phase: .preparation, code: nil, reply: "", message: message)
    }

    static func invalidAddress(_ message: String) -> MailError { MailError(.invalidAddress, message) }
    static func invalidMessage(_ message: String) -> MailError { MailError(.invalidMessage, message) }
    static func invalidRelay(_ message: String) -> MailError { MailError(.invalidRelay, message) }
}
