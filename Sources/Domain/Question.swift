public import CivilTime

/// A question as a set keeps it.
public struct Question: Equatable, Sendable {
    /// The wire's name of a question's kind: `TECHNICAL`, `BEHAVIORAL`, `CODING`.
    public let type: String
    public let text: String
    public let timeLimitSeconds: Int

    public init(type: String, text: String, timeLimitSeconds: Int) {
        self.type = type
        self.text = text
        self.timeLimitSeconds = timeLimitSeconds
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
    public let answer: Answer?

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

    public init(id: Int64, position: Int, question: Question, retries: Int, answer: Answer?) {
        self.id = id
        self.position = position
        self.question = question
        self.retries = retries
        self.answer = answer
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
