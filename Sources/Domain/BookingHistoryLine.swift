public import CivilTime

/// One line of a booking's history as it is read: what was, what became of it, and who did it.
public struct BookingHistoryLine: Equatable, Sendable {
    /// Who did it; the name is the user's of today, and missing when the user is gone.
    public struct Actor: Equatable, Sendable {
        public let kind: String
        public let id: Int64?
        public let name: String?

        public init(kind: String, id: Int64?, name: String?) {
            self.kind = kind
            self.id = id
            self.name = name
        }
    }

    /// The booking's slot and status at one moment.
    public struct State: Equatable, Sendable {
        public let slot: SlotID?
        public let status: String?

        public init(slot: SlotID?, status: String?) {
            self.slot = slot
            self.status = status
        }
    }

    public let id: Int64
    public let action: String
    public let before: State
    public let after: State
    public let ruleOverridden: String?
    public let reason: String
    public let actor: Actor
    public let requestID: String
    public let occurredAt: Instant

    public init(
        id: Int64,
        action: String,
        before: State,
        after: State,
        ruleOverridden: String?,
        reason: String,
        actor: Actor,
        requestID: String,
        occurredAt: Instant
    ) {
        self.id = id
        self.action = action
        self.before = before
        self.after = after
        self.ruleOverridden = ruleOverridden
        self.reason = reason
        self.actor = actor
        self.requestID = requestID
        self.occurredAt = occurredAt
    }
}
