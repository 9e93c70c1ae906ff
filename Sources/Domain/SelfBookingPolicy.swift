public import CivilTime

/// What a candidate may do with a booking alone, by the server's clock; staff are not bound by it.
public struct SelfBookingPolicy: Equatable, Sendable {
    /// Minutes before its start until which a time may be chosen.
    public let noticeMinutes: Int
    /// Minutes before its start until which a booked time may be given up.
    public let cancelCutoffMinutes: Int
    /// How often another time may be chosen after the first.
    public let moveLimit: Int

    public init(noticeMinutes: Int = 60, cancelCutoffMinutes: Int = 120, moveLimit: Int = 3) {
        self.noticeMinutes = noticeMinutes
        self.cancelCutoffMinutes = cancelCutoffMinutes
        self.moveLimit = moveLimit
    }

    /// The first start that may still be chosen at `now`.
    public func firstStart(at now: Instant) -> Instant { now.adding(seconds: Int64(noticeMinutes) * 60) }

    /// Why a booking that starts at `start` may not be given up; at the very cut-off it still may.
    public func refusalToLeave(_ start: Instant, at now: Instant) -> SelfBookingRefusal? {
        now.adding(seconds: Int64(cancelCutoffMinutes) * 60) > start ? .tooLateToChange : nil
    }

    /// Why no time at all may be chosen now; `booked` is the start of the present booking.
    public func refusalToChoose(
        leaving booked: Instant?,
        hasHadBooking: Bool,
        moves: Int,
        at now: Instant
    ) -> SelfBookingRefusal? {
        if let booked, let refusal = refusalToLeave(booked, at: now) { return refusal }
        return hasHadBooking && moves >= moveLimit ? .movedTooOften : nil
    }

    /// Why the time that starts at `start` may not be chosen; at the very end of the notice it still may.
    public func refusalToTake(_ start: Instant, at now: Instant) -> SelfBookingRefusal? {
        start < firstStart(at: now) ? .shortNotice : nil
    }
}

/// Why a candidate cannot do it alone.
public enum SelfBookingRefusal: String, CaseIterable, Sendable {
    case shortNotice, tooLateToChange, movedTooOften
    /// Taken by somebody else, withdrawn, or never offered to this candidate: which of these is nobody's business.
    case notOffered
    case candidateOverlap
    case interviewCompleted
    /// The form was made for an earlier state and asks for something else than what is the case now.
    case outdatedForm
}
