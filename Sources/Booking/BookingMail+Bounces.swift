public import CivilTime
import Domain
public import MariaDB
import Store

extension BookingMail {
    /// Tells recruiters of mail to their candidates that came back; returns of how many messages.
    public func tellOfBounces(limit: Int = 50, db: Connection, at now: Instant) throws -> Int {
        try db.transaction { db in
            let messages = try BounceStore(db).takeUntold(limit: limit)
            for message in messages {
                guard let interview = message.interviewID else { continue }
                try undelivered(
                    message.kind,
                    of: interview,
                    to: message.recipient,
                    because: message.error ?? "It came back as undeliverable.",
                    key: "\(message.id)",
                    db: db,
                    at: now
                )
            }
            return messages.count
        }
    }
}
