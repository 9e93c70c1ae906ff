/// Why a seat is refused: a code for programs, a sentence for people.
public enum ClaimRefusal: String, CaseIterable, Sendable {
    case slotCancelled = "slot_cancelled"
    case slotCompleted = "slot_completed"
    case slotClosed = "slot_closed"
    case slotInPast = "slot_in_past"
    case slotFull = "slot_full"
    case shortNotice = "short_notice"
    case beyondHorizon = "beyond_horizon"
    case blackoutDate = "blackout_date"
    case candidateOverlap = "candidate_overlap"
    case buffer
    case interviewCompleted = "interview_completed"
    case foreignCompany = "foreign_company"
    /// The user keeps as many seats as one may without booking them.
    case holdQuota = "hold_quota"
    /// Of candidates' own bookings: the present one may not be given up any more.
    case cutoffPassed = "cutoff_passed"
    /// Of candidates' own bookings: there have been as many moves as there may be.
    case moveLimit = "move_limit"
    /// Of candidates' own bookings: not among the job's and days' slots that the invitation offers.
    case notOffered = "not_offered"

    /// The rules that staff may set aside for one booking, with a reason; the others protect facts, not preferences.
    public static let overridable: [ClaimRefusal] = [
        .candidateOverlap, .slotClosed, .shortNotice, .beyondHorizon, .blackoutDate, .buffer,
    ]

    public var mayBeOverridden: Bool { ClaimRefusal.overridable.contains(self) }

    public var sentence: String {
        switch self {
        case .slotCancelled: "This slot has been cancelled."
        case .slotCompleted: "This slot is over."
        case .slotClosed: "This slot has been closed for booking."
        case .slotInPast: "This slot has already begun."
        case .slotFull: "This slot is fully booked."
        case .shortNotice: "This slot begins too soon: the company asks for more notice."
        case .beyondHorizon: "This slot is too far ahead: the company does not book so early."
        case .blackoutDate: "The company gives no interviews on that day."
        case .candidateOverlap: "The candidate already has an interview at that time."
        case .buffer: "The candidate has another interview too shortly before or after that time."
        case .interviewCompleted: "This interview is already completed."
        case .foreignCompany: "This slot belongs to another company than the candidate."
        case .holdQuota: "You keep too many seats that are not booked yet. Book some of them, or wait some minutes."
        case .cutoffPassed: "It is too late for the candidate to give up the present booking."
        case .moveLimit: "The candidate has moved the booking as often as is allowed."
        case .notOffered: "The candidate's invitation does not offer this slot."
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
