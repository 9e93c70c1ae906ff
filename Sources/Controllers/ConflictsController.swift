import CivilTime
import Domain
import JSON
import Store
import Views
import Web

/// Conflicts between interviews: reading them, and saying how each was settled.
struct ConflictsController {
    static let model = "InterviewConflict"

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/conflicts/", list),
            .get("/api/interviews/conflicts/:id/", show),
            .post("/api/interviews/conflicts/:id/resolve_conflict/", resolve),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .conflict)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let scope = Access.scope(of: caller)
        let store = ConflictStore(work.db)
        let conflicts = try store.conflicts(in: scope, limit: page.limit, offset: page.offset)
        let total = page.isWhole(conflicts.count) ? conflicts.count : try store.count(in: scope)
        return page.response(conflicts.map { .object(ConflictsController.json($0)) }, total: total)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        return ETag.response(.object(ConflictsController.json(try conflict(request, work, .read, caller))), request)
    }

    private func resolve(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let conflict = try conflict(request, work, .update, caller)
        var reader = FieldReader(try request.object())
        let notes = reader.text("resolution_notes", max: 5000, [.blank, .nullable])
        try reader.check()
        let given = reader.object["resolution"] ?? "resolved"
        guard let text = given.string, let resolution = InterviewConflict.Resolution(rawValue: text),
            resolution != .pending
        else { throw HTTPError.error(.badRequest, "Invalid resolution") }
        let store = ConflictStore(work.db)
        let shown = { try store.conflict(conflict.id).map { JSON.object(ConflictsController.json($0)) } }
        try work.changing(request, .conflict(conflict.id), shown: shown) {
            try store.resolve(conflict.id, resolution, notes: notes.value ?? "", by: caller.id, at: work.now)
        }
        guard let after = try store.conflict(conflict.id) else { throw HTTPError.noMatch(ConflictsController.model) }
        return ETag.written(.object(ConflictsController.json(after)))
    }

    private func conflict(
        _ request: Request,
        _ work: Work,
        _ operation: Access.Operation,
        _ caller: Caller
    ) throws -> InterviewConflict {
        guard let id = ConflictID(request.parameter("id")) else { throw HTTPError.notFound }
        guard let conflict = try ConflictStore(work.db).conflict(id) else {
            throw HTTPError.noMatch(ConflictsController.model)
        }
        try work.require(
            operation,
            .conflict,
            of: .init(conflict.companyID),
            by: caller,
            model: ConflictsController.model
        )
        return conflict
    }

    private static func json(_ conflict: InterviewConflict) -> JSON.Object {
        [
            "id": .string(conflict.id.text),
            "conflict_type": .string(conflict.kind.rawValue),
            "resolution": .string(conflict.resolution.rawValue),
            "primary_interview": .string(conflict.primary.id.text),
            "primary_interview_details": party(conflict.primary),
            "conflicting_interview": JSON(conflict.other?.id.text),
            "conflicting_interview_details": conflict.other.map(party) ?? .null,
            "conflict_details": .object(conflict.details),
            "resolution_notes": .string(conflict.notes),
            "detected_at": .string(conflict.detectedAt.iso8601),
            "resolved_at": JSON(conflict.resolvedAt?.iso8601),
            "resolved_by": JSON(conflict.resolvedBy),
            "resolved_by_name": JSON(conflict.resolvedByName),
        ]
    }

    private static func party(_ party: InterviewConflict.Party) -> JSON {
        [
            "id": .string(party.id.text),
            "candidate_name": .string(party.candidateName),
            "status": .string(party.status.rawValue),
            "started_at": JSON(party.startedAt?.iso8601),
            "ended_at": JSON(party.endedAt?.iso8601),
        ]
    }
}
