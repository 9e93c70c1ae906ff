public import CivilTime

/// A time in which nobody could reach the server, from the last sign of it to the next.
public struct Outage: Equatable, Sendable {
    public let from: Instant
    public let to: Instant

    public init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }
}

/// How an outage of ours is made up for.
public struct OutagePolicy: Equatable, Sendable {
    /// A silence of so many seconds is an outage; a restart is none.
    public let leastSeconds: Int
    /// So many seconds after the usual end of the entry nobody is let in any more, whatever happened.
    public let mostSeconds: Int

    public init(leastSeconds: Int = 60, mostSeconds: Int = 86_400) {
        self.leastSeconds = leastSeconds
        self.mostSeconds = mostSeconds
    }

    /// Until when a candidate may come in after `outage`; `nil` where it took nothing from them.
    ///
    /// They get back what was left to them when it began, and the usual grace at least, from the moment it was over: who
    /// found a dead page has to come by again. One who had come in could have come back until the door closes.
    public func entry(
        after outage: Outage,
        in window: PortalPolicy.Window,
        hasEntered: Bool,
        graceSeconds: Int
    ) -> Instant? {
        let end = hasEntered ? window.closesAt : window.entryUntil
        guard outage.from < end, outage.to > window.opensAt else { return nil }
        let left = max(outage.from, window.opensAt).seconds(until: window.entryUntil)
        let until = outage.to.adding(seconds: max(left, Int64(graceSeconds)))
        let latest = window.entryUntil.adding(seconds: Int64(mostSeconds))
        guard outage.to < latest, until > window.entryUntil else { return nil }
        return min(until, latest)
    }
}
