import CivilTime
import Domain
import MariaDB
import Notifications
import Store

extension BookingMail {
    /// What came of writing a message anew.
    enum Renewal {
        case written(CandidateMail)
        /// What it told of is no longer so.
        case outdated
        /// Nothing may be written to the address.
        case unwanted(String)
    }

    /// Writes a message anew from what is so now, if `mayWrite` allows the address that the person has now.
    func renew(
        _ resend: Resend,
        _ interview: InterviewID,
        db: Connection,
        at now: Instant,
        mayWrite: (String) throws -> Bool
    ) throws -> Renewal {
        if resend.message.kind == NotificationService.invitationKind {
            guard let invitation = try InvitationStore(db).invitation(.interview(interview)),
                invitation.interviewIsOpen, invitation.terms.isOpen(at: now)
            else { return .outdated }
            let address = invitation.candidateEmail
            guard try mayWrite(address) else { return .unwanted(address) }
            return .written(try invited(invitation, resend: resend, db: db, at: now))
        }
        guard let facts = try facts(of: interview, db), facts.version == resend.message.version else {
            return .outdated
        }
        let isToCandidate = resend.message.role == MailRole.candidate.rawValue
        let address = isToCandidate ? facts.candidateEmail : facts.recruiters.first?.email ?? ""
        guard try mayWrite(address) else { return .unwanted(address) }
        return .written(try service.resend(resend, facts, at: now, in: db))
    }
}
