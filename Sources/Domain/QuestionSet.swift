public import CivilTime

/// The questions of a company, or of one of its jobs, for one type of interview.
public struct QuestionSet: Equatable, Sendable {
    public static let mostQuestions = 50

    public let id: Int64
    public let companyID: Int64?
    public var jobID: Int64?
    public let jobTitle: String?
    public var interviewType: InterviewType
    public var name: String
    /// Whether one may rest between two questions.
    public var allowsPause: Bool
    /// Whether answers may be typed instead of spoken.
    public var allowsText: Bool
    /// In the order in which they are asked.
    public var questions: [Question]
    public let createdAt: Instant
    public let updatedAt: Instant

    public init(
        id: Int64,
        companyID: Int64?,
        jobID: Int64?,
        jobTitle: String?,
        interviewType: InterviewType,
        name: String,
        allowsPause: Bool,
        allowsText: Bool,
        questions: [Question],
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.companyID = companyID
        self.jobID = jobID
        self.jobTitle = jobTitle
        self.interviewType = interviewType
        self.name = name
        self.allowsPause = allowsPause
        self.allowsText = allowsText
        self.questions = questions
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
