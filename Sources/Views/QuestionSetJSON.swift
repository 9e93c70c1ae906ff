import CivilTime
public import Domain
public import JSON

/// A question set as staff see it.
public enum QuestionSetJSON {
    public static func object(_ set: QuestionSet) -> JSON {
        [
            "id": .int(set.id),
            "company": JSON(set.companyID),
            "job": JSON(set.jobID),
            "job_title": JSON(set.jobTitle),
            "ai_interview_type": .string(set.interviewType.rawValue),
            "name": .string(set.name),
            "allows_pause": .bool(set.allowsPause),
            "allows_text": .bool(set.allowsText),
            "questions": .array(set.questions.map(question)),
            "created_at": .string(set.createdAt.iso8601),
            "updated_at": .string(set.updatedAt.iso8601),
        ]
    }

    private static func question(_ question: Question) -> JSON {
        [
            "question_text": .string(question.text),
            "question_type": .string(question.type),
            "time_limit_seconds": .int(Int64(question.timeLimitSeconds)),
            "preparation_seconds": .int(Int64(question.preparationSeconds)),
            "retakes": .int(Int64(question.retakes)),
            "rubric": .string(question.rubric),
        ]
    }
}
