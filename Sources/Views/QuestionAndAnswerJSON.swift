import CivilTime
public import Domain
public import JSON

/// `questions_and_answers` of an interview: what was asked, technical before coding, each with its answer.
public enum QuestionAndAnswerJSON {
    public static func array(_ questions: [AskedQuestion]) -> [JSON] {
        let isCoding: (AskedQuestion) -> Bool = { $0.question.type == "CODING" }
        return (questions.filter { !isCoding($0) } + questions.filter(isCoding)).map(object)
    }

    private static func object(_ asked: AskedQuestion) -> JSON {
        [
            "id": .int(asked.id),
            "order": .int(Int64(asked.position)),
            "question_text": .string(asked.question.text),
            "question_type": .string(asked.question.type),
            "answer": JSON(asked.answer?.text),
            "response_time": JSON(asked.answer?.responseSeconds),
            "answered_at": JSON(asked.answer?.at.iso8601),
        ]
    }
}
