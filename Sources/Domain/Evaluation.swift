public import CivilTime
public import JSON

/// What a person, or a program, thinks of a completed interview.
public struct Evaluation: Equatable, Sendable {
    public static let scores = 0.0...10.0

    public let id: Int64
    public let interviewID: InterviewID
    /// The interview's.
    public let companyID: Int64?
    public let candidateID: Int64
    public let candidateName: String
    public let jobTitle: String?
    public let overallScore: Double
    public let traits: String
    public let suggestions: String
    public let details: JSON.Object
    public let createdAt: Instant

    public init(
        id: Int64,
        interviewID: InterviewID,
        companyID: Int64?,
        candidateID: Int64,
        candidateName: String,
        jobTitle: String?,
        overallScore: Double,
        traits: String,
        suggestions: String,
        details: JSON.Object,
        createdAt: Instant
    ) {
        self.id = id
        self.interviewID = interviewID
        self.companyID = companyID
        self.candidateID = candidateID
        self.candidateName = candidateName
        self.jobTitle = jobTitle
        self.overallScore = overallScore
        self.traits = traits
        self.suggestions = suggestions
        self.details = details
        self.createdAt = createdAt
    }
}

/// What a reviewer says of a candidate.
public struct Feedback: Equatable, Sendable {
    public let id: Int64
    public let candidateID: Int64
    public let interviewID: InterviewID?
    public let reviewerName: String
    public let comments: String
    public let submittedAt: Instant

    public init(
        id: Int64,
        candidateID: Int64,
        interviewID: InterviewID?,
        reviewerName: String,
        comments: String,
        submittedAt: Instant
    ) {
        self.id = id
        self.candidateID = candidateID
        self.interviewID = interviewID
        self.reviewerName = reviewerName
        self.comments = comments
        self.submittedAt = submittedAt
    }
}
