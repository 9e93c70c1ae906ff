public import CivilTime

/// When a candidate may come in: the one place that pages, API and every mail ask.
///
/// Only the first entry is gated. Whoever is in may leave, reload or change device and come back until the end of the
/// slot plus a margin. What a session is at a moment is computed, never stored.
public struct PortalPolicy: Equatable, Sendable {
    /// Seconds before the start at which the door opens.
    public let earlySeconds: Int
    /// Seconds after the start until which one may come in for the first time.
    public let graceSeconds: Int
    /// Seconds after the end until which one who came in may come back.
    public let endMarginSeconds: Int

    public init(earlySeconds: Int, graceSeconds: Int, endMarginSeconds: Int) {
        self.earlySeconds = earlySeconds
        self.graceSeconds = graceSeconds
        self.endMarginSeconds = endMarginSeconds
    }

    /// What the portal shows.
    public enum State: String, Equatable, Sendable {
        case early, open, expired, cancelled, completed
    }

    /// The moments of one session.
    public struct Window: Equatable, Sendable {
        public let startsAt: Instant
        public let opensAt: Instant
        /// The last moment of a first entry.
        public let entryUntil: Instant
        /// The last moment of coming back.
        public let closesAt: Instant
    }

    public func window(startsAt: Instant, endsAt: Instant) -> Window {
        let entryUntil = startsAt.adding(seconds: Int64(graceSeconds))
        return Window(
            startsAt: startsAt,
            opensAt: startsAt.adding(seconds: -Int64(earlySeconds)),
            entryUntil: entryUntil,
            closesAt: max(endsAt.adding(seconds: Int64(endMarginSeconds)), entryUntil)
        )
    }

    /// The state at `now` of a session that is scheduled (neither completed nor cancelled).
    public func state(startsAt: Instant, endsAt: Instant, hasEntered: Bool, at now: Instant) -> State {
        let window = window(startsAt: startsAt, endsAt: endsAt)
        if now < window.opensAt { return .early }
        return now <= (hasEntered ? window.closesAt : window.entryUntil) ? .open : .expired
    }
}
