/// The relay's word that it has taken responsibility for a message.
public struct Receipt: Equatable, Sendable {
    public let code: Int
    /// The relay's reply, without line breaks, at most 500 characters; often holds its queue id.
    public let reply: String
    public let duration: Duration

    public init(code: Int, reply: String, duration: Duration) {
        self.code = code
        self.reply = reply
        self.duration = duration
    }
}

/// One answer of the relay, for a person who watches.
public struct Step: Equatable, Sendable {
    public let phase: MailError.Phase
    public let code: Int
    public let reply: String
}
