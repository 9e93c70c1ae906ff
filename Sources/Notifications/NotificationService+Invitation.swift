public import CivilTime
public import Domain
public import MariaDB
import SMTP
import Store
public import Views

extension NotificationService {
    /// The name in the outbox of a message that asks to choose a time.
    public static let invitationKind = "interview_invitation"

    /// Asks the candidate to choose a time; each sending of an invitation is a mail of its own.
    public func invited(
        _ invitation: Invitation,
        zones: MailZones,
        link: String,
        resend: Resend? = nil,
        at now: Instant,
        in db: Connection
    ) throws -> CandidateMail {
        let token =
            "\(invitation.interviewID).interview_invitation.\(invitation.id).\(invitation.terms.mails)"
            + (resend.map { ".\($0.tag)" } ?? "")
        let mail = sealed(composer.invitation(invitation, zones: zones, link: link, token: token, at: now))
        let row = QueuedMail(
            key: token,
            kind: NotificationService.invitationKind,
            role: .candidate,
            interviewID: invitation.interviewID,
            version: invitation.mailVersion,
            recipient: invitation.candidateEmail,
            messageID: "<\(token)@\(composer.domain)>"
        )
        let end = giveUpAt(invitation.expiresAt, now)
        var message = queued(mail, row, until: end)
        message.resendOf = resend?.message.id
        guard try OutboxStore(db).enqueue(message, at: now) == .added else { return .alreadyQueued }
        guard case .failure(let error) = mail else { return .queued }
        let failure = UndeliveredMail(
            kind: row.kind,
            address: invitation.candidateEmail,
            reason: error.message,
            about: .invitation(invitation, zones, link: link),
            key: "\(invitation.id).\(invitation.terms.mails)"
        )
        try undelivered(failure, at: now, in: db)
        return .impossible(error.message)
    }
}
