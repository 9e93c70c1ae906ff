public import CivilTime
public import Domain
public import MariaDB

extension NotificationService {
    /// Tells the recruiter that a candidate's mail came back, so that the candidate hears of the interview all the same.
    public func bounced(_ message: MailMessage, at now: Instant, in db: Connection) throws {
        guard let interview = message.interviewID else { return }
        try FailureNotice(interviewID: interview.text, reason: message.error ?? "It came back as undeliverable.")
            .write(in: db, at: now)
    }
}
