public import CivilTime
public import MariaDB
import Notifications
import Store

extension BookingMail {
    /// Tells recruiters of mail to their candidates that came back; returns of how many messages.
    public func tellOfBounces(limit: Int = 50, db: Connection, at now: Instant) throws -> Int {
        try db.transaction { db in
            let messages = try BounceStore(db).takeUntold(limit: limit)
            for message in messages { try service.bounced(message, at: now, in: db) }
            return messages.count
        }
    }
}
