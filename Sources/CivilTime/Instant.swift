/// A point in time, the same for everyone, to the microsecond.
public struct Instant: Hashable, Sendable {
    /// Microseconds since the beginning of 1970 in UTC, without leap seconds.
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The instant `seconds` after the beginning of 1970, or the nearest one that 64 bits can hold.
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Whole seconds since the beginning of 1970, rounded down.
    public var seconds: Int64 { microseconds.dividedDown(by: 1_000_000).quotient }

    /// The microseconds after `seconds`.
    public var microsecondOfSecond: Int { Int(microseconds.dividedDown(by: 1_000_000).remainder) }
}

extension Instant: Comparable {
    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }
}

extension Instant {
    /// The instant `seconds` later; where 64 bits end, the last one.
    public func adding(seconds: Int64) -> Instant {
        adding(microseconds: Instant(seconds: seconds).microseconds)
    }

    /// The whole seconds from here to `other`, rounded down; negative if `other` is earlier.
    public func seconds(until other: Instant) -> Int64 {
        // Second by second, because the distance in microseconds may need more than 64 bits.
        other.seconds - seconds - (other.microsecondOfSecond < microsecondOfSecond ? 1 : 0)
    }

    public static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return instant.adding(seconds: seconds).adding(microseconds: attoseconds / 1_000_000_000_000)
    }

    public static func - (instant: Instant, duration: Duration) -> Instant {
        instant + (.zero - duration)
    }

    /// The time from `earlier` to `later`; negative if they are the other way round.
    public static func - (later: Instant, earlier: Instant) -> Duration {
        .microseconds(later.microseconds) - .microseconds(earlier.microseconds)
    }

    private func adding(microseconds distance: Int64) -> Instant {
        let (sum, overflow) = microseconds.addingReportingOverflow(distance)
        return Instant(microseconds: overflow ? (distance < 0 ? .min : .max) : sum)
    }
}

extension FixedWidthInteger where Self: SignedInteger {
    /// The quotient rounded towards negative infinity, and the remainder, which is never negative.
    func dividedDown(by divisor: Self) -> (quotient: Self, remainder: Self) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
