public import CivilTime
public import Domain
public import MariaDB

/// Writes what mail servers report about messages that the relay had taken.
public struct BounceStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// How a message is known again.
    public enum Key: Sendable {
        case returnToken(String)
        case messageID(String)
    }

    /// What a report did.
    public enum Effect: Equatable, Sendable {
        /// The message's id.
        case noted(Int64)
        case bounced(Int64, isAddressDead: Bool)
        /// The same report was there before.
        case known(Int64)
    }

    /// Notes the report; a message that bounced is settled, and an address that is dead is written to no more.
    ///
    /// Returns `nil` when no message is known by `key`. Run it in a transaction.
    public func note(_ report: DeliveryReport, about key: Key, at now: Instant) throws(DatabaseError) -> Effect? {
        let condition: SQL =
            switch key {
            case .returnToken(let token): "return_token = \(token)"
            case .messageID(let id): "message_id = \(id)"
            }
        let id = try db.first("SELECT id FROM outbox WHERE \(condition) FOR UPDATE") { (row) throws(DatabaseError) in
            try row.key()
        }
        guard let id, let message = try MailMessageStore(db).find(id) else { return nil }
        guard try isNew(report, id) else { return .known(id) }
        try db.execute(
            """
            INSERT INTO delivery_report (outbox_id, action, status, diagnostic, received_at)
            VALUES (\(id), \(report.action.rawValue), \(report.status), \(report.diagnostic), \(now))
            """
        )
        guard report.isBounce else { return .noted(id) }
        try settle(message, report, now)
        if report.isAddressDead {
            try DeadAddressStore(db, company: message.companyID)
                .add(message.recipient, outbox: id, reason: "\(report.status) \(report.diagnostic)", at: now)
        }
        return .bounced(id, isAddressDead: report.isAddressDead)
    }

    /// Messages to candidates that came back and whose recruiter has not been told, oldest first.
    ///
    /// Run it in a transaction, which holds them.
    public func takeUntold(limit: Int) throws(DatabaseError) -> [MailMessage] {
        let ids = try db.all(
            """
            SELECT id
            FROM outbox
            WHERE notice_at IS NOT NULL
            ORDER BY notice_at, id
            LIMIT \(limit)
            FOR UPDATE SKIP LOCKED
            """
        ) { (row) throws(DatabaseError) in try row.key() }
        guard !ids.isEmpty else { return [] }
        try db.execute("UPDATE outbox SET notice_at = NULL WHERE id IN (\(list: ids))")
        var messages: [MailMessage] = []
        for id in ids {
            if let message = try MailMessageStore(db).find(id) { messages.append(message) }
        }
        return messages
    }

    private func isNew(_ report: DeliveryReport, _ id: Int64) throws(DatabaseError) -> Bool {
        try db.count(
            """
            SELECT COUNT(*)
            FROM delivery_report
            WHERE outbox_id = \(id) AND action = \(report.action.rawValue) AND status = \(report.status)
                AND diagnostic = \(report.diagnostic)
            """
        ) == 0
    }

    private func settle(_ message: MailMessage, _ report: DeliveryReport, _ now: Instant) throws(DatabaseError) {
        let words = report.diagnostic.isEmpty ? "" : " The mail server said: \(report.diagnostic)"
        let sentence = "It came back as undeliverable (\(report.status)).\(words)".cut(to: 500)
        try db.execute(
            """
            UPDATE outbox
            SET state = 'bounced', body = NULL, next_attempt_at = \(OutboxStore.never), last_error = \(sentence),
                notice_at = IF(recipient_role = 'candidate', \(now), notice_at), lease_owner = NULL,
                lease_until = NULL, updated_at = \(now)
            WHERE id = \(message.id) AND state <> 'bounced'
            """
        )
    }
}
