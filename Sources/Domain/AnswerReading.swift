/// What the words of an answer ask the interviewer to do.
public enum AnswerReading: Equatable, Sendable {
    /// Nothing was said or typed.
    case silence
    case repeatQuestion
    case skip
    case answer

    /// Only a short sentence that says nothing else is a command: "I would repeat the test" is an answer.
    public init(_ transcript: String) {
        let words = AnswerReading.words(of: transcript)
        if words.isEmpty || transcript == "[No speech detected]" {
            self = .silence
        } else if words.count > 10 {
            self = .answer
        } else {
            self = AnswerReading.command(words.filter { !AnswerReading.fillers.contains($0) }.joined(separator: " "))
        }
    }

    private static func command(_ text: String) -> AnswerReading {
        if ["repeat", "again", "repeat again", "say again", "read again", "come again"].contains(text) {
            return .repeatQuestion
        }
        let skips = ["skip", "pass", "next", "dont know", "do not know", "no idea", "have no idea"]
        return skips.contains(text) ? .skip : .answer
    }

    private static let fillers: Set<String> = [
        "a", "answer", "can", "could", "go", "i", "id", "it", "like", "me", "move", "on", "one", "please", "question",
        "really", "sorry", "that", "the", "this", "to", "um", "uh", "want", "we", "well", "would", "you",
    ]

    /// Lower case, without punctuation; an apostrophe joins: `don't` is `dont`.
    private static func words(of text: String) -> [String] {
        text.lowercased()
            .filter { $0 != "'" && $0 != "’" }
            .split { !$0.isLetter && !$0.isNumber }
            .map(String.init)
    }
}
