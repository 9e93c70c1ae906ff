public import CivilTime
public import Domain
public import MariaDB
public import Notifications
public import Secrets
import Store
import Views

/// What a booking's change says to the people concerned: gathers the facts and puts the mail into the outbox, in the
/// booking's own transaction.
public struct BookingMail: Sendable {
    /// Decides what mail a change of a booking calls for, and composes it.
    public let service: NotificationService
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

    /// For a booking to which the same transaction has given the facts' version, as for `rescheduled`.
    func scheduled(_ facts: BookingFacts, db: Connection, at now: Instant) throws {
        _ = try service.interviewScheduled(facts, isNewVersion: true, at: now, in: db)
    }

    func rescheduled(_ facts: BookingFacts, from oldStart: Instant, db: Connection, at now: Instant) throws {
        _ = try service.interviewRescheduled(facts, previousStart: oldStart, isNewVersion: true, at: now, in: db)
    }

    func cancelled(_ interview: InterviewID, db: Connection, at now: Instant) throws {
        guard let facts = try facts(of: interview, db) else { return }
        _ = try service.interviewCancelled(facts, at: now, in: db)
    }

    /// Takes back what has not left yet, where nothing is left to be told.
    func withdraw(_ interview: InterviewID, db: Connection, at now: Instant) throws {
        try OutboxStore(db).withdraw(interview: interview, olderThan: .max, at: now)
    }

    /// For an interview that its candidate held to the end.
    public func completed(_ interview: InterviewID, db: Connection, at now: Instant) throws {
        guard let facts = try facts(of: interview, db) else { return }
        _ = try service.interviewCompleted(facts, at: now, in: db)
    }

    /// Writes the reminders that are due, each from the booking as it stands; returns how many were new.
    public func remind(by policy: ReminderPolicy, limit: Int = 200, db: Connection, at now: Instant) throws -> Int {
        var count = 0
        for lead in policy.leads {
            let starts = policy.starts(for: lead, at: now)
            for interview in try ReminderStore(db).due(lead, starts: starts, limit: limit) {
                let mail = try db.transaction { db -> CandidateMail? in
                    // It may have been moved since the list was made.
                    guard let facts = try facts(of: interview, db), facts.startsAt > starts.after,
                        facts.startsAt <= starts.upTo
                    else { return nil }
                    let end = policy.end(of: lead, start: facts.startsAt)
                    return try service.interviewReminder(facts, lead, until: end, at: now, in: db)
                }
                if mail == .queued { count += 1 }
            }
        }
        return count
    }

    /// Tells the recruiter that the candidate's mail will not arrive; `key` tells this failure from the interview's others.
    public func undelivered(
        _ kind: String,
        of interview: InterviewID,
        to address: String,
        because reason: String,
        key: String,
        db: Connection,
        at now: Instant
    ) throws {
        let subject: UndeliveredMail.Subject
        if kind != "interview_invitation", let facts = try facts(of: interview, db) {
            subject = .booking(facts)
        } else if let invitation = try InvitationStore(db).invitation(.interview(interview)) {
            subject = .invitation(invitation, try zones(of: invitation), link: link(invitation.id))
        } else {
            return
        }
        let failure = UndeliveredMail(kind: kind, address: address, reason: reason, about: subject, key: key)
        try service.undelivered(failure, at: now, in: db)
    }

    func invited(
        _ invitation: Invitation,
        resend: Resend? = nil,
        db: Connection,
        at now: Instant
    ) throws -> CandidateMail {
        try service.invited(
            invitation,
            zones: try zones(of: invitation),
            link: link(invitation.id),
            resend: resend,
            at: now,
            in: db
        )
    }

    private func zones(of invitation: Invitation) throws -> MailZones {
        MailZones(
            // Without it, the company's will do.
            candidate: invitation.candidateZoneName.flatMap { try? Zone.named($0) },
            company: zone(invitation.zoneName)
        )
    }

    func link(_ invitation: InvitationID) -> String {
        "\(backendURL)/choose/?invitation=\(keys.invitationToken(for: invitation.text))"
    }

    /// The booking as a file for the candidate's calendar; `nil` where the interview has none.
    public func calendarFile(of interview: InterviewID, _ db: Connection, at now: Instant) throws -> String? {
        try facts(of: interview, db).flatMap { try service.calendarFile($0, at: now) }
    }

    func facts(of interview: InterviewID, _ db: Connection) throws -> BookingFacts? {
        try BookingFactsStore(db).facts(of: interview, zone: zone, link: link)
    }

    /// The facts of a booking that is being made, whose interview's session is `session` if it had none.
    func facts(of coming: BookingFactsStore.Coming, notes: String?, session: SessionID) throws -> BookingFacts? {
        try coming.facts(notes: notes, session: session, zone: zone, link: link)
    }

    /// A zone that the system's tzdata has dropped must not keep mail from being sent: the mail names the zone that it counts by.
    private func zone(_ name: String?) -> Zone { name.flatMap { try? Zone.named($0) } ?? timeZone }

    private func link(_ session: SessionID) -> String {
        PortalLink.address(of: session, backendURL: backendURL, keys: keys)
    }
}

/// The candidate's way in.
public enum PortalLink {
    /// The portal's address with the session's key: as secret as a password, and the same for the session's whole life.
    public static func address(of session: SessionID, backendURL: String, keys: SessionKeys) -> String {
        "\(backendURL)/?session_key=\(keys.key(for: session.text))"
    }
}
