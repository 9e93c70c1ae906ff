public import CivilTime
public import Domain
public import MariaDB

/// The table `outbox` as those who write and read about mail see it; see `OutboxStore+Delivery` for who sends it.
public struct OutboxStore {
    private static let isNews: SQL = "kind NOT IN ('interview_reminder', 'interview_completed')"

    let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Puts a message into the queue, in the caller's transaction.
    ///
    /// The deduplication key makes a second attempt to queue the same message harmless.
    public func enqueue(_ mail: NewMail, at now: Instant) throws(DatabaseError) -> Enqueued {
        try db.execute(OutboxStore.insertion(of: [mail], at: now)) == 1 ? .added : .alreadyThere
    }

    /// The same together with others; the answer is the number of rows that were added.
    public func enqueue(_ mail: NewMail, at now: Instant, in batch: inout Batch) -> Batch.Answer<Int> {
        batch.changes(OutboxStore.insertion(of: [mail], at: now))
    }

    /// Puts several messages there where nobody need know which had been.
    public func queue(_ mails: [NewMail], at now: Instant) throws(DatabaseError) {
        guard !mails.isEmpty else { return }
        try db.queue(OutboxStore.insertion(of: mails, at: now))
    }

    private static func insertion(of mails: [NewMail], at now: Instant) -> SQL {
        let rows = mails.map { mail in
            """
            (
                \(mail.deduplicationKey), \(mail.kind), \(mail.role.rawValue), \(mail.interviewID), \(mail.version),
                \(mail.recipient), \(mail.sender), \(mail.messageID), \(mail.subject), \(mail.body),
                \(mail.initialState.rawValue), \(now), \(mail.giveUpAt),
                \(mail.problem), \(mail.previousStart), \(mail.resendOf), \(now), \(now)
            )
            """ as SQL
        }
        return """
            INSERT INTO outbox (
                dedup_key, kind, recipient_role, interview_id, version, recipient, sender, message_id, subject, body,
                state, next_attempt_at, give_up_at, last_error, previous_start, resend_of, created_at, updated_at
            )
            VALUES \(rows.joined(separator: ", "))
            ON DUPLICATE KEY UPDATE id = id
            """
    }

    /// Withdraws what has not been sent yet about older versions of a booking.
    public func withdraw(
        interview: InterviewID,
        olderThan version: Int,
        at now: Instant
    ) throws(DatabaseError) {
        try db.queue(
            """
            UPDATE outbox
            SET state = 'cancelled', body = NULL, updated_at = \(now)
            WHERE interview_id = \(interview) AND version < \(version) AND state IN ('queued', 'deferred', 'unknown')
            """
        )
    }

    /// Whether the recipient may know of a booking of the interview that stands: told of one, and not of its end.
    ///
    /// What was withdrawn before it was tried never left; all else may have, whatever became of it.
    public func mayHaveAnnounced(
        _ interview: InterviewID,
        to role: MailRole,
        _ recipient: String
    ) throws(DatabaseError) -> Bool {
        let kind = try db.first(
            """
            SELECT kind
            FROM outbox
            WHERE interview_id = \(interview) AND recipient_role = \(role.rawValue)
              AND (\(role == .candidate) OR recipient = \(recipient))
              AND kind IN ('interview_scheduled', 'interview_rescheduled', 'interview_cancelled')
              AND NOT (state = 'cancelled' AND attempts = 0)
            ORDER BY version DESC, id DESC
            LIMIT 1
            """
        ) { (row) throws(DatabaseError) in try row.string() }
        return kind.map { $0 != "interview_cancelled" } ?? false
    }

    /// All mail about an interview, oldest first.
    public func mail(of interview: InterviewID) throws(DatabaseError) -> [MailStatus] {
        try db.all(
            "SELECT \(MailStatus.columns) FROM outbox WHERE interview_id = \(interview) ORDER BY id",
            MailStatus.init
        )
    }

    /// The id of the newest mail to the candidate about an interview's time, which reminders only repeat.
    static func latestCandidateMail(of interview: InterviewID) -> SQL {
        """
        SELECT id
        FROM outbox
        WHERE interview_id = \(interview) AND recipient_role = 'candidate' AND \(OutboxStore.isNews)
        ORDER BY version DESC, id DESC
        LIMIT 1
        """
    }

    /// That mail of each of the interviews that has one.
    public func latestCandidateMail(
        ofEach interviews: [InterviewID]
    ) throws(DatabaseError) -> [InterviewID: MailStatus] {
        let mails = try db.all(
            """
            SELECT interview_id, \(MailStatus.columns)
            FROM outbox
            WHERE interview_id IN (\(list: interviews)) AND recipient_role = 'candidate' AND \(OutboxStore.isNews)
            ORDER BY version, id
            """
        ) { (row) throws(DatabaseError) -> (InterviewID, MailStatus) in (try row.id(), try MailStatus(&row)) }
        return Dictionary(mails) { _, newer in newer }
    }

    /// How many messages are in each state.
    public func counts() throws(DatabaseError) -> [MailState: Int] {
        let rows = try db.all("SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state") {
            (row) throws(DatabaseError) in
            (MailState(rawValue: try row.string()), try row.int())
        }
        return rows.reduce(into: [:]) { counts, row in
            if let state = row.0 { counts[state] = row.1 }
        }
    }
}

/// Whether `enqueue` wrote the message or found it.
public enum Enqueued: Equatable, Sendable { case added, alreadyThere }

/// To whom a message goes, which decides what it says.
public enum MailRole: String, Sendable { case candidate, recruiter }

/// A message to be queued.
public struct NewMail: Sendable {
    public var deduplicationKey: String
    public var kind: String
    public var role: MailRole
    public var interviewID: InterviewID?
    public var version: Int
    public var recipient: String
    public var sender: String
    public var messageID: String
    public var subject: String
    /// The message or its draft, encrypted; `nil` when it cannot be sent at all, and `problem` says why.
    public var body: [UInt8]?
    public var problem: String?
    public var giveUpAt: Instant
    /// For a booking that was moved, the time it had before.
    public var previousStart: Instant?
    /// The message that this one repeats.
    public var resendOf: Int64?
    /// It tells of the end of what was never announced: kept for the record, and not sent.
    public var isNeedless = false

    /// The state in which it comes into the outbox.
    public var initialState: MailState { isNeedless ? .cancelled : body == nil ? .failed : .queued }

    public init(
        deduplicationKey: String,
        kind: String,
        role: MailRole,
        interviewID: InterviewID?,
        version: Int,
        recipient: String,
        sender: String,
        messageID: String,
        subject: String,
        body: [UInt8]?,
        problem: String? = nil,
        giveUpAt: Instant,
        previousStart: Instant? = nil,
        resendOf: Int64? = nil
    ) {
        self.deduplicationKey = deduplicationKey
        self.kind = kind
        self.role = role
        self.interviewID = interviewID
        self.version = version
        self.recipient = recipient
        self.sender = sender
        self.messageID = messageID
        self.subject = subject
        self.body = body
        self.problem = problem
        self.giveUpAt = giveUpAt
        self.previousStart = previousStart
        self.resendOf = resendOf
    }
}

/// What has become of a message, for those who may see it.
public struct MailStatus: Equatable, Sendable {
    public let id: Int64
    public let kind: String
    public let role: String
    public let version: Int
    public let recipient: String
    public let subject: String
    public let state: MailState
    public let attempts: Int
    public let nextAttemptAt: Instant
    public let replyCode: Int?
    /// A sentence: why the last attempt did not succeed.
    public let error: String?
    public let createdAt: Instant
    public let sentAt: Instant?

    static let columns: SQL = """
        id, kind, recipient_role, version, recipient, subject, state, attempts, next_attempt_at, last_reply_code,
        last_error, created_at, sent_at
        """

    init(_ row: inout Row) throws(DatabaseError) {
        id = try row.key()
        kind = try row.string()
        role = try row.string()
        version = try row.int()
        recipient = try row.string()
        subject = try row.string()
        state = MailState(rawValue: try row.string()) ?? .unknown
        attempts = try row.int()
        nextAttemptAt = try row.instant()
        replyCode = try row.optionalInt()
        error = try row.optionalString()
        createdAt = try row.instant()
        sentAt = try row.optionalInstant()
    }
}
