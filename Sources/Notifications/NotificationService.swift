public import Calendaring
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
    /// A key of its own for drafts: a process of an earlier release cannot take one for a message and send it.
    let draftBox: SecretBox
    let giveUpAfter: Duration

    /// Fails when a template is missing, so that no booking finds that out.
    ///
    /// `backendURL` is the site's address, for the link that ends mail to recruiters; without it they get none.
    public init(
        templates: Templates,
        sender: Mailbox,
        secret: ServerSecret,
        policy: PortalPolicy,
        giveUpAfter: Duration = .seconds(48 * 3600),
        backendURL: String? = nil,
        calendar: @escaping CalendarWriter = { try $0.text($1) }
    ) throws(MissingTemplates) {
        let keys = SessionKeys(secret: secret)
        composer = try MailComposer(
            templates: templates,
            sender: sender,
            policy: policy,
            calendar: calendar,
            unsubscribe: { user in
                backendURL.map { "\($0)/unsubscribe/?user=\(user)&token=\(keys.unsubscribeToken(forUser: user))" }
            }
        )
        box = SecretBox(secret: secret, context: "outbox")
        draftBox = SecretBox(secret: secret, context: "outbox-draft")
        self.giveUpAfter = giveUpAfter
    }

    /// For a booking that is new.
    ///
    /// With `isNewVersion` the facts' version was made in this very transaction: nobody can have been told of it, and so it
    /// is not asked.
    public func interviewScheduled(
        _ facts: BookingFacts,
        isNewVersion: Bool = false,
        at now: Instant,
        in db: Connection
    ) throws -> CandidateMail {
        try tell(.scheduled, facts, isNewVersion, now, db)
    }

    /// For a booking that was moved from `previousStart`; `isNewVersion` as for a new one.
    public func interviewRescheduled(
        _ facts: BookingFacts,
        previousStart: Instant,
        isNewVersion: Bool = false,
        at now: Instant,
        in db: Connection
    ) throws -> CandidateMail {
        try tell(.rescheduled(from: previousStart), facts, isNewVersion, now, db)
    }

    /// For a booking that is no more; `facts` say when it would have been.
    public func interviewCancelled(_ facts: BookingFacts, at now: Instant, in db: Connection) throws -> CandidateMail {
        try tell(.cancelled, facts, false, now, db)
    }

    /// For an interview that was held to its end.
    public func interviewCompleted(_ facts: BookingFacts, at now: Instant, in db: Connection) throws -> CandidateMail {
        try tell(.completed, facts, false, now, db)
    }

    /// Reminds the candidate, once for each version of a booking; recruiters have the list of what comes.
    public func interviewReminder(
        _ facts: BookingFacts,
        _ lead: ReminderLead,
        until end: Instant,
        at now: Instant,
        in db: Connection
    ) throws -> CandidateMail {
        let occasion = MailOccasion.reminder(lead)
        let tag = "candidate"
        let mail = sealed(composer.candidateMail(occasion, facts, tag: tag, at: now))
        let row = newMail(occasion, facts, mail, role: .candidate, tag: tag, to: facts.candidateEmail, end)
        return try OutboxStore(db).enqueue(row, at: now) == .added ? .queued : .alreadyQueued
    }

    private func tell(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ isNewVersion: Bool,
        _ now: Instant,
        _ db: Connection
    ) throws -> CandidateMail {
        let outbox = OutboxStore(db)
        // Of a first booking there are no older versions.
        if facts.version > 0 { try outbox.withdraw(interview: facts.interviewID, olderThan: facts.version, at: now) }
        let draft = MailDraft(occasion, facts, for: .candidate, tag: "candidate", at: now)
        let end = giveUpAt(facts.endsAt, now)
        var row = newMail(draft, role: .candidate, to: facts.candidateEmail, end)
        try dropIfNeedless(&row, occasion, outbox)
        var told: Set<Int64> = []
        let recruiters = facts.recruiters.filter { told.insert($0.userID).inserted }
        let known = recruiters.compactMap(\.channels)
        var mails: [NewMail] = []
        let channels: [NotificationChannels]
        if isNewVersion, known.count == recruiters.count {
            mails.append(row)
            channels = known
        } else {
            guard let asked = try self.channels(of: recruiters, queueing: row, now, db) else { return .alreadyQueued }
            channels = asked
        }
        for (recruiter, channels) in zip(recruiters, channels) {
            try mails += [tell(recruiter, by: channels, occasion, facts, now, db)].compactMap(\.self)
        }
        try outbox.queue(mails, at: now)
        guard row.initialState == .failed, let problem = row.problem else { return .queued }
        let failure = UndeliveredMail(
            kind: occasion.kind,
            address: facts.candidateEmail,
            reason: problem,
            about: .booking(facts),
            key: "\(occasion.key).\(facts.version)"
        )
        try undelivered(failure, at: now, in: db)
        return .impossible(problem)
    }

    /// Queues the candidate's message, and asks how those recruiters want to be told of whom it is not known; `nil` if the
    /// message had been queued before.
    private func channels(
        of recruiters: [BookingFacts.Recruiter],
        queueing row: NewMail,
        _ now: Instant,
        _ db: Connection
    ) throws -> [NotificationChannels]? {
        let store = NotificationStore(db)
        var batch = Batch()
        let added = OutboxStore(db).enqueue(row, at: now, in: &batch)
        let asked = recruiters.map { recruiter in
            recruiter.channels == nil ? store.channels(of: recruiter.userID, for: .interviews, in: &batch) : nil
        }
        try db.run(batch)
        guard added.value == 1 else { return nil }
        return zip(recruiters, asked).map { recruiter, asked in recruiter.channels ?? asked?.value ?? .all }
    }

    /// Notifies the recruiter in the application, and returns the mail that is to be queued.
    private func tell(
        _ recruiter: BookingFacts.Recruiter,
        by channels: NotificationChannels,
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ now: Instant,
        _ db: Connection
    ) throws -> NewMail? {
        let store = NotificationStore(db)
        let draft = MailDraft(occasion, facts, for: .recruiter(recruiter), tag: "user-\(recruiter.userID)", at: now)
        let end = giveUpAt(facts.endsAt, now)
        var row = newMail(draft, role: .recruiter, to: recruiter.email, end)
        if channels.inApp {
            let subject = row.subject
            try store.insert(
                composer.notification(occasion, facts, recruiter, subject: subject, isMailed: channels.email),
                at: now
            )
        }
        guard channels.email else { return nil }
        try dropIfNeedless(&row, occasion, OutboxStore(db))
        return row
    }

    /// Nobody is told of the end of a booking whose announcement was withdrawn before it left.
    private func dropIfNeedless(_ row: inout NewMail, _ occasion: MailOccasion, _ outbox: OutboxStore) throws {
        guard case .cancelled = occasion, let interview = row.interviewID,
            try !outbox.mayHaveAnnounced(interview, to: row.role, row.recipient)
        else { return }
        row.isNeedless = true
        row.body = nil
        row.problem = "Not needed: the booking was cancelled before anything about it was sent."
    }

    /// The row of a message that the process that delivers will compose.
    ///
    /// An address that no mail can be written to is found out at once; what else may stand in the way shows when it is
    /// composed, and fails the message then.
    private func newMail(_ draft: MailDraft, role: MailRole, to address: String, _ giveUpAt: Instant) -> NewMail {
        let subject = composer.subject(of: draft).cut(to: 998)
        let sealed = Result { () throws(MailError) in
            _ = try EmailAddress(address)
            return SealedMail(subject: subject, body: draftBox.seal(draft.bytes))
        }
        var row = newMail(draft.occasion, draft.facts, sealed, role: role, tag: draft.tag, to: address, giveUpAt)
        row.subject = subject
        return row
    }

    func newMail(
        _ occasion: MailOccasion,
        _ facts: BookingFacts,
        _ mail: Result<SealedMail, MailError>,
        role: MailRole,
        tag: String,
        to address: String,
        _ giveUpAt: Instant
    ) -> NewMail {
        var row = queued(
            mail,
            QueuedMail(
                key: "\(facts.interviewID):\(occasion.key):\(facts.version):\(tag)",
                kind: occasion.kind,
                role: role,
                interviewID: facts.interviewID,
                version: facts.version,
                recipient: address,
                messageID: composer.messageIDText(occasion, facts, tag: tag)
            ),
            until: giveUpAt
        )
        if case .rescheduled(let start) = occasion { row.previousStart = start }
        return row
    }

    /// The hour lets a booking made at the last moment, or afterwards for the record, be told at all.
    func giveUpAt(_ end: Instant, _ now: Instant) -> Instant {
        max(min(now + giveUpAfter, end), now.adding(seconds: 3600))
    }

    /// A composed message as it waits.
    func sealed(_ mail: Result<ComposedMail, MailError>) -> Result<SealedMail, MailError> {
        mail.map { SealedMail(subject: $0.subject, body: box.seal($0.bytes), problem: $0.problem) }
    }

    /// The row of a message, or of one that cannot be written.
    func queued(_ mail: Result<SealedMail, MailError>, _ row: QueuedMail, until giveUpAt: Instant) -> NewMail {
        let sealed = try? mail.get()  // What failed is in `problem` below.
        var problem = sealed?.problem
        if case .failure(let error) = mail { problem = error.message }
        return NewMail(
            deduplicationKey: row.key,
            kind: row.kind,
            role: row.role,
            interviewID: row.interviewID,
            version: row.version,
            recipient: row.recipient.cut(to: 320),
            sender: composer.sender.address.description,
            messageID: row.messageID,
            subject: sealed?.subject ?? "",
            body: sealed?.body,
            problem: problem.map { $0.cut(to: 500) },
            giveUpAt: giveUpAt
        )
    }
}

/// A message or its draft, encrypted.
struct SealedMail {
    let subject: String
    let body: [UInt8]
    /// What it lacks, if anything: a sentence.
    var problem: String?
}

/// Under which names a message waits in the outbox.
struct QueuedMail {
    let key: String
    let kind: String
    let role: MailRole
    let interviewID: InterviewID
    let version: Int
    let recipient: String
    let messageID: String
}

/// What was done about the candidate's mail.
public enum CandidateMail: Equatable, Sendable {
    case queued
    /// This version of the booking has its mail already.
    case alreadyQueued
    /// No mail can be sent; the sentence says why.
    case impossible(String)
}
