public import CivilTime

/// The door kept open longer for one interview, with the reason.
public struct WindowExtension: Equatable, Sendable {
    public let entryUntil: Instant
    public let reason: String
    /// The outage that it makes up for; `nil` where staff gave it.
    public let outage: Outage?
    /// `user`, or `system` after an outage of ours.
    public let actorKind: String
    public let actorName: String?
    public let createdAt: Instant

    public init(
        entryUntil: Instant,
        reason: String,
        outage: Outage?,
        actorKind: String,
        actorName: String?,
        createdAt: Instant
    ) {
        self.entryUntil = entryUntil
        self.reason = reason
        self.outage = outage
        self.actorKind = actorKind
        self.actorName = actorName
        self.createdAt = createdAt
    }
}
