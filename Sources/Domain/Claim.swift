public import CivilTime

/// Why a seat is refused: a code for programs, a sentence for people.
public enum ClaimRefusal: String, CaseIterable, Sendable {
    case slotCancelled = "slot_cancelled"
    case slotCompleted = "slot_completed"
    case slotClosed = "slot_closed"
    case slotInPast = "slot_in_past"
    case slotFull = "slot_full"
    case candidateOverlap = "candidate_overlap"
    case interviewCompleted = "interview_completed"
    case foreignCompany = "foreign_company"

    /// Whether staff may set the rule aside for one booking, with a reason; the others protect facts, not preferences.
    public var mayBeOverridden: Bool { self == .candidateOverlap || self == .slotClosed }

    public var sentence: String {
        switch self {
        case .slotCancelled: "This slot has been cancelled."
        case .slotCompleted: "This slot is over."
        case .slotClosed: "This slot has been closed for booking."
        case .slotInPast: "This slot has already begun."
        case .slotFull: "This slot is fully booked."
        case .candidateOverlap: "The candidate already has an interview at that time."
        case .interviewCompleted: "This interview is already completed."
        case .foreignCompany: "This slot belongs to another company than the candidate."
        }
    }
}

/// A rule that staff set aside for one booking, and why.
public struct ClaimOverride: Equatable, Sendable {
    public let rule: ClaimRefusal
    public let reason: String

    public init(rule: ClaimRefusal, reason: String) {
        self.rule = rule
        self.reason = reason
    }
}

/// What the rules look at, as read under the slot's lock.
public struct ClaimFacts: Equatable, Sendable {
    public var slotStatus: SlotStatus
    public var startsAt: Instant
    public var maxCandidates: Int
    /// Active schedules on the slot, without one of this interview.
    public var otherBookings: Int
    /// Live holds on the slot, without one of this interview.
    public var otherHolds: Int
    /// Whether the candidate has another interview, booked or held, that overlaps this slot.
    public var candidateOverlaps: Bool
    public var interviewIsCompleted: Bool
    public var companiesDiffer: Bool

    public init(
        slotStatus: SlotStatus,
        startsAt: Instant,
        maxCandidates: Int,
        otherBookings: Int,
        otherHolds: Int,
        candidateOverlaps: Bool = false,
        interviewIsCompleted: Bool = false,
        companiesDiffer: Bool = false
    ) {
        self.slotStatus = slotStatus
        self.startsAt = startsAt
        self.maxCandidates = maxCandidates
        self.otherBookings = otherBookings
        self.otherHolds = otherHolds
        self.candidateOverlaps = candidateOverlaps
        self.interviewIsCompleted = interviewIsCompleted
        self.companiesDiffer = companiesDiffer
    }
}

/// The rules of a claim, the same for every way to a seat and for every list that offers one.
public enum ClaimRules {
    /// The first rule that refuses the seat at `now`, or `nil` when it may be taken.
    public static func refusal(_ facts: ClaimFacts, at now: Instant) -> ClaimRefusal? { refusals(facts, at: now).first }

    /// Every rule that refuses the seat at `now`, the weightiest first; none when it may be taken.
    public static func refusals(_ facts: ClaimFacts, at now: Instant) -> [ClaimRefusal] {
        var refusals: [ClaimRefusal] = []
        if facts.companiesDiffer { refusals.append(.foreignCompany) }
        if facts.interviewIsCompleted { refusals.append(.interviewCompleted) }
        switch facts.slotStatus {
        case .cancelled: refusals.append(.slotCancelled)
        case .completed: refusals.append(.slotCompleted)
        case .booked: refusals.append(.slotClosed)
        case .available: break
        }
        if facts.startsAt <= now { refusals.append(.slotInPast) }
        if facts.otherBookings + facts.otherHolds >= facts.maxCandidates { refusals.append(.slotFull) }
        if facts.candidateOverlaps { refusals.append(.candidateOverlap) }
        return refusals
    }
}
