public import CivilTime

/// What a company asks of every booking beyond a free seat; staff may set each of these aside with a reason.
public struct BookingRules: Equatable, Sendable {
    /// Minutes before its start until which a time may be booked.
    public var noticeMinutes: Int
    /// Days from now until which a time may be booked; `nil` is no end.
    public var horizonDays: Int?
    /// Minutes that lie between two interviews of one candidate.
    public var bufferMinutes: Int

    public init(noticeMinutes: Int = 0, horizonDays: Int? = nil, bufferMinutes: Int = 0) {
        self.noticeMinutes = noticeMinutes
        self.horizonDays = horizonDays
        self.bufferMinutes = bufferMinutes
    }

    /// A company that asks for nothing.
    public static let none = BookingRules()

    /// The stricter of both, for a candidate who is bound by `policy` too.
    public func and(_ policy: SelfBookingPolicy) -> BookingRules {
        BookingRules(
            noticeMinutes: max(noticeMinutes, policy.noticeMinutes),
            horizonDays: [horizonDays, policy.horizonDays].compactMap(\.self).min(),
            bufferMinutes: bufferMinutes
        )
    }

    /// The first start that may still be booked at `now`.
    public func firstStart(at now: Instant) -> Instant { now.adding(seconds: Int64(noticeMinutes) * 60) }

    /// The last start that may be booked at `now` already.
    public func lastStart(at now: Instant) -> Instant? {
        horizonDays.map { now.adding(seconds: Int64($0) * 86_400) }
    }
}

/// Days on which a company gives no interviews, the last one included.
public struct Blackout: Equatable, Sendable {
    public let firstDay: LocalDate
    public let lastDay: LocalDate
    public let reason: String

    public init(firstDay: LocalDate, lastDay: LocalDate, reason: String) {
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.reason = reason
    }
}

/// All rules of one company, as it reads and writes them.
public struct CompanyBookingRules: Equatable, Sendable {
    public var booking: BookingRules
    public var selfBooking: SelfBookingTerms
    /// By their first day.
    public var blackouts: [Blackout]

    public init(
        booking: BookingRules = .none,
        selfBooking: SelfBookingTerms = SelfBookingTerms(),
        blackouts: [Blackout] = []
    ) {
        self.booking = booking
        self.selfBooking = selfBooking
        self.blackouts = blackouts
    }
}
