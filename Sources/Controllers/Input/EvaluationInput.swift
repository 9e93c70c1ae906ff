import Domain
import JSON
import Web

/// An evaluation as the frontend writes it.
struct EvaluationInput {
    let interview: InterviewID?
    let score: Double?
    let traits: String?
    let suggestions: String?

    /// Errors stay in `reader`: the controller adds what it finds out about the interview.
    init(_ reader: inout FieldReader, isNew: Bool) {
        interview = isNew ? reader.id("interview", of: InterviewID.self, .required).value : nil
        score = reader.score("overall_score", isNew ? .required : [])
        traits = reader.optionalText("traits")
        suggestions = reader.optionalText("suggestions")
    }
}

extension FieldReader {
    fileprivate mutating func score(_ key: String, _ rule: Rule) -> Double? {
        guard let score = number(key, rule).value else { return nil }
        guard Evaluation.scores.contains(score) else {
            errors.add(key, "Overall score must be between 0 and 10.")
            return nil
        }
        return score
    }

    fileprivate mutating func optionalText(_ key: String) -> String? {
        let field = text(key, max: 20_000, [.blank, .nullable])
        return field.isAbsent ? nil : field.text(or: "")
    }
}

/// What a reviewer writes of a candidate.
struct FeedbackInput {
    let candidate: Int64
    let interview: InterviewID?
    let reviewer: String?
    let comments: String

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        let candidate = reader.key("candidate", .required)
        interview = reader.id("interview", of: InterviewID.self, .nullable).value
        let reviewer = reader.text("reviewer_name", max: 100, [.blank, .nullable])
        let comments = reader.text("comments", max: 20_000, .required)
        try reader.check()
        self.candidate = candidate.or(0)
        self.reviewer = reviewer.emptyIsNull.value
        self.comments = comments.or("")
    }
}
