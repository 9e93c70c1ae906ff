public import CivilTime

/// A question as a set keeps it.
public struct Question: Equatable, Sendable {
    /// The wire's name of a question's kind: `TECHNICAL`, `BEHAVIORAL`, `CODING`.
    public let type: String
    public let text: String
    public let timeLimitSeconds: Int
    /// How long one may think before the answer begins; zero for at once.
    public let preparationSeconds: Int
    /// How often the answer may be begun anew.
    public let retakes: Int
    /// What a good answer has in it, for those who review.
    public let rubric: String

    public init(
        type: String,
        text: String,
        timeLimitSeconds: Int,
        preparationSeconds: Int = 0,
        retakes: Int = 0,
        rubric: String = ""
    ) {
        self.type = type
        self.text = text
        self.timeLimitSeconds = timeLimitSeconds
        self.preparationSeconds = preparationSeconds
        self.retakes = retakes
        self.rubric = rubric
    }
}

/// A question as one candidate was asked it, with the answer.
public struct AskedQuestion: Equatable, Sendable {
    public let id: Int64
    /// From 1.
    public let position: Int
    public let question: Question
    /// How often the candidate was asked to answer once more.
    public let retries: Int
    /// Which attempt at the answer this is, from 1.
    public let attempt: Int
    /// Whether the candidate may rest before the question that follows.
    public let allowsPause: Bool
    public let answer: Answer?

    /// How often the answer may still be begun anew.
    public var retakesLeft: Int { max(0, question.retakes - (attempt - 1)) }

    /// What came back; the text is empty where only the recording has it.
    public struct Answer: Equatable, Sendable {
        public let text: String
        public let at: Instant
        public let responseSeconds: Double?

        public init(text: String, at: Instant, responseSeconds: Double?) {
            self.text = text
            self.at = at
            self.responseSeconds = responseSeconds
        }
    }

    public init(
        id: Int64,
        position: Int,
        question: Question,
        retries: Int,
        attempt: Int = 1,
        allowsPause: Bool = false,
        answer: Answer?
    ) {
        self.id = id
        self.position = position
        self.question = question
        self.retries = retries
        self.attempt = attempt
        self.allowsPause = allowsPause
        self.answer = answer
    }
}

/// What a session is to be asked, and how.
public struct QuestionPlan: Equatable, Sendable {
    public let questions: [Question]
    /// Whether one may rest between two questions.
    public let allowsPause: Bool
    /// Whether answers may be typed instead of spoken.
    public let allowsText: Bool

    public init(_ questions: [Question], allowsPause: Bool = false, allowsText: Bool = false) {
        self.questions = questions
        self.allowsPause = allowsPause
        self.allowsText = allowsText
    }
}

/// The questions of one session in order.
public struct Conversation: Equatable, Sendable {
    public let questions: [AskedQuestion]

    public init(_ questions: [AskedQuestion]) { self.questions = questions }

    /// The first question without an answer; `nil` when every question has one.
    public var current: AskedQuestion? { questions.first { $0.answer == nil } }

    public var count: Int { questions.count }
}
