public import CivilTime
public import Domain
import JSON
public import MariaDB
import Store
public import Views

/// A candidate's mail that will not arrive.
public struct UndeliveredMail: Sendable {
    /// What the candidate was to be told of.
    public enum Subject: Sendable {
        case booking(BookingFacts)
        case invitation(Invitation, MailZones, link: String)
    }

    /// The mail's name in the outbox.
    let kind: String
    let address: String
    /// A sentence.
    let reason: String
    let subject: Subject
    /// What tells this failure from others of the same interview.
    let key: String

    public init(kind: String, address: String, reason: String, about subject: Subject, key: String) {
        self.kind = kind
        self.address = address
        self.reason = reason
        self.subject = subject
        self.key = key
    }

    var interviewID: InterviewID {
        switch subject {
        case .booking(let facts): facts.interviewID
        case .invitation(let invitation, _, _): invitation.interviewID
        }
    }

    var version: Int {
        switch subject {
        case .booking(let facts): facts.version
        case .invitation(let invitation, _, _): invitation.mailVersion
        }
    }

    /// Until when it helps the recruiter to know.
    var end: Instant {
        switch subject {
        case .booking(let facts): facts.endsAt
        case .invitation(let invitation, _, _): invitation.expiresAt
        }
    }

    /// What the recruiter reads; the link is there as long as it leads anywhere.
    func model(for recruiter: BookingFacts.Recruiter, policy: PortalPolicy) -> InterviewMail {
        switch subject {
        case .booking(let facts):
            InterviewMail(facts, for: .recruiter(name: recruiter.name), policy: policy)
                .undelivered(to: address, because: reason, link: leadsSomewhere ? facts.link : nil)
        case .invitation(let invitation, let zones, let link):
            InterviewMail(invitation, link: link, zones: zones, for: recruiter.name)
                .undelivered(to: address, because: reason, link: link)
        }
    }

    private var leadsSomewhere: Bool {
        ![MailOccasion.cancelled, .completed].map(\.kind).contains(kind)
    }
}

extension NotificationService {
    /// Tells the recruiter, so that the candidate hears of the interview all the same: a notification, and a mail with
    /// the link to pass on.
    ///
    /// The notification has no link, since the database may hold none that can be read.
    public func undelivered(_ failure: UndeliveredMail, at now: Instant, in db: Connection) throws {
        let store = NotificationStore(db)
        guard let recruiter = try store.responsible(for: failure.interviewID) else { return }
        let channels = try store.channels(of: recruiter.userID, for: .system)
        if channels.inApp {
            let notice = FailureNotice(reason: failure.reason, isMailed: channels.email)
            try store.insert(notice.notification(of: failure.interviewID, to: recruiter.userID), at: now)
        }
        guard channels.email else { return }
        let token = "\(failure.interviewID).mail_undelivered.\(failure.key)"
        let mail = sealed(composer.undelivered(failure, to: recruiter, token: token, at: now))
        let row = QueuedMail(
            key: token,
            kind: "mail_undelivered",
            role: .recruiter,
            interviewID: failure.interviewID,
            version: failure.version,
            recipient: recruiter.email,
            messageID: "<\(token)@\(composer.domain)>"
        )
        _ = try OutboxStore(db).enqueue(queued(mail, row, until: giveUpAt(failure.end, now)), at: now)
    }
}
