public import CivilTime
public import Domain
import JSON
public import MariaDB

/// The table `notification` as one user sees it: no other user's rows.
public struct UserNotificationStore {
    private static let columns: SQL = """
        id, notification_type, title, message, priority, status, channels, metadata, created_at, sent_at, read_at
        """

    /// Which notifications a list shows.
    public struct Filter: Sendable {
        public var kind: UserNotification.Kind?
        public var priority: UserNotification.Priority?
        public var status: UserNotification.Status?
        public var isRead: Bool?
        public var from: Instant?
        public var before: Instant?
        /// Part of the title or the message.
        public var search: String?

        public init() {}
    }

    private let db: Connection
    private let user: Int64

    public init(_ db: Connection, user: Int64) {
        self.db = db
        self.user = user
    }

    /// The newest first.
    public func list(_ filter: Filter, page: SQL) throws(DatabaseError) -> [UserNotification] {
        try db.all(
            """
            SELECT \(UserNotificationStore.columns)
            FROM notification
            WHERE \(condition(filter))
            ORDER BY created_at DESC, id DESC
            \(page)
            """,
            UserNotification.init
        )
    }

    public func count(_ filter: Filter) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM notification WHERE \(condition(filter))")
    }

    public func find(_ id: Int64) throws(DatabaseError) -> UserNotification? {
        try db.first(
            "SELECT \(UserNotificationStore.columns) FROM notification WHERE id = \(id) AND user_id = \(user)",
            UserNotification.init
        )
    }

    public func unreadCount() throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM notification WHERE user_id = \(user) AND read_at IS NULL")
    }

    /// Marks those of the user's among `ids` as read, and says how many were not.
    public func markRead(_ ids: [Int64], at now: Instant) throws(DatabaseError) -> Int {
        try markRead(where: "id IN (\(list: ids))", at: now)
    }

    public func markAllRead(at now: Instant) throws(DatabaseError) -> Int { try markRead(where: "TRUE", at: now) }

    public func counts() throws(DatabaseError) -> NotificationCounts {
        let counts = try db.first(
            """
            SELECT COUNT(*),
                COUNT(CASE WHEN read_at IS NULL THEN 1 END),
                COUNT(CASE WHEN status = 'failed' THEN 1 END),
                COUNT(CASE WHEN notification_type LIKE 'interview%' THEN 1 END),
                COUNT(CASE WHEN notification_type IN ('resume_processed', 'bulk_upload_completed') THEN 1 END),
                COUNT(CASE WHEN notification_type IN ('system_alert', 'permission_granted') THEN 1 END),
                COUNT(CASE WHEN priority = 'urgent' THEN 1 END),
                COUNT(CASE WHEN priority = 'high' THEN 1 END),
                COUNT(CASE WHEN priority = 'medium' THEN 1 END),
                COUNT(CASE WHEN priority = 'low' THEN 1 END)
            FROM notification
            WHERE user_id = \(user)
            """,
            NotificationCounts.init
        )
        guard let counts else { throw DatabaseError.unreadable("an aggregate without a row") }
        return counts
    }

    private func markRead(where condition: SQL, at now: Instant) throws(DatabaseError) -> Int {
        try db.execute(
            """
            UPDATE notification
            SET read_at = \(now), status = 'read'
            WHERE user_id = \(user) AND read_at IS NULL AND \(condition)
            """
        )
    }

    private func condition(_ filter: Filter) -> SQL {
        var parts: [SQL] = ["user_id = \(user)"]
        if let kind = filter.kind { parts.append("notification_type = \(kind.rawValue)") }
        if let priority = filter.priority { parts.append("priority = \(priority.rawValue)") }
        if let status = filter.status { parts.append("status = \(status.rawValue)") }
        if let isRead = filter.isRead { parts.append(isRead ? "read_at IS NOT NULL" : "read_at IS NULL") }
        if let from = filter.from { parts.append("created_at >= \(from)") }
        if let before = filter.before { parts.append("created_at < \(before)") }
        if let search = filter.search {
            let pattern = "%" + SQLText.escapedForLike(search) + "%"
            parts.append("(title LIKE \(pattern) OR message LIKE \(pattern))")
        }
        return parts.joined(separator: " AND ")
    }
}

extension UserNotification {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        let kind = try row.string()
        let title = try row.string()
        let message = try row.string()
        let priority = try row.string()
        let status = try row.string()
        // The schema's CHECK keeps the column valid JSON; anything but a list of texts names no channel.
        let channels = (try? JSON.parse(try row.string()))?.array?.compactMap(\.string) ?? []
        self.init(
            id: id,
            kind: kind,
            title: title,
            message: message,
            priority: priority,
            status: status,
            channels: channels,
            metadata: try row.object(),
            createdAt: try row.instant(),
            sentAt: try row.optionalInstant(),
            readAt: try row.optionalInstant()
        )
    }
}

extension NotificationCounts {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            total: try row.int(),
            unread: try row.int(),
            failed: try row.int(),
            interview: try row.int(),
            resume: try row.int(),
            system: try row.int(),
            urgent: try row.int(),
            high: try row.int(),
            medium: try row.int(),
            low: try row.int()
        )
    }
}
