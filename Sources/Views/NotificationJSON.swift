import CivilTime
public import Domain
public import JSON

/// Notifications as the frontend reads them.
public enum NotificationJSON {
    public static func row(_ notification: UserNotification) -> JSON {
        [
            "id": .int(notification.id),
            "notification_type": .string(notification.kind),
            "notification_type_display": .string(title(of: notification.kind)),
            "title": .string(notification.title),
            "priority": .string(notification.priority),
            "priority_display": .string(title(of: notification.priority)),
            "created_at": .string(notification.createdAt.iso8601),
            "is_read": .bool(notification.readAt != nil),
        ]
    }

    public static func detail(_ notification: UserNotification) -> JSON {
        var object = row(notification).object ?? [:]
        object["message"] = .string(notification.message)
        object["status"] = .string(notification.status)
        object["channels"] = .array(notification.channels.map { .string($0) })
        object["metadata"] = .object(notification.metadata)
        object["sent_at"] = JSON(notification.sentAt?.iso8601)
        object["read_at"] = JSON(notification.readAt?.iso8601)
        return .object(object)
    }

    public static func summary(_ counts: NotificationCounts) -> JSON {
        [
            "total_notifications": JSON(counts.total),
            "unread_count": JSON(counts.unread),
            "read_count": JSON(counts.total - counts.unread),
            "failed_count": JSON(counts.failed),
            "interview_notifications": JSON(counts.interview),
            "resume_notifications": JSON(counts.resume),
            "system_notifications": JSON(counts.system),
            "urgent_count": JSON(counts.urgent),
            "high_count": JSON(counts.high),
            "medium_count": JSON(counts.medium),
            "low_count": JSON(counts.low),
        ]
    }

    public static func preferences(_ preferences: NotificationPreferences) -> JSON {
        let fields = preferences.fields
        return [
            "id": .int(preferences.id),
            "email_enabled": .bool(fields.emailEnabled),
            "in_app_enabled": .bool(fields.inAppEnabled),
            "sms_enabled": .bool(fields.smsEnabled),
            "interview_notifications": .bool(fields.interviewNotifications),
            "resume_notifications": .bool(fields.resumeNotifications),
            "system_notifications": .bool(fields.systemNotifications),
            "daily_digest": .bool(fields.dailyDigest),
            "weekly_summary": .bool(fields.weeklySummary),
            "created_at": .string(preferences.createdAt.iso8601),
            "updated_at": .string(preferences.updatedAt.iso8601),
        ]
    }

    /// The kinds of notification as the reference lists its templates; their texts are template files here.
    public static func template(_ kind: UserNotification.Kind) -> JSON {
        [
            "name": .string(kind.rawValue),
            "notification_type": .string(kind.rawValue),
            "title": .string(title(of: kind.rawValue)),
            "channels": ["email", "in_app"],
            "is_active": true,
        ]
    }

    /// `interview_scheduled` as `Interview Scheduled`.
    private static func title(of name: String) -> String {
        name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }
}
