import CivilTime
public import Domain
public import JSON

/// Evaluations and feedback as the frontend reads them.
public enum EvaluationJSON {
    public static func evaluation(_ evaluation: Evaluation) -> JSON { .object(common(evaluation)) }

    /// The evaluation with the person and the words of those who saw the interview.
    public static func report(_ evaluation: Evaluation, _ feedback: [Feedback]) -> JSON {
        var object = common(evaluation)
        object["candidate"] = .int(evaluation.candidateID)
        object["candidate_name"] = .string(evaluation.candidateName)
        object["job_title"] = JSON(evaluation.jobTitle)
        object["feedback"] = .array(feedback.map(EvaluationJSON.feedback))
        return .object(object)
    }

    public static func feedback(_ feedback: Feedback) -> JSON {
        [
            "id": .int(feedback.id),
            "candidate": .int(feedback.candidateID),
            "interview": JSON(feedback.interviewID?.text),
            "reviewer_name": .string(feedback.reviewerName),
            "comments": .string(feedback.comments),
            "submitted_at": .string(feedback.submittedAt.iso8601),
        ]
    }

    private static func common(_ evaluation: Evaluation) -> JSON.Object {
        [
            "id": .int(evaluation.id),
            "interview": .string(evaluation.interviewID.text),
            "overall_score": .double(evaluation.overallScore),
            "traits": .string(evaluation.traits),
            "suggestions": .string(evaluation.suggestions),
            "created_at": .string(evaluation.createdAt.iso8601),
            "details": .object(evaluation.details),
        ]
    }
}
