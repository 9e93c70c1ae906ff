public import CivilTime
public import Domain
import MariaDB
public import Notifications
public import Secrets
import Store

/// What a booking's change says to the people concerned: gathers the facts and puts the mail into the outbox, in the
/// booking's own transaction.
public struct BookingMail: Sendable {
    let service: NotificationService
    private let backendURL: String
    private let timeZone: Zone
    private let keys: SessionKeys

    /// `timeZone` is that of companies that name none.
    public init(service: NotificationService, backendURL: String, timeZone: Zone, keys: SessionKeys) {
        self.service = service
        self.backendURL = backendURL
        self.timeZone = timeZone
        self.keys = keys
    }

    func scheduled(_ interview: InterviewID, db: Connection, at now: Instant) throws {
        guard let facts = try facts(of: interview, db) else { return }
        _ = try service.interviewScheduled(facts, at: now, in: db)
    }

    func rescheduled(_ interview: InterviewID, from oldStart: Instant, db: Connection, at now: Instant) throws {
        guard let facts = try facts(of: interview, db) else { return }
        _ = try service.interviewRescheduled(facts, previousStart: oldStart, at: now, in: db)
    }

    func cancelled(_ interview: InterviewID, db: Connection, at now: Instant) throws {
        guard let facts = try facts(of: interview, db) else { return }
        _ = try service.interviewCancelled(facts, at: now, in: db)
    }

    /// Takes back what has not left yet, where nothing is left to be told.
    func withdraw(_ interview: InterviewID, db: Connection, at now: Instant) throws {
        try OutboxStore(db).withdraw(interview: interview, olderThan: .max, at: now)
    }

    func invited(
        _ invitation: Invitation,
        resend: Resend? = nil,
        db: Connection,
        at now: Instant
    ) throws -> CandidateMail {
        let zone = try invitation.zoneName.map { try Zone.named($0) } ?? timeZone
        return try service.invited(invitation, zone: zone, link: link(invitation.id), resend: resend, at: now, in: db)
    }

    func link(_ invitation: InvitationID) -> String {
        "\(backendURL)/choose/?invitation=\(keys.invitationToken(for: invitation.text))"
    }

    func facts(of interview: InterviewID, _ db: Connection) throws -> BookingFacts? {
        try BookingFactsStore(db).facts(
            of: interview,
            zone: { name in try name.map { try Zone.named($0) } ?? timeZone },
            link: { PortalLink.address(of: $0, backendURL: backendURL, keys: keys) }
        )
    }
}

/// The candidate's way in.
public enum PortalLink {
    /// The portal's address with the session's key: as secret as a password, and the same for the session's whole life.
    public static func address(of session: SessionID, backendURL: String, keys: SessionKeys) -> String {
        "\(backendURL)/?session_key=\(keys.key(for: session.text))"
    }
}
