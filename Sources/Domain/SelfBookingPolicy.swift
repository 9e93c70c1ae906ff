public import CivilTime

/// What a candidate may do with a booking alone, by the server's clock; staff are not bound by it.
public struct SelfBookingPolicy: Equatable, Sendable {
    /// Minutes before its start until which a time may be chosen.
    public var noticeMinutes: Int
    /// Days from now until which a time may be chosen; `nil` is no end.
    public var horizonDays: Int?
    /// Minutes before its start until which a booked time may be cancelled.
    public var cancelCutoffMinutes: Int
    /// Minutes before its start until which a booked time may be left for another.
    public var moveCutoffMinutes: Int
    /// How often another time may be chosen after the first.
    public var moveLimit: Int

    public init(
        noticeMinutes: Int = 60,
        horizonDays: Int? = 365,
        cancelCutoffMinutes: Int = 120,
        moveCutoffMinutes: Int = 120,
        moveLimit: Int = 3
    ) {
        self.noticeMinutes = noticeMinutes
        self.horizonDays = horizonDays
        self.cancelCutoffMinutes = cancelCutoffMinutes
        self.moveCutoffMinutes = moveCutoffMinutes
        self.moveLimit = moveLimit
    }

    /// Why the booking that starts at `start` may not be cancelled; at the very cut-off it still may.
    public func refusalToCancel(_ start: Instant, at now: Instant) -> ClaimRefusal? {
        now.adding(seconds: Int64(cancelCutoffMinutes) * 60) > start ? .cutoffPassed : nil
    }

    /// Why no other time at all may be chosen now, the weightiest first; at the very cut-off one still may.
    public func refusalsToChoose(_ state: SelfBookingState, at now: Instant) -> [ClaimRefusal] {
        var refusals: [ClaimRefusal] = []
        if let start = state.bookedStart, now.adding(seconds: Int64(moveCutoffMinutes) * 60) > start {
            refusals.append(.cutoffPassed)
        }
        if state.hasHadBooking, state.moves >= moveLimit { refusals.append(.moveLimit) }
        return refusals
    }
}

/// Where a candidate who chooses stands.
public struct SelfBookingState: Equatable, Sendable {
    /// The start of the present booking.
    public var bookedStart: Instant?
    public var hasHadBooking: Bool
    /// Bookings after the first.
    public var moves: Int

    public init(bookedStart: Instant? = nil, hasHadBooking: Bool = false, moves: Int = 0) {
        self.bookedStart = bookedStart
        self.hasHadBooking = hasHadBooking
        self.moves = moves
    }
}

/// What a company says about its candidates' own bookings; the server's settings say the rest.
public struct SelfBookingTerms: Equatable, Sendable {
    public var noticeMinutes: Int?
    public var horizonDays: Int?
    public var cancelCutoffMinutes: Int?
    public var moveCutoffMinutes: Int?
    public var moveLimit: Int?

    public init(
        noticeMinutes: Int? = nil,
        horizonDays: Int? = nil,
        cancelCutoffMinutes: Int? = nil,
        moveCutoffMinutes: Int? = nil,
        moveLimit: Int? = nil
    ) {
        self.noticeMinutes = noticeMinutes
        self.horizonDays = horizonDays
        self.cancelCutoffMinutes = cancelCutoffMinutes
        self.moveCutoffMinutes = moveCutoffMinutes
        self.moveLimit = moveLimit
    }

    public func policy(else settings: SelfBookingPolicy) -> SelfBookingPolicy {
        SelfBookingPolicy(
            noticeMinutes: noticeMinutes ?? settings.noticeMinutes,
            horizonDays: horizonDays ?? settings.horizonDays,
            cancelCutoffMinutes: cancelCutoffMinutes ?? settings.cancelCutoffMinutes,
            moveCutoffMinutes: moveCutoffMinutes ?? settings.moveCutoffMinutes,
            moveLimit: moveLimit ?? settings.moveLimit
        )
    }
}

/// Why a candidate cannot do it alone.
public enum SelfBookingRefusal: Equatable, Sendable {
    /// A rule of the claim.
    case rule(ClaimRefusal)
    /// The form was made for an earlier state and asks for something else than what is the case now.
    case outdatedForm
}
