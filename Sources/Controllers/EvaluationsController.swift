import Domain
import JSON
import Store
import Views
import Web

/// Evaluations of completed interviews, and what reviewers say of candidates.
struct EvaluationsController {
    private let model = "Evaluation"

    var routes: [Route<Work>] {
        let path = "/api/evaluation/"
        return [
            .get(path + "crud/", list),
            .post(path + "crud/", create),
            .get(path + "crud/:id/", show),
            .put(path + "crud/:id/", update),
            .patch(path + "crud/:id/", update),
            .delete(path + "crud/:id/", delete),
            .get(path + "summary/:id/", summary),
            .get(path + "report/:id/", report),
            .post(path + "feedback/manual/", addFeedback),
            .get(path + "feedback/all/:id/", allFeedback),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let scope = Access.scope(of: try work.caller(request, may: .read, .evaluation))
        var query = QueryReader(request)
        let candidate = query.number("candidate_id")
        try query.check()
        let page = try Page(request, maximum: work.configuration.listLimit)
        let evaluations = EvaluationStore(work.db)
        let rows = try evaluations.list(scope, candidate: candidate, page: page.sql)
        return try page.response(
            rows,
            count: { try evaluations.count(scope, candidate: candidate) },
            EvaluationJSON.evaluation
        )
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .evaluation)
        var reader = FieldReader(try request.object())
        let input = EvaluationInput(&reader, isNew: true)
        if let id = input.interview { try check(id, by: caller, work, &reader) }
        try reader.check()
        // check() has thrown unless both are there.
        guard let interview = input.interview, let score = input.score else { throw HTTPError.notFound }
        let creation = try EvaluationStore(work.db).create(
            interview,
            score: score,
            traits: input.traits ?? "",
            suggestions: input.suggestions ?? "",
            at: work.now
        )
        switch creation {
        case .created(let id): return ETag.written(EvaluationJSON.evaluation(try found(id, work)), status: .created)
        case .exists: throw FieldErrors("interview", Sentences.exists)
        case .notCompleted: throw FieldErrors("interview", Sentences.notCompleted)
        case .noInterview: throw FieldErrors("interview", Sentences.noInterview(interview))
        }
    }

    private enum Sentences {
        static let exists = "evaluation with this interview already exists."
        static let notCompleted = "Evaluation can only be created for completed interviews."
        static func noInterview(_ id: InterviewID) -> String { "Invalid pk \"\(id)\" - object does not exist." }
    }

    /// Finds out beforehand what the store would refuse, to name it together with the other fields' errors.
    private func check(_ id: InterviewID, by caller: Caller, _ work: Work, _ reader: inout FieldReader) throws {
        let interview = try InterviewStore(work.db).interview(id)
        guard let interview,
            Access.decide(.read, .interview, of: .init(interview.companyID), by: caller) == .allowed
        else {
            reader.errors.add("interview", Sentences.noInterview(id))
            return
        }
        if try EvaluationStore(work.db).find(interview: id) != nil {
            reader.errors.add("interview", Sentences.exists)
        } else if interview.status != .completed {
            reader.errors.add("interview", Sentences.notCompleted)
        }
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        ETag.response(EvaluationJSON.evaluation(try evaluation(request, work, .read)), request)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        let evaluation = try evaluation(request, work, .update)
        var reader = FieldReader(try request.object())
        let input = EvaluationInput(&reader, isNew: false)
        try reader.check()
        try changing(evaluation.id, request, work) { evaluations in
            try evaluations.update(
                evaluation.id,
                score: input.score,
                traits: input.traits,
                suggestions: input.suggestions
            )
        }
        return ETag.written(EvaluationJSON.evaluation(try found(evaluation.id, work)))
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let evaluation = try evaluation(request, work, .delete)
        try changing(evaluation.id, request, work) { try $0.delete(evaluation.id) }
        return .noContent
    }

    private func changing(
        _ id: Int64,
        _ request: Request,
        _ work: Work,
        _ change: (EvaluationStore) throws -> Void
    ) throws {
        let evaluations = EvaluationStore(work.db)
        let shown = { try evaluations.find(id).map(EvaluationJSON.evaluation) }
        try work.changing(request, .evaluation(id), shown: shown) { try change(evaluations) }
    }

    /// The evaluation of the interview that the path names.
    private func summary(_ request: Request, _ work: Work) throws -> Response {
        ETag.response(EvaluationJSON.evaluation(try evaluationOfInterview(request, work)), request)
    }

    private func report(_ request: Request, _ work: Work) throws -> Response {
        let evaluation = try evaluationOfInterview(request, work)
        let feedback = try FeedbackStore(work.db).list(interview: evaluation.interviewID)
        return .json(EvaluationJSON.report(evaluation, feedback))
    }

    private func addFeedback(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .evaluation)
        let input = try FeedbackInput(json: request.object())
        let candidate = try CandidateStore(work.db).find(input.candidate)
        guard let candidate, sees(candidate, caller) else {
            throw FieldErrors("candidate", "Invalid pk \"\(input.candidate)\" - object does not exist.")
        }
        if let id = input.interview, try InterviewStore(work.db).interview(id)?.candidateID != candidate.id {
            throw FieldErrors("interview", Sentences.noInterview(id))
        }
        let id = try FeedbackStore(work.db).insert(
            candidate: candidate.id,
            interview: input.interview,
            reviewer: input.reviewer ?? caller.fullName,
            comments: input.comments,
            at: work.now
        )
        guard let feedback = try FeedbackStore(work.db).find(id) else { throw HTTPError.noMatch("Feedback") }
        return .json(EvaluationJSON.feedback(feedback), status: .created)
    }

    private func allFeedback(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .evaluation)
        let candidate = try CandidateStore(work.db).find(try request.number())
        guard let candidate, sees(candidate, caller) else { throw HTTPError.noMatch("Candidate") }
        let page = try Page(request, maximum: work.configuration.listLimit)
        let feedback = FeedbackStore(work.db)
        let rows = try feedback.list(candidate: candidate.id, page: page.sql)
        return try page.response(
            rows,
            count: { try feedback.count(candidate: candidate.id) },
            EvaluationJSON.feedback
        )
    }

    private func sees(_ candidate: Candidate, _ caller: Caller) -> Bool {
        Access.decide(.read, .candidate, of: .init(candidate.companyID), by: caller) == .allowed
    }

    private func found(_ id: Int64, _ work: Work) throws -> Evaluation {
        guard let evaluation = try EvaluationStore(work.db).find(id) else { throw HTTPError.noMatch(model) }
        return evaluation
    }

    private func evaluation(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> Evaluation {
        let caller = try work.caller(request)
        let evaluation = try found(try request.number(), work)
        try work.require(operation, .evaluation, of: .init(evaluation.companyID), by: caller, model: model)
        return evaluation
    }

    private func evaluationOfInterview(_ request: Request, _ work: Work) throws -> Evaluation {
        let caller = try work.caller(request)
        guard let id = InterviewID(request.parameter("id")) else { throw HTTPError.notFound }
        guard let evaluation = try EvaluationStore(work.db).find(interview: id) else { throw HTTPError.noMatch(model) }
        try work.require(.read, .evaluation, of: .init(evaluation.companyID), by: caller, model: model)
        return evaluation
    }
}
