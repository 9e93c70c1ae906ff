import CivilTime
import Domain

/// What happened to a booking, as far as mail is concerned.
enum MailOccasion: Equatable, Sendable {
    case scheduled
    case rescheduled(from: Instant)
    case cancelled
    case reminder(ReminderLead)
    case completed

    /// The name in the outbox.
    var kind: String { "interview_\(candidateTemplate)" }

    /// What tells this message from others about the same version of a booking.
    var key: String {
        guard case .reminder(let lead) = self else { return kind }
        return lead.key
    }

    /// The folder of the candidate's templates.
    var candidateTemplate: String {
        switch self {
        case .scheduled: "scheduled"
        case .rescheduled: "rescheduled"
        case .cancelled: "cancelled"
        case .reminder: "reminder"
        case .completed: "completed"
        }
    }

    var recruiterTemplate: String { "recruiter-\(candidateTemplate)" }
}
