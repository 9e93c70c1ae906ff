import CivilTime
import Domain
import JSON
import Store
import Web

/// A question set as a body writes it, whole.
struct QuestionSetInput {
    let name: String
    let interviewType: InterviewType
    let jobID: Int64?
    let allowsPause: Bool
    let allowsText: Bool
    let questions: [Question]

    /// `company` is the one that the job must belong to.
    init(_ reader: inout FieldReader, company: Int64?, _ references: ReferenceStore) throws {
        name = reader.text("name", max: 200, .required).value ?? ""
        let types = InterviewType.allCases.map(\.rawValue)
        let type = reader.choice("ai_interview_type", among: types, .required).value
        interviewType = type.flatMap { InterviewType(rawValue: $0) } ?? .general
        jobID = reader.key("job", .nullable).value
        if let jobID, let company, try references.job(jobID)?.companyID != company {
            reader.errors.add("job", "Invalid pk \"\(jobID)\" - object does not exist.")
        }
        allowsPause = reader.boolean("allows_pause").value ?? false
        allowsText = reader.boolean("allows_text").value ?? false
        questions = Self.questions(&reader)
    }

    private static func questions(_ reader: inout FieldReader) -> [Question] {
        guard let value = reader.object["questions"] else {
            reader.errors.add("questions", "This field is required.")
            return []
        }
        guard let items = value.array, 1...QuestionSet.mostQuestions ~= items.count else {
            reader.errors.add("questions", "A list of 1 to \(QuestionSet.mostQuestions) questions is required.")
            return []
        }
        return items.enumerated().compactMap { index, item in
            guard case .object(let object) = item else {
                reader.errors.add("questions", "Question \(index + 1) must be an object.")
                return nil
            }
            var part = FieldReader(object)
            let question = question(&part)
            for (field, sentence) in part.errors.sentences {
                reader.errors.add("questions", "Question \(index + 1), \(field): \(sentence)")
            }
            return question
        }
    }

    private static func question(_ reader: inout FieldReader) -> Question {
        let types = ["TECHNICAL", "BEHAVIORAL", "CODING"]
        return Question(
            type: reader.choice("question_type", among: types).value ?? "TECHNICAL",
            text: reader.text("question_text", max: 4000, .required).value ?? "",
            timeLimitSeconds: reader.integer("time_limit_seconds", in: 10...7200).value ?? 180,
            preparationSeconds: reader.integer("preparation_seconds", in: 0...3600).value ?? 0,
            retakes: reader.integer("retakes", in: 0...20).value ?? 0,
            rubric: reader.text("rubric", max: 10_000, .blank).value ?? ""
        )
    }
}
