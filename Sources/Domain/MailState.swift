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
    /// It was handed over and the relay's verdict never came: it may have arrived.
    case unknown
    /// It was withdrawn before it was sent, because something newer took its place.
    case cancelled
}
