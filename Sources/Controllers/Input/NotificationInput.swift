import CivilTime
import Domain
import JSON
import Store
import Web

/// What users want to be told, as the frontend writes it.
struct NotificationPreferencesInput {
    private let fields: [(field: Field<Bool>, path: WritableKeyPath<NotificationPreferences.Fields, Bool>)]

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        fields = [
            (reader.boolean("email_enabled"), \.emailEnabled),
            (reader.boolean("in_app_enabled"), \.inAppEnabled),
            (reader.boolean("sms_enabled"), \.smsEnabled),
            (reader.boolean("interview_notifications"), \.interviewNotifications),
            (reader.boolean("resume_notifications"), \.resumeNotifications),
            (reader.boolean("system_notifications"), \.systemNotifications),
            (reader.boolean("daily_digest"), \.dailyDigest),
            (reader.boolean("weekly_summary"), \.weeklySummary),
        ]
        try reader.check()
    }

    func apply(to preferences: inout NotificationPreferences.Fields) {
        for (field, path) in fields { preferences[keyPath: path] = field.or(preferences[keyPath: path]) }
    }
}

/// A notification that an administrator sends.
struct NotificationInput {
    let recipient: Int64
    let kind: String
    let title: String
    let message: String
    let priority: String

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        let recipient = reader.key("recipient", .required)
        let kind = reader.choice(
            "notification_type",
            among: UserNotification.Kind.allCases.map(\.rawValue),
            .required
        )
        let title = reader.text("title", max: 255, .required)
        let message = reader.text("message", max: 10_000, .required)
        let priority = reader.choice("priority", among: UserNotification.Priority.allCases.map(\.rawValue))
        try reader.check()
        self.recipient = recipient.or(0)
        self.kind = kind.or("")
        self.title = title.or("")
        self.message = message.or("")
        self.priority = priority.or(UserNotification.Priority.medium.rawValue)
    }
}

extension UserNotificationStore.Filter {
    /// The filters of a list's query; days are those of `zone`.
    init(_ request: Request, zone: Zone) throws(HTTPError) {
        self.init()
        var query = QueryReader(request)
        kind = query.choice("notification_type", UserNotification.Kind.init(rawValue:))
        priority = query.choice("priority", UserNotification.Priority.init(rawValue:))
        status = query.choice("status", UserNotification.Status.init(rawValue:))
        isRead = query.flag("is_read")
        from = query.date("date_from").flatMap { zone.instant(of: LocalDateTime(date: $0, time: .midnight)) }
        before = query.date("date_to").flatMap {
            zone.instant(of: LocalDateTime(date: $0.adding(days: 1), time: .midnight))
        }
        search = query.text("search")
        try query.check()
    }
}
