import Domain
import JSON
import Store
import Web

/// What a candidate is granted: extra time, sound only, typed answers, larger text.
struct AccommodationController {
    var routes: [Route<Work>] {
        [
            .get("/api/candidates/:id/accommodation/", show),
            .put("/api/candidates/:id/accommodation/", set),
        ]
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let candidate = try candidate(request, work, .read, caller)
        return .json(Self.json(try AccommodationStore(work.db).accommodation(of: candidate)))
    }

    /// Replaces what was granted before.
    private func set(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let candidate = try candidate(request, work, .update, caller)
        var reader = FieldReader(try request.object())
        let accommodation = Accommodation(
            timePercent: reader.integer("time_percent", in: Accommodation.timeRange, .required).value ?? 100,
            audioOnly: reader.boolean("audio_only", .required).value ?? false,
            textAnswers: reader.boolean("text_answers", .required).value ?? false,
            largerText: reader.boolean("larger_text", .required).value ?? false
        )
        try reader.check()
        try AccommodationStore(work.db).set(accommodation, of: candidate, by: caller.id, at: work.now)
        return .json(Self.json(accommodation))
    }

    private func candidate(
        _ request: Request,
        _ work: Work,
        _ operation: Access.Operation,
        _ caller: Caller
    ) throws -> Int64 {
        let id = try request.number()
        guard let candidate = try CandidateStore(work.db).find(id) else {
            throw HTTPError.noMatch("Candidate")
        }
        try work.require(
            operation,
            .candidate,
            of: .init(candidate.companyID),
            by: caller,
            model: "Candidate"
        )
        return id
    }

    private static func json(_ accommodation: Accommodation) -> JSON {
        [
            "time_percent": .int(Int64(accommodation.timePercent)),
            "audio_only": .bool(accommodation.audioOnly),
            "text_answers": .bool(accommodation.textAnswers),
            "larger_text": .bool(accommodation.largerText),
        ]
    }
}
