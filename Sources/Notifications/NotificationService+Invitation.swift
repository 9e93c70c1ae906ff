public import CivilTime
public import Domain
public import MariaDB
import SMTP
import Secrets
import Store
import Views

extension NotificationService {
    /// The name in the outbox of a message that asks to choose a time.
    public static let invitationKind = "interview_invitation"

    /// Asks the candidate to choose a time; each sending of an invitation is a mail of its own.
    public func invited(
        _ invitation: Invitation,
        zone: Zone,
        link: String,
        resend: Resend? = nil,
        at now: Instant,
        in db: Connection
    ) throws -> CandidateMail {
        let token =
            "\(invitation.interviewID).interview_invitation.\(invitation.id).\(invitation.terms.mails)"
            + (resend.map { ".\($0.tag)" } ?? "")
        let mail = composer.invitation(invitation, zone: zone, link: link, token: token, at: now)
        let composed = try? mail.get()  // What failed is in `problem` below.
        var problem: String?
        if case .failure(let error) = mail { problem = error.message }
        let row = NewMail(
            deduplicationKey: token,
            kind: NotificationService.invitationKind,
            role: .candidate,
            interviewID: invitation.interviewID,
            version: invitation.booking?.sequence ?? 0,
            recipient: String(invitation.candidateEmail.prefix(320)),
            sender: composer.sender.address.description,
            messageID: "<\(token)@\(composer.domain)>",
            subject: composed?.subject ?? "",
            body: composed.map { box.seal($0.bytes) },
            problem: problem,
            giveUpAt: max(min(now + giveUpAfter, invitation.expiresAt), now.adding(seconds: 3600)),
            resendOf: resend?.message.id
        )
        guard try OutboxStore(db).enqueue(row, at: now) == .added else { return .alreadyQueued }
        guard let problem else { return .queued }
        try FailureNotice(interviewID: invitation.interviewID.text, reason: problem).write(in: db, at: now)
        return .impossible(problem)
    }
}

extension MailComposer {
    func invitation(
        _ invitation: Invitation,
        zone: Zone,
        link: String,
        token: String,
        at now: Instant
    ) -> Result<ComposedMail, MailError> {
        Result { () throws(MailError) in
            try compose(
                folder("invitation", locale: invitation.locale),
                InterviewMail(invitation, zone: zone, link: link),
                to: Mailbox(name: invitation.candidateName, address: EmailAddress(invitation.candidateEmail)),
                replyTo: nil,
                id: MessageID(token, domain: domain),
                at: now
            )
        }
    }
}
