public import CivilTime

/// What a company, or an administrator, sees at one glance: counts over a span of days, and the newest of each thing.
public struct Dashboard: Equatable, Sendable {
    /// The days that trends cover, first and last included.
    public struct Span: Equatable, Sendable {
        public let first: LocalDate
        public let last: LocalDate
        /// Where the first day begins.
        public let start: Instant
        /// Seconds that the days' clock is ahead of UTC.
        public let offset: Int

        /// The `days` days that end today, by the clock of `zone`.
        public init(days: Int, endingAt now: Instant, in zone: Zone) {
            last = zone.local(now).date
            first = last.adding(days: -days)
            offset = zone.offset(at: now)
            start = Instant(seconds: Int64(first.daysSinceEpoch) * 86_400 - Int64(offset))
        }

        public var days: Int { first.days(until: last) }
    }

    public struct Count: Equatable, Sendable {
        public let name: String
        public let count: Int

        public init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    public struct Upload: Equatable, Sendable {
        public let id: ResumeID
        public let fileName: String
        public let uploadedAt: Instant

        public init(id: ResumeID, fileName: String, uploadedAt: Instant) {
            self.id = id
            self.fileName = fileName
            self.uploadedAt = uploadedAt
        }
    }

    public struct UpcomingInterview: Equatable, Sendable {
        public let id: InterviewID
        public let candidateName: String
        public let startedAt: Instant
        public let status: String

        public init(id: InterviewID, candidateName: String, startedAt: Instant, status: String) {
            self.id = id
            self.candidateName = candidateName
            self.startedAt = startedAt
            self.status = status
        }
    }

    public struct Activity: Equatable, Sendable {
        public let id: Int64
        public let action: String
        public let interviewID: InterviewID
        public let occurredAt: Instant

        public init(id: Int64, action: String, interviewID: InterviewID, occurredAt: Instant) {
            self.id = id
            self.action = action
            self.interviewID = interviewID
            self.occurredAt = occurredAt
        }
    }

    public var span: Span
    public var uploads = 0
    public var uploadTrend: [Count] = []
    public var recentUploads: [Upload] = []
    public var interviewsByStatus: [Count] = []
    public var cancelledInterviews = 0
    public var interviewTrend: [Count] = []
    public var upcomingInterviews: [UpcomingInterview] = []
    public var candidatesByStatus: [CandidateStatus: Int] = [:]
    public var candidateDomains: [Count] = []
    public var recentCandidates: [Candidate] = []
    public var jobLevels: [Count] = []
    public var recentJobs: [Job] = []
    public var activityKinds: [Count] = []
    public var activityTrend: [Count] = []
    public var recentActivities: [Activity] = []
    /// Of the span.
    public var evaluations = 0
    public var averageScore: Double?

    public init(span: Span) { self.span = span }
}

extension CandidateStatus {
    /// Whether nothing more is to be decided.
    public var isFinal: Bool {
        switch self {
        case .hired, .rejected, .offerRejected, .cancelled: true
        default: false
        }
    }

    /// Whether a candidate of this status has been interviewed.
    public var isInterviewed: Bool {
        switch self {
        case .new, .interviewScheduled, .requiresAction, .pendingScheduling, .cancelled: false
        default: true
        }
    }
}
