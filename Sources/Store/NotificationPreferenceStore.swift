public import CivilTime
public import Domain
public import MariaDB

/// The table `notification_preference`: one row a user, made when it is first asked for.
public struct NotificationPreferenceStore {
    private let db: Connection
    private let user: Int64

    public init(_ db: Connection, user: Int64) {
        self.db = db
        self.user = user
    }

    public func find(at now: Instant) throws(DatabaseError) -> NotificationPreferences {
        if let found = try select() { return found }
        try db.execute(
            """
            INSERT IGNORE INTO notification_preference (user_id, created_at, updated_at)
            VALUES (\(user), \(now), \(now))
            """
        )
        guard let made = try select() else { throw DatabaseError.unreadable("the preferences just written") }
        return made
    }

    /// Writes what `change` makes of the preferences.
    public func update(at now: Instant, _ change: (inout NotificationPreferences.Fields) -> Void) throws
        -> NotificationPreferences
    {
        _ = try find(at: now)
        return try db.transaction { db in
            guard var fields = try select("FOR UPDATE")?.fields else {
                throw DatabaseError.unreadable("the preferences just written")
            }
            change(&fields)
            try db.execute(
                """
                UPDATE notification_preference
                SET email_enabled = \(fields.emailEnabled), in_app_enabled = \(fields.inAppEnabled),
                    sms_enabled = \(fields.smsEnabled), interview_notifications = \(fields.interviewNotifications),
                    resume_notifications = \(fields.resumeNotifications),
                    system_notifications = \(fields.systemNotifications), daily_digest = \(fields.dailyDigest),
                    weekly_summary = \(fields.weeklySummary), updated_at = \(now)
                WHERE user_id = \(user)
                """
            )
            return try find(at: now)
        }
    }

    private func select(_ lock: SQL = "") throws(DatabaseError) -> NotificationPreferences? {
        try db.first(
            """
            SELECT id, email_enabled, in_app_enabled, sms_enabled, interview_notifications, resume_notifications,
                system_notifications, daily_digest, weekly_summary, created_at, updated_at
            FROM notification_preference
            WHERE user_id = \(user)
            \(lock)
            """,
            NotificationPreferences.init
        )
    }
}

extension NotificationPreferences {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        var fields = Fields()
        fields.emailEnabled = try row.bool()
        fields.inAppEnabled = try row.bool()
        fields.smsEnabled = try row.bool()
        fields.interviewNotifications = try row.bool()
        fields.resumeNotifications = try row.bool()
        fields.systemNotifications = try row.bool()
        fields.dailyDigest = try row.bool()
        fields.weeklySummary = try row.bool()
        self.init(id: id, fields: fields, createdAt: try row.instant(), updatedAt: try row.instant())
    }
}
