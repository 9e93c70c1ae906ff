import CivilTime
import Domain
import JSON
import Store
import Views
import Web

/// A company's own questions, which take the place of the built-in ones: for one of its jobs, or for all of a type.
struct QuestionSetsController {
    static let model = "QuestionSet"

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/question-sets/", list),
            .post("/api/interviews/question-sets/", create),
            .get("/api/interviews/question-sets/:id/", show),
            .put("/api/interviews/question-sets/:id/", update),
            .delete("/api/interviews/question-sets/:id/", delete),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .questionSet)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let (scope, store) = (Access.scope(of: caller), QuestionSetStore(work.db))
        let sets = try store.sets(in: scope, page: page.sql)
        return try page.response(sets, count: { try store.count(in: scope) }, QuestionSetJSON.object)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        return ETag.response(QuestionSetJSON.object(try set(request, work, .read, caller)), request)
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .questionSet)
        var reader = FieldReader(try request.object())
        let references = ReferenceStore(work.db)
        // What is no key is refused from everybody, though it counts for administrators only.
        if caller.role != .admin { _ = reader.key("company", .nullable) }
        let company = try reader.company(of: caller, references)
        let input = try QuestionSetInput(&reader, company: company, references)
        try reader.check()
        guard let company else { throw HTTPError.forbidden }
        let id = try QuestionSetStore(work.db).add(Self.set(0, input, company: company, at: work.now))
        return try answer(id, work, status: .created)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let current = try set(request, work, .update, caller)
        var reader = FieldReader(try request.object())
        // A set stays with its company; what is no key is refused all the same.
        _ = reader.key("company", .nullable)
        let input = try QuestionSetInput(&reader, company: current.companyID, ReferenceStore(work.db))
        try reader.check()
        try changing(current.id, request, work) { store in
            try store.update(
                Self.set(current.id, input, company: current.companyID, at: work.now),
                at: work.now
            )
        }
        return try answer(current.id, work, status: .ok)
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let set = try set(request, work, .delete, caller)
        try changing(set.id, request, work) { try $0.delete(set.id) }
        return .noContent
    }

    private func changing(
        _ id: Int64,
        _ request: Request,
        _ work: Work,
        _ change: (QuestionSetStore) throws -> Void
    ) throws {
        let store = QuestionSetStore(work.db)
        let shown = { try store.set(id).map(QuestionSetJSON.object) }
        try work.changing(request, .questionSet(id), shown: shown) { try change(store) }
    }

    private func set(
        _ request: Request,
        _ work: Work,
        _ operation: Access.Operation,
        _ caller: Caller
    ) throws -> QuestionSet {
        guard let set = try QuestionSetStore(work.db).set(try request.number()) else {
            throw HTTPError.noMatch(Self.model)
        }
        try work.require(operation, .questionSet, of: .init(set.companyID), by: caller, model: Self.model)
        return set
    }

    private func answer(_ id: Int64, _ work: Work, status: Status) throws -> Response {
        guard let set = try QuestionSetStore(work.db).set(id) else { throw HTTPError.noMatch(Self.model) }
        return ETag.written(QuestionSetJSON.object(set), status: status)
    }

    private static func set(
        _ id: Int64,
        _ input: QuestionSetInput,
        company: Int64?,
        at now: Instant
    ) -> QuestionSet {
        QuestionSet(
            id: id,
            companyID: company,
            jobID: input.jobID,
            jobTitle: nil,
            interviewType: input.interviewType,
            name: input.name,
            allowsPause: input.allowsPause,
            allowsText: input.allowsText,
            questions: input.questions,
            createdAt: now,
            updatedAt: now
        )
    }
}
