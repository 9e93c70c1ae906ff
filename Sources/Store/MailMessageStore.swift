public import CivilTime
public import Domain
public import MariaDB

/// The outbox as people look at it: each message with its attempts and what was reported about it.
public struct MailMessageStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// What a list of messages is narrowed to.
    public struct Filter: Sendable {
        public var interview: InterviewID?
        public var state: MailState?

        public init(interview: InterviewID? = nil, state: MailState? = nil) {
            self.interview = interview
            self.state = state
        }

        var condition: SQL {
            var parts: [SQL] = ["TRUE"]
            if let interview { parts.append("outbox.interview_id = \(interview)") }
            if let state { parts.append("outbox.state = \(state.rawValue)") }
            return parts.joined(separator: " AND ")
        }
    }

    /// Newest first.
    public func list(_ filter: Filter, in scope: Access.Scope, page: SQL) throws(DatabaseError) -> [MailMessage] {
        try db.all(
            """
            \(MailMessage.select)
            WHERE \(filter.condition) AND \(scope.condition(on: "interview.company_id"))
            ORDER BY outbox.id DESC
            \(page)
            """,
            MailMessage.init
        )
    }

    public func count(_ filter: Filter, in scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM outbox
            LEFT JOIN interview ON interview.id = outbox.interview_id
            WHERE \(filter.condition) AND \(scope.condition(on: "interview.company_id"))
            """
        )
    }

    public func find(_ id: Int64) throws(DatabaseError) -> MailMessage? {
        try db.first("\(MailMessage.select) WHERE outbox.id = \(id)", MailMessage.init)
    }

    /// The messages that repeat this one, oldest first.
    public func repeats(of message: MailMessage) throws(DatabaseError) -> [MailMessage] {
        try db.all(
            """
            \(MailMessage.select)
            WHERE outbox.interview_id = \(message.interviewID) AND outbox.resend_of = \(message.id)
            ORDER BY outbox.id
            """,
            MailMessage.init
        )
    }

    /// Each message's attempts, in their order.
    public func attempts(ofEach ids: [Int64]) throws(DatabaseError) -> [Int64: [MailAttempt]] {
        let rows = try db.all(
            """
            SELECT outbox_id, number, started_at, finished_at, outcome, reply_code, reply_text, duration_ms
            FROM mail_attempt
            WHERE outbox_id IN (\(list: ids))
            ORDER BY outbox_id, number
            """
        ) { (row) throws(DatabaseError) -> (Int64, MailAttempt) in
            (
                try row.key(),
                MailAttempt(
                    number: try row.int(),
                    startedAt: try row.instant(),
                    finishedAt: try row.optionalInstant(),
                    outcome: try row.optionalString(),
                    replyCode: try row.optionalInt(),
                    reply: try row.optionalString(),
                    milliseconds: try row.optionalInt()
                )
            )
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    /// What was reported about each message, in its order.
    public func reports(ofEach ids: [Int64]) throws(DatabaseError) -> [Int64: [ReceivedReport]] {
        let rows = try db.all(
            """
            SELECT outbox_id, action, status, diagnostic, received_at
            FROM delivery_report
            WHERE outbox_id IN (\(list: ids))
            ORDER BY outbox_id, id
            """
        ) { (row) throws(DatabaseError) -> (Int64, ReceivedReport) in
            let id = try row.key()
            let report = DeliveryReport(
                action: DeliveryReport.Action(rawValue: try row.string()) ?? .failed,
                status: try row.string(),
                diagnostic: try row.string()
            )
            return (id, ReceivedReport(report: report, receivedAt: try row.instant()))
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    /// Withdraws a message that waits; `false` when it does not, or a process has just taken it.
    public func cancel(_ id: Int64, reason: String, at now: Instant) throws(DatabaseError) -> Bool {
        try db.execute(
            """
            UPDATE outbox
            SET state = 'cancelled', body = NULL, next_attempt_at = \(OutboxStore.never), last_error = \(reason),
                updated_at = \(now)
            WHERE id = \(id) AND \(OutboxStore.isWaiting)
            """
        ) == 1
    }
}

extension MailMessage {
    static let select: SQL = """
        SELECT outbox.id, outbox.kind, outbox.recipient_role, outbox.interview_id, interview.company_id,
            outbox.version, outbox.recipient, outbox.subject, outbox.state, outbox.next_attempt_at, outbox.give_up_at,
            outbox.last_reply_code, outbox.last_error, outbox.previous_start, outbox.resend_of,
            EXISTS (
                SELECT 1
                FROM dead_address
                WHERE dead_address.company_id = COALESCE(interview.company_id, 0)
                    AND dead_address.address = outbox.recipient
            ),
            outbox.created_at, outbox.sent_at
        FROM outbox
        LEFT JOIN interview ON interview.id = outbox.interview_id
        """

    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        let kind = try row.string()
        let role = try row.string()
        let interview: InterviewID? = try row.optionalID()
        let company = try row.optionalKey()
        let version = try row.int()
        let recipient = try row.string()
        let subject = try row.string()
        let state = MailState(rawValue: try row.string()) ?? .unknown
        let next = try row.instant()
        let waits = [.queued, .deferred, .unknown].contains(state) && next < OutboxStore.never
        self.init(
            id: id,
            kind: kind,
            role: role,
            interviewID: interview,
            companyID: company,
            version: version,
            recipient: recipient,
            subject: subject,
            state: state,
            nextAttemptAt: waits ? next : nil,
            giveUpAt: try row.instant(),
            replyCode: try row.optionalInt(),
            error: try row.optionalString(),
            previousStart: try row.optionalInstant(),
            resendOf: try row.optionalKey(),
            isAddressDead: try row.bool(),
            createdAt: try row.instant(),
            sentAt: try row.optionalInstant()
        )
    }
}
