public import Domain
import MariaDB
import Notifications
import Store

extension BookingService {
    /// What came of asking to send a message again.
    public enum Resending: Equatable, Sendable {
        /// It is written anew and waits; the id is the new message's.
        case queued(Int64)
        /// The message, or the one that repeats it, is still on its way.
        case underway(Int64)
        /// The booking has changed since, or is gone: a newer message says how it stands.
        case outdated
        /// Mail to the person's address came back, and the caller did not confirm it.
        case addressDead(String)
        /// It cannot be written; the sentence says why.
        case impossible(String)
    }

    /// Writes the message anew, to the address that the person has now.
    ///
    /// `isAddressConfirmed` says that somebody knows the address to be right although mail to it came back.
    public func resend(_ message: MailMessage, isAddressConfirmed: Bool) throws -> Resending {
        try db.transaction { db in
            // Neither a move nor a second resending can come in between.
            guard let interview = message.interviewID, try lock(interview) != nil else { return .outdated }
            let repeats = try MailMessageStore(db).repeats(of: message)
            if let underway = (repeats + [message]).last(where: \.isUnderway) { return .underway(underway.id) }
            let resend = Resend(message, number: repeats.count + 1)
            let dead = DeadAddressStore(db, company: message.companyID)
            let outcome = try context.mail.renew(resend, interview, db: db, at: now) { address in
                guard try dead.contains(address) else { return true }
                return isAddressConfirmed ? try dead.remove(address) : false
            }
            switch outcome {
            case .written(.queued), .written(.alreadyQueued):
                guard let id = try MailMessageStore(db).repeats(of: message).last?.id else { return .outdated }
                return .queued(id)
            case .written(.impossible(let reason)): return .impossible(reason)
            case .outdated: return .outdated
            case .unwanted(let address): return .addressDead(address)
            }
        }
    }
}
