/// What has become of a message.
public enum MailState: String, CaseIterable, Sendable {
    case queued
    /// A process is talking to the relay about it.
    case sending
    /// The relay took it.
    case sent
    /// It was not taken and will be tried again.
    case deferred
    /// It was not taken and will not be tried again.
    case failed
    /// The relay took it, and later a mail server reported that it cannot be delivered.
    case bounced
    /// It was handed over and the relay's verdict never came: it may have arrived.
    case unknown
    /// It was withdrawn before it was sent, because something newer took its place or somebody said so.
    case cancelled

    /// The state in words.
    public var title: String {
        switch self {
        case .queued: "Queued"
        case .sending: "Being sent"
        case .sent: "Accepted by the relay"
        case .deferred: "Deferred, to be tried again"
        case .failed: "Failed"
        case .bounced: "Bounced"
        case .unknown: "Sent, but the relay never said whether it took it"
        case .cancelled: "Cancelled"
        }
    }
}
