/// What staff decided about a slot.
///
/// A slot without a free seat is also shown as booked, but that is counted, not stored.
public enum SlotStatus: String, CaseIterable, Sendable {
    case available
    /// Closed by hand.
    case booked
    case cancelled
    case completed
}

public enum SlotType: String, CaseIterable, Sendable { case fixed, flexible, recurring }

public enum InterviewType: String, CaseIterable, Sendable {
    case technical, behavioral, coding
    case systemDesign = "system_design"
    case general

    /// The type of a text as the frontend writes it, which knows one of them with a hyphen.
    public init?(loose text: String) { self.init(rawValue: String(text.map { $0 == "-" ? "_" : $0 })) }

    /// For people: `System Design`.
    public var title: String {
        rawValue.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }
}

public enum InterviewStatus: String, CaseIterable, Sendable { case scheduled, completed, error }

public enum ScheduleStatus: String, CaseIterable, Sendable {
    case pending, confirmed, cancelled, rescheduled

    /// Whether the booking takes a seat.
    public var isActive: Bool { self == .pending || self == .confirmed }

    /// The table of transitions: what a booking of this status may become.
    public var successors: Set<ScheduleStatus> {
        switch self {
        case .pending: [.confirmed, .cancelled]
        case .confirmed: [.cancelled]
        case .cancelled, .rescheduled: [.pending, .confirmed]
        }
    }
}

/// Where a candidate is in the process; the raw values are the wire's.
public enum CandidateStatus: String, CaseIterable, Sendable {
    case new = "NEW"
    case interviewScheduled = "INTERVIEW_SCHEDULED"
    case interviewCompleted = "INTERVIEW_COMPLETED"
    case aiEvaluated = "AI_EVALUATED"
    case manualEvaluated = "MANUAL_EVALUATED"
    case aiManualEvaluated = "AI_MANUAL_EVALUATED"
    case evaluated = "EVALUATED"
    case requiresAction = "REQUIRES_ACTION"
    case pendingScheduling = "PENDING_SCHEDULING"
    case brInProcess = "BR_IN_PROCESS"
    case brEvaluated = "BR_EVALUATED"
    case internalInterviews = "INTERNAL_INTERVIEWS"
    case offered = "OFFERED"
    case hired = "HIRED"
    case rejected = "REJECTED"
    case offerRejected = "OFFER_REJECTED"
    case cancelled = "CANCELLED"

    /// What happens to interviews and moves a candidate on by itself.
    public enum Event: Sendable, CaseIterable { case booked, cancelled, completed, failed, evaluated }

    /// The status after `event`.
    ///
    /// A candidate further on, above all one hired or rejected, is never moved back.
    public func after(_ event: Event) -> CandidateStatus {
        switch (event, self) {
        case (.booked, .new), (.booked, .pendingScheduling), (.booked, .requiresAction), (.booked, .cancelled),
            (.booked, .interviewCompleted):
            .interviewScheduled
        case (.cancelled, .interviewScheduled): .pendingScheduling
        case (.completed, .new), (.completed, .pendingScheduling), (.completed, .interviewScheduled),
            (.completed, .requiresAction):
            .interviewCompleted
        case (.failed, .new), (.failed, .pendingScheduling), (.failed, .interviewScheduled): .requiresAction
        case (.evaluated, .new), (.evaluated, .pendingScheduling), (.evaluated, .interviewScheduled),
            (.evaluated, .interviewCompleted), (.evaluated, .aiEvaluated), (.evaluated, .requiresAction):
            .evaluated
        default: self
        }
    }
}
