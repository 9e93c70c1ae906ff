public import CivilTime
public import Domain
public import MariaDB

/// The queue as a delivering process sees it: every message has one owner and one state.
///
/// An owner holds a named lock of the server for as long as its connection lives, so that the messages of a process that
/// was killed are known at once, and a lease on each message for when the lock cannot tell.
extension OutboxStore {
    /// Says that `owner` is alive.
    ///
    /// Called again and again, since a lost connection loses the lock.
    public func announce(_ owner: String) throws(DatabaseError) {
        let name = OutboxStore.lockName(owner)
        _ = try db.count(
            "SELECT IF(COALESCE(IS_USED_LOCK(\(name)) = CONNECTION_ID(), 0), 1, COALESCE(GET_LOCK(\(name), 0), 0))"
        )
    }

    /// Takes the message that is due longest, and writes that an attempt begins.
    ///
    /// Run it in a transaction of its own.
    public func claim(
        by owner: String,
        leaseUntil: Instant,
        at now: Instant
    ) throws(DatabaseError) -> ClaimedMail? {
        for state in [MailState.queued, .deferred, .unknown] {
            // One state at a time: each is a range of the key (state, next_attempt_at) already in order, so that one
            // row is locked. With the states in one list the server sorts, and locks all that are due.
            let id = try db.first(
                """
                SELECT id
                FROM outbox
                WHERE state = \(state.rawValue) AND next_attempt_at <= \(now)
                ORDER BY next_attempt_at, id
                LIMIT 1
                FOR UPDATE SKIP LOCKED
                """
            ) { (row) throws(DatabaseError) in try row.key() }
            guard let id else { continue }
            return try start(id, owner, leaseUntil, now)
        }
        return nil
    }

    /// Keeps the message that was composed of a draft, before its first attempt.
    public func keep(
        _ body: [UInt8],
        as mail: ClaimedMail,
        problem: String?,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE outbox
            SET body = \(body), last_error = COALESCE(\(problem), last_error), updated_at = \(now)
            WHERE id = \(mail.id) AND state = 'sending' AND lease_owner = \(mail.owner)
            """
        )
    }

    /// Writes what came of an attempt; `false` if the message is no longer `mail.owner`'s.
    ///
    /// Run it in a transaction.
    public func finish(_ mail: ClaimedMail, _ verdict: DeliveryVerdict, at now: Instant) throws(DatabaseError) -> Bool {
        try db.execute(
            """
            UPDATE mail_attempt
            SET finished_at = \(now), outcome = \(verdict.outcome.rawValue), reply_code = \(verdict.replyCode),
                reply_text = \(verdict.replyText), duration_ms = \(verdict.milliseconds)
            WHERE id = \(mail.attemptID)
            """
        )
        let changed = try db.execute(
            """
            UPDATE outbox
            SET state = \(verdict.state.rawValue), attempts = attempts + \(verdict.countsAsAttempt ? 1 : 0),
                next_attempt_at = \(verdict.nextAttemptAt ?? OutboxStore.never),
                body = IF(\(verdict.nextAttemptAt == nil), NULL, body),
                last_reply_code = \(verdict.replyCode), last_error = \(verdict.error), updated_at = \(now),
                sent_at = \(verdict.state == .sent ? now : nil), lease_owner = NULL, lease_until = NULL
            WHERE id = \(mail.id) AND state = 'sending' AND lease_owner = \(mail.owner)
            """
        )
        return changed == 1
    }

    /// Puts messages whose owner is gone back into the queue as unknown: they may have been sent.
    ///
    /// An owner is gone when its lease ran out, or when it no longer holds its lock and began before `silentSince`.
    /// Run it in a transaction.
    public func rescue(silentSince: Instant, at now: Instant) throws(DatabaseError) -> Int {
        let orphans = try db.all(
            """
            SELECT id
            FROM outbox
            WHERE state = 'sending' AND (
                lease_until < \(now)
                OR (updated_at < \(silentSince) AND IS_FREE_LOCK(CONCAT(\(OutboxStore.lockName("")), lease_owner)) = 1)
            )
            ORDER BY id
            FOR UPDATE SKIP LOCKED
            """
        ) { (row) throws(DatabaseError) in try row.key() }
        try giveBack(
            orphans,
            as: .unknown,
            reason: "The process that was sending it ended, so whether it was sent is not known.",
            now
        )
        return orphans.count
    }

    /// Gives back what `owner` took and has certainly not sent.
    ///
    /// Run it in a transaction.
    public func release(by owner: String, at now: Instant) throws(DatabaseError) -> Int {
        let own = try db.all(
            "SELECT id FROM outbox WHERE state = 'sending' AND lease_owner = \(owner) ORDER BY id FOR UPDATE"
        ) { (row) throws(DatabaseError) in try row.key() }
        try giveBack(own, as: .queued, reason: nil, now)
        return own.count
    }

    /// When the next message is due; `nil` when nothing waits.
    public func nextDue() throws(DatabaseError) -> Instant? {
        try db.first(
            """
            SELECT MIN(next_attempt_at)
            FROM outbox
            WHERE \(OutboxStore.isWaiting)
            """
        ) { (row) throws(DatabaseError) in try row.optionalInstant() } ?? nil
    }

    /// How many messages are due and not with the relay yet, those being sent included, and since when the first is.
    public func due(at now: Instant) throws(DatabaseError) -> (count: Int, since: Instant?) {
        try db.first(
            """
            SELECT COUNT(*), MIN(next_attempt_at)
            FROM outbox
            WHERE \(OutboxStore.isUnsent) AND next_attempt_at <= \(now)
            """
        ) { (row) throws(DatabaseError) in (try row.int(), try row.optionalInstant()) } ?? (0, nil)
    }

    private func start(
        _ id: Int64,
        _ owner: String,
        _ leaseUntil: Instant,
        _ now: Instant
    ) throws(DatabaseError) -> ClaimedMail? {
        try db.execute(
            """
            UPDATE outbox
            SET state = 'sending', lease_owner = \(owner), lease_until = \(leaseUntil), updated_at = \(now),
                return_token = COALESCE(return_token, LOWER(HEX(RANDOM_BYTES(16))))
            WHERE id = \(id)
            """
        )
        let attemptID = try db.insert(
            """
            INSERT INTO mail_attempt (outbox_id, number, started_at, owner)
            SELECT \(id), COALESCE(MAX(number), 0) + 1, \(now), \(owner)
            FROM mail_attempt
            WHERE outbox_id = \(id)
            """
        )
        return try db.first(
            """
            SELECT outbox.id, outbox.kind, outbox.recipient_role, outbox.interview_id, outbox.recipient, outbox.sender,
                outbox.return_token, outbox.body, outbox.attempts, outbox.created_at, outbox.give_up_at, mail_attempt.number,
                (SELECT COUNT(*) FROM mail_attempt WHERE outbox_id = \(id) AND outcome = 'unknown'),
                EXISTS (
                    SELECT 1
                    FROM outbox AS newer
                    WHERE newer.interview_id = outbox.interview_id AND newer.recipient = outbox.recipient
                        AND newer.recipient_role = outbox.recipient_role AND newer.version > outbox.version
                ) OR outbox.kind = 'interview_reminder' AND NOT EXISTS (
                    SELECT 1
                    FROM schedule
                    JOIN interview ON interview.id = schedule.interview_id
                    WHERE schedule.interview_id = outbox.interview_id AND schedule.is_active
                        AND schedule.calendar_sequence = outbox.version AND interview.status = 'scheduled'
                ),
                EXISTS (
                    SELECT 1
                    FROM dead_address
                    WHERE dead_address.company_id = COALESCE(interview.company_id, 0)
                        AND dead_address.address = outbox.recipient
                )
            FROM outbox
            JOIN mail_attempt ON mail_attempt.id = \(attemptID)
            LEFT JOIN interview ON interview.id = outbox.interview_id
            WHERE outbox.id = \(id)
            """
        ) { (row) throws(DatabaseError) in
            try ClaimedMail(&row, owner: owner, attemptID: attemptID)
        }
    }

    private func giveBack(
        _ ids: [Int64],
        as state: MailState,
        reason: String?,
        _ now: Instant
    ) throws(DatabaseError) {
        guard !ids.isEmpty else { return }
        try db.execute(
            """
            UPDATE mail_attempt
            SET finished_at = \(now), outcome = \(state == .unknown ? "unknown" : "cancelled")
            WHERE outbox_id IN (\(list: ids)) AND finished_at IS NULL
            """
        )
        try db.execute(
            """
            UPDATE outbox
            SET state = \(state.rawValue), attempts = attempts + \(state == .unknown ? 1 : 0),
                next_attempt_at = \(now), updated_at = \(now), last_error = COALESCE(\(reason), last_error),
                lease_owner = NULL, lease_until = NULL
            WHERE id IN (\(list: ids))
            """
        )
    }

    private static func lockName(_ owner: String) -> String { "interviews.deliver.\(owner)" }

    /// What a process may take: neither being sent, nor at its end.
    static var isWaiting: SQL {
        "state IN ('queued', 'deferred', 'unknown') AND next_attempt_at < \(OutboxStore.never)"
    }

    /// What waits or is being sent; a message that was given up is at its end whatever its state.
    static var isUnsent: SQL {
        "state IN ('queued', 'deferred', 'unknown', 'sending') AND next_attempt_at < \(OutboxStore.never)"
    }

    /// Later than every moment: 9999-12-31.
    static var never: Instant { Instant(seconds: 253_402_214_400) }
}

/// A message that one process has taken to send.
public struct ClaimedMail: Sendable {
    public let id: Int64
    public let kind: String
    public let role: String
    public let interviewID: InterviewID?
    public let recipient: String
    public let sender: String
    /// For the address that it comes back to, the same at each attempt; nobody can guess it.
    public let returnToken: String
    /// The message or its draft, encrypted.
    public let body: [UInt8]
    /// Attempts made before, without those that never came to talk about the message.
    public let attempts: Int
    public let createdAt: Instant
    public let giveUpAt: Instant
    public let attemptNumber: Int
    /// Earlier attempts whose end is not known.
    public let unknownAttempts: Int
    /// A newer message to the same person about the same booking exists, or it reminds of one that stands no more.
    public let isSuperseded: Bool
    /// Mail to this address came back, and nobody has confirmed it since.
    public let isAddressDead: Bool
    public let owner: String
    public let attemptID: Int64

    init(_ row: inout Row, owner: String, attemptID: Int64) throws(DatabaseError) {
        id = try row.key()
        kind = try row.string()
        role = try row.string()
        interviewID = try row.optionalID()
        recipient = try row.string()
        sender = try row.string()
        returnToken = try row.string()
        body = try row.bytes()
        attempts = try row.int()
        createdAt = try row.instant()
        giveUpAt = try row.instant()
        attemptNumber = try row.int()
        unknownAttempts = try row.int()
        isSuperseded = try row.bool()
        isAddressDead = try row.bool()
        self.owner = owner
        self.attemptID = attemptID
    }
}

/// What an attempt came to, and what follows for the message.
public struct DeliveryVerdict: Equatable, Sendable {
    public enum Outcome: String, Sendable {
        case sent, deferred, failed, unknown, cancelled
        /// The relay could not be used at all; the message is not to blame.
        case relay
    }

    public var outcome: Outcome
    public var state: MailState
    /// `nil` when there will be no further attempt.
    public var nextAttemptAt: Instant?
    public var countsAsAttempt: Bool
    public var replyCode: Int?
    public var replyText: String?
    public var error: String?
    public var milliseconds: Int

    /// Whether it did not arrive, as far as anyone can tell, and is tried no more.
    public var isGivenUp: Bool { state == .failed || state == .unknown && nextAttemptAt == nil }

    public init(
        outcome: Outcome,
        state: MailState,
        nextAttemptAt: Instant? = nil,
        countsAsAttempt: Bool = true,
        replyCode: Int? = nil,
        replyText: String? = nil,
        error: String? = nil,
        milliseconds: Int = 0
    ) {
        self.outcome = outcome
        self.state = state
        self.nextAttemptAt = nextAttemptAt
        self.countsAsAttempt = countsAsAttempt
        self.replyCode = replyCode
        self.replyText = replyText
        self.error = error
        self.milliseconds = milliseconds
    }
}
