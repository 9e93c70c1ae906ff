public import CivilTime

/// The time from one moment to another; the end is not part of it.
public struct TimeSpan: Equatable, Sendable {
    public let start: Instant
    public let end: Instant

    public init(_ start: Instant, _ end: Instant) {
        self.start = start
        self.end = end
    }

    public var durationMinutes: Int { Int(start.seconds(until: end) / 60) }

    public func meets(_ other: TimeSpan) -> Bool { start < other.end && end > other.start }

    /// The span with so many minutes more on either side.
    public func widened(byMinutes minutes: Int) -> TimeSpan {
        TimeSpan(start.adding(seconds: Int64(minutes) * -60), end.adding(seconds: Int64(minutes) * 60))
    }
}
