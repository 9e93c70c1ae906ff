public import CivilTime
public import Domain
import MariaDB
public import Notifications
import Secrets
import Store

extension BookingService {
    /// Which days may be chosen from, and until when.
    public struct InvitationTerms: Equatable, Sendable {
        public let expiresAt: Instant
        public let firstDay: LocalDate?
        public let lastDay: LocalDate?

        public init(expiresAt: Instant, firstDay: LocalDate? = nil, lastDay: LocalDate? = nil) {
            self.expiresAt = expiresAt
            self.firstDay = firstDay
            self.lastDay = lastDay
        }
    }

    public enum InviteOutcome: Equatable, Sendable {
        case invited(link: String, mail: CandidateMail)
        /// Without a company there are no slots to choose from.
        case noCompany
    }

    /// Invites the candidate to choose a time for the interview, and writes to the candidate.
    ///
    /// Again, the invitation is renewed: its link stays, its moves begin anew. After a revocation the link is another.
    public func invite(to interview: InterviewID, _ terms: InvitationTerms) throws -> InviteOutcome {
        try db.transaction { _ in
            let invitations = InvitationStore(db)
            guard try invitations.lockInterview(interview) else { return .noCompany }
            let present = try invitations.invitation(.interview(interview))
            let id = present.flatMap { $0.terms.isRevoked ? nil : $0.id } ?? newID()
            try invitations.put(
                id,
                tokenHash: context.keys.hash(of: context.keys.invitationToken(for: id.text)),
                for: interview,
                days: (terms.firstDay, terms.lastDay),
                expiresAt: terms.expiresAt,
                by: origin.actor.userID,
                at: now
            )
            guard let invitation = try invitations.invitation(.id(id)) else { return .noCompany }
            try record(BookingEvent(.invited, interview: interview, company: invitation.companyID))
            let mail = try context.mail.invited(invitation, db: db, at: now)
            return .invited(link: context.mail.link(id), mail: mail)
        }
    }

    /// Ends the interview's invitation: its link leads nowhere from now on.
    ///
    /// `false` when there is none that could be ended.
    public func revokeInvitation(to interview: Interview) throws -> Bool {
        try db.transaction { _ in
            let invitations = InvitationStore(db)
            guard try invitations.lockInterview(interview.id), try invitations.revoke(interview.id, at: now) else {
                return false
            }
            try record(BookingEvent(.invitationRevoked, interview: interview.id, company: interview.companyID))
            return true
        }
    }
}
