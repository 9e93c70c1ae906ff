public import CivilTime
public import Domain
public import JSON
public import MariaDB

/// The tables `notification` and `notification_preference`.
public struct NotificationStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Writes a notification that its user sees in the frontend.
    public func insert(_ notification: NewNotification, at now: Instant) throws(DatabaseError) {
        try db.queue(
            """
            INSERT INTO notification (
                user_id, notification_type, title, message, priority, status, channels, metadata, created_at, sent_at,
                email_sent, in_app_sent
            )
            VALUES (
                \(notification.userID), \(notification.type), \(notification.title), \(notification.message),
                \(notification.priority), 'sent', \(notification.isMailed ? #"["email", "in_app"]"# : #"["in_app"]"#),
                \(notification.metadata), \(now), \(now), \(notification.isMailed), TRUE
            )
            """
        )
    }

    /// Which of a user's preferences decides about a notification, beside the channels themselves.
    public enum Topic: Sendable { case interviews, system }

    /// How a user wants to be told of a topic.
    ///
    /// Who never chose wants both.
    public func channels(of userID: Int64, for topic: Topic) throws(DatabaseError) -> NotificationChannels {
        try db.first(NotificationStore.channels(of: userID, for: topic), NotificationChannels.init) ?? .all
    }

    /// The same, asked for together with others; nothing is found of who never chose.
    public func channels(
        of userID: Int64,
        for topic: Topic,
        in batch: inout Batch
    ) -> Batch.Answer<NotificationChannels?> {
        batch.first(NotificationStore.channels(of: userID, for: topic), NotificationChannels.init)
    }

    private static func channels(of userID: Int64, for topic: Topic) -> SQL {
        let isWanted: SQL = topic == .interviews ? "interview_notifications" : "system_notifications"
        return """
            SELECT email_enabled AND \(isWanted), in_app_enabled AND \(isWanted)
            FROM notification_preference
            WHERE user_id = \(userID)
            """
    }

    /// Whether a joined `user` may be told of what is that company's: logs in still, and has not gone to another one.
    static func mayBeTold(ofCompany column: SQL) -> SQL {
        "user.is_active AND (user.role = 'ADMIN' OR user.company_id <=> \(column))"
    }

    /// The user to be told when something is wrong with an interview: its candidate's recruiter, or whoever made it; nobody who
    /// may not log in any more, or belongs to another company by now.
    public func responsible(for interview: InterviewID) throws(DatabaseError) -> BookingFacts.Recruiter? {
        try db.first(
            """
            SELECT user.id, user.full_name, user.email
            FROM interview
            JOIN candidate ON candidate.id = interview.candidate_id
            JOIN user ON user.id IN (candidate.recruiter_id, interview.created_by)
                AND \(NotificationStore.mayBeTold(ofCompany: "interview.company_id"))
            WHERE interview.id = \(interview)
            ORDER BY user.id <=> candidate.recruiter_id DESC
            LIMIT 1
            """
        ) { (row) throws(DatabaseError) in
            BookingFacts.Recruiter(userID: try row.key(), name: try row.string(), email: try row.string())
        }
    }
}

extension NotificationChannels {
    init(_ row: inout Row) throws(DatabaseError) { self.init(email: try row.bool(), inApp: try row.bool()) }
}

/// A notification to be written.
public struct NewNotification: Sendable {
    public var userID: Int64
    public var type: String
    public var title: String
    public var message: String
    public var priority: String
    public var metadata: JSON.Object
    /// Whether the same was sent by mail.
    public var isMailed: Bool

    public init(
        userID: Int64,
        type: String,
        title: String,
        message: String,
        priority: String,
        metadata: JSON.Object,
        isMailed: Bool
    ) {
        self.userID = userID
        self.type = type
        self.title = title
        self.message = message
        self.priority = priority
        self.metadata = metadata
        self.isMailed = isMailed
    }
}
