public import CivilTime

/// One mail to one person, and what has become of it.
public struct MailMessage: Equatable, Sendable {
    public let id: Int64
    public let kind: String
    /// `candidate` or `recruiter`.
    public let role: String
    public let interviewID: InterviewID?
    public let companyID: Int64?
    /// The booking's version that it tells of.
    public let version: Int
    public let recipient: String
    public let subject: String
    public let state: MailState
    /// When it is tried again; `nil` when it will not be.
    public let nextAttemptAt: Instant?
    public let giveUpAt: Instant
    public let replyCode: Int?
    /// A sentence: why the last attempt did not succeed.
    public let error: String?
    /// For a booking that was moved, the time it had before.
    public let previousStart: Instant?
    public let resendOf: Int64?
    /// Whether mail to this address came back, so that nothing more is sent to it until somebody confirms it.
    public let isAddressDead: Bool
    public let createdAt: Instant
    public let sentAt: Instant?

    public init(
        id: Int64,
        kind: String,
        role: String,
        interviewID: InterviewID?,
        companyID: Int64?,
        version: Int,
        recipient: String,
        subject: String,
        state: MailState,
        nextAttemptAt: Instant?,
        giveUpAt: Instant,
        replyCode: Int?,
        error: String?,
        previousStart: Instant?,
        resendOf: Int64?,
        isAddressDead: Bool,
        createdAt: Instant,
        sentAt: Instant?
    ) {
        self.id = id
        self.kind = kind
        self.role = role
        self.interviewID = interviewID
        self.companyID = companyID
        self.version = version
        self.recipient = recipient
        self.subject = subject
        self.state = state
        self.nextAttemptAt = nextAttemptAt
        self.giveUpAt = giveUpAt
        self.replyCode = replyCode
        self.error = error
        self.previousStart = previousStart
        self.resendOf = resendOf
        self.isAddressDead = isAddressDead
        self.createdAt = createdAt
        self.sentAt = sentAt
    }

    /// Whether it is still on its way out, so that sending it again would send it twice.
    public var isUnderway: Bool { state == .sending || nextAttemptAt != nil }

    /// Whether it can be withdrawn: it waits, and no process is talking to the relay about it.
    public var canBeCancelled: Bool { state != .sending && nextAttemptAt != nil }
}

/// One try to hand a message to the relay.
public struct MailAttempt: Equatable, Sendable {
    public let number: Int
    public let startedAt: Instant
    /// `nil` while it lasts.
    public let finishedAt: Instant?
    public let outcome: String?
    public let replyCode: Int?
    /// The relay's own words.
    public let reply: String?
    public let milliseconds: Int?

    public init(
        number: Int,
        startedAt: Instant,
        finishedAt: Instant?,
        outcome: String?,
        replyCode: Int?,
        reply: String?,
        milliseconds: Int?
    ) {
        self.number = number
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.outcome = outcome
        self.replyCode = replyCode
        self.reply = reply
        self.milliseconds = milliseconds
    }
}
