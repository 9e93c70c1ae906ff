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
        /// When the interview itself is over, extra time included.
        public let endsAt: Instant
        /// The last moment of coming back.
        public let closesAt: Instant
    }

    /// The window of an interview from `startsAt` to `endsAt`.
    ///
    /// An accommodation gives more time to come in and for the interview; an extension of the door moves the end along,
    /// so that one who comes in late has the whole time.
    public func window(
        startsAt: Instant,
        endsAt: Instant,
        accommodation: Accommodation = .none,
        extendedUntil: Instant? = nil
    ) -> Window {
        let grace = startsAt.adding(seconds: Int64(accommodation.scaled(graceSeconds)))
        let entryUntil = max(grace, extendedUntil ?? grace)
        let length = Int64(accommodation.scaled(Int(startsAt.seconds(until: endsAt))))
        let lastStart = extendedUntil.map { max(startsAt, $0) } ?? startsAt
        let endsAt = lastStart.adding(seconds: length)
        return Window(
            startsAt: startsAt,
            opensAt: startsAt.adding(seconds: -Int64(earlySeconds)),
            entryUntil: entryUntil,
            endsAt: endsAt,
            closesAt: max(endsAt.adding(seconds: Int64(endMarginSeconds)), entryUntil)
        )
    }
}

extension PortalPolicy.Window {
    /// The state at `now` of a session that is scheduled (neither completed nor cancelled).
    public func state(hasEntered: Bool, at now: Instant) -> PortalPolicy.State {
        if now < opensAt { return .early }
        return now <= (hasEntered ? closesAt : entryUntil) ? .open : .expired
    }
}
