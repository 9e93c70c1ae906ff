/// What a candidate is told of an open interview before its first question.
public struct Prospect: Equatable, Sendable {
    public let questionCount: Int
    /// Whether answers may be typed instead of spoken.
    public let allowsText: Bool
    /// Whether the candidate has agreed to the recording.
    public let hasConsent: Bool

    public init(questionCount: Int, allowsText: Bool, hasConsent: Bool) {
        self.questionCount = questionCount
        self.allowsText = allowsText
        self.hasConsent = hasConsent
    }
}
