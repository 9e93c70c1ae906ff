public import CivilTime
public import Domain
public import MariaDB
import SMTP
import Store

/// A message that is to be written and sent anew, for the `number`th time.
public struct Resend: Equatable, Sendable {
    public let message: MailMessage
    public let number: Int

    public init(_ message: MailMessage, number: Int) {
        self.message = message
        self.number = number
    }

    /// What tells this message from the one it repeats.
    var tag: String { "again-\(message.id)-\(number)" }
}

extension NotificationService {
    /// Writes the message anew from the booking as it is now; it is sent to the address that the person has now.
    public func resend(_ resend: Resend, _ facts: BookingFacts, at now: Instant, in db: Connection) throws
        -> CandidateMail
    {
        let message = resend.message
        guard let occasion = NotificationService.occasion(of: message, facts) else {
            return .impossible("This kind of message cannot be sent again.")
        }
        let end = giveUpAt(facts.endsAt, now)
        var row: NewMail
        if message.role == MailRole.candidate.rawValue {
            let tag = "candidate.\(resend.tag)"
            let mail = sealed(composer.candidateMail(occasion, facts, tag: tag, at: now))
            row = newMail(occasion, facts, mail, role: .candidate, tag: tag, to: facts.candidateEmail, end)
        } else {
            guard let recruiter = facts.recruiters.first else {
                return .impossible("Nobody looks after this interview now.")
            }
            let tag = "user-\(recruiter.userID).\(resend.tag)"
            let mail = sealed(composer.recruiterMail(occasion, facts, recruiter, tag: tag, at: now))
            row = newMail(occasion, facts, mail, role: .recruiter, tag: tag, to: recruiter.email, end)
        }
        row.resendOf = message.id
        if let problem = row.problem { return .impossible(problem) }
        return try OutboxStore(db).enqueue(row, at: now) == .added ? .queued : .alreadyQueued
    }

    private static func occasion(of message: MailMessage, _ facts: BookingFacts) -> MailOccasion? {
        let start = message.previousStart ?? facts.startsAt
        // A reminder that staff ask for has no time of its own.
        let all: [MailOccasion] = [
            .scheduled, .rescheduled(from: start), .cancelled, .completed, .reminder(ReminderLead(minutes: 0)),
        ]
        return all.first { $0.kind == message.kind }
    }
}
