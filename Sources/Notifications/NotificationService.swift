public import CivilTime
public import Domain
public import MariaDB
public import SMTP
public import Secrets
import Store
public import Views

/// Decides what mail and which notifications a change of a booking calls for, and writes them in its transaction.
///
/// Any thread may use it; the connection is the caller's.
public struct NotificationService: Sendable {
    let composer: MailComposer
    let box: SecretBox
    let giveUpAfter: Duration

    /// Fails when a template is missing, so that no booking finds that out.
    public init(
        templates: Templates,
        sender: Mailbox,
        secret: ServerSecret,
        policy: PortalPolicy,
        giveUpAfter: Duration = .seconds(48 * 3600)
    ) throws(MissingTemplates) {
        composer = try MailComposer(templates: templates, sender: sender, policy: policy)
        box = SecretBox(secret: secret, context: "outbox")
        self.giveUpAfter = giveUpAfter
    }

    /// For a booking that is new.
    public func interviewScheduled(_ facts: BookingFacts, at now: Instant, in db: Connection) throws -> CandidateMail {
        try tell(.scheduled, facts, previousStart: nil, now, db)
    }

    /// For a booking that was moved from `previousStart`.
    public func interviewRescheduled(
        _ facts: BookingFacts,
        previousStart: Instant,
        at now: Instant,
        in db: Connection
    ) throws -> CandidateMail {
        try tell(.rescheduled, facts, previousStart: previousStart, now, db)
    }

    /// For a booking that is no more; `facts` say when it would have been.
    public func interviewCancelled(_ facts: BookingFacts, at now: Instant, in db: Connection) throws -> CandidateMail {
        try tell(.cancelled, facts, previousStart: nil, now, db)
    }

    private func tell(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        previousStart: Instant?,
        _ now: Instant,
        _ db: Connection
    ) throws -> CandidateMail {
        let outbox = OutboxStore(db)
        try outbox.withdraw(interview: facts.interviewID, olderThan: facts.version, at: now)
        let tag = "candidate"
        let mail = composer.candidateMail(occasion, facts, previousStart: previousStart, tag: tag, at: now)
        var row = newMail(occasion, facts, mail, role: .candidate, tag: tag, to: facts.candidateEmail, now)
        row.previousStart = previousStart
        guard try outbox.enqueue(row, at: now) == .added else { return .alreadyQueued }
        var told: Set<Int64> = []
        for recruiter in facts.recruiters where told.insert(recruiter.userID).inserted {
            try tell(recruiter, occasion, facts, previousStart, now, db)
        }
        guard case .failure(let error) = mail else { return .queued }
        try FailureNotice(interviewID: facts.interviewID.text, reason: error.message).write(in: db, at: now)
        return .impossible(error.message)
    }

    private func tell(
        _ recruiter: BookingFacts.Recruiter,
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ previousStart: Instant?,
        _ now: Instant,
        _ db: Connection
    ) throws {
        let store = NotificationStore(db)
        let channels = try store.interviewChannels(of: recruiter.userID)
        if channels.email {
            let tag = "user-\(recruiter.userID)"
            let mail = composer.recruiterMail(
                occasion,
                facts,
                recruiter,
                previousStart: previousStart,
                tag: tag,
                at: now
            )
            var row = newMail(occasion, facts, mail, role: .recruiter, tag: tag, to: recruiter.email, now)
            row.previousStart = previousStart
            _ = try OutboxStore(db).enqueue(row, at: now)
        }
        if channels.inApp {
            try store.insert(
                composer.notification(occasion, facts, recruiter, previousStart, isMailed: channels.email),
                at: now
            )
        }
    }

    func newMail(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ mail: Result<ComposedMail, MailError>,
        role: MailRole,
        tag: String,
        to address: String,
        _ now: Instant
    ) -> NewMail {
        let composed = try? mail.get()  // What failed is in `problem` below.
        var problem: String?
        if case .failure(let error) = mail { problem = error.message }
        return NewMail(
            deduplicationKey: "\(facts.interviewID):\(occasion.kind):\(facts.version):\(tag)",
            kind: occasion.kind,
            role: role,
            interviewID: facts.interviewID,
            version: facts.version,
            recipient: String(address.prefix(320)),
            sender: composer.sender.address.description,
            messageID: composer.messageIDText(occasion, facts, tag: tag),
            subject: composed?.subject ?? "",
            body: composed.map { box.seal($0.bytes) },
            problem: problem,
            // The hour lets a booking made at the last moment, or afterwards for the record, be told at all.
            giveUpAt: max(min(now + giveUpAfter, facts.endsAt), now.adding(seconds: 3600))
        )
    }
}

/// What was done about the candidate's mail.
public enum CandidateMail: Equatable, Sendable {
    case queued
    /// This version of the booking has its mail already.
    case alreadyQueued
    /// No mail can be sent; the sentence says why.
    case impossible(String)
}
