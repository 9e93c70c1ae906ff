public import CivilTime
public import JSON

/// Something a user is told in the frontend.
public struct UserNotification: Equatable, Sendable {
    /// What it is about; the raw values are the wire's.
    public enum Kind: String, CaseIterable, Sendable {
        case interviewScheduled = "interview_scheduled"
        case interviewReminder = "interview_reminder"
        case resumeProcessed = "resume_processed"
        case candidateAdded = "candidate_added"
        case jobCreated = "job_created"
        case evaluationCompleted = "evaluation_completed"
        case systemAlert = "system_alert"
        case permissionGranted = "permission_granted"
        case bulkUploadCompleted = "bulk_upload_completed"
    }

    public enum Priority: String, CaseIterable, Sendable { case low, medium, high, urgent }

    public enum Status: String, CaseIterable, Sendable { case pending, sent, failed, read }

    public let id: Int64
    /// As stored: a kind of this version or of a later one.
    public let kind: String
    public let title: String
    public let message: String
    public let priority: String
    public let status: String
    public let channels: [String]
    public let metadata: JSON.Object
    public let createdAt: Instant
    public let sentAt: Instant?
    public let readAt: Instant?

    public init(
        id: Int64,
        kind: String,
        title: String,
        message: String,
        priority: String,
        status: String,
        channels: [String],
        metadata: JSON.Object,
        createdAt: Instant,
        sentAt: Instant?,
        readAt: Instant?
    ) {
        self.id = id
        self.kind = kind
        self.title = title
        self.message = message
        self.priority = priority
        self.status = status
        self.channels = channels
        self.metadata = metadata
        self.createdAt = createdAt
        self.sentAt = sentAt
        self.readAt = readAt
    }
}

/// How many notifications a user has, by what they are.
public struct NotificationCounts: Equatable, Sendable {
    public let total: Int
    public let unread: Int
    public let failed: Int
    public let interview: Int
    public let resume: Int
    public let system: Int
    public let urgent: Int
    public let high: Int
    public let medium: Int
    public let low: Int

    public init(
        total: Int,
        unread: Int,
        failed: Int,
        interview: Int,
        resume: Int,
        system: Int,
        urgent: Int,
        high: Int,
        medium: Int,
        low: Int
    ) {
        self.total = total
        self.unread = unread
        self.failed = failed
        self.interview = interview
        self.resume = resume
        self.system = system
        self.urgent = urgent
        self.high = high
        self.medium = medium
        self.low = low
    }
}

/// What a user wants to be told, and how.
public struct NotificationPreferences: Equatable, Sendable {
    /// The user's choices.
    public struct Fields: Equatable, Sendable {
        public var emailEnabled = true
        public var inAppEnabled = true
        public var smsEnabled = false
        public var interviewNotifications = true
        public var resumeNotifications = true
        public var systemNotifications = true
        public var dailyDigest = false
        public var weeklySummary = false

        public init() {}
    }

    public let id: Int64
    public let fields: Fields
    public let createdAt: Instant
    public let updatedAt: Instant

    public init(id: Int64, fields: Fields, createdAt: Instant, updatedAt: Instant) {
        self.id = id
        self.fields = fields
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
