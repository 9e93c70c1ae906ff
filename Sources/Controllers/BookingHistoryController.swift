import Domain
import JSON
import Store
import Views
import Web

/// What happened to an interview's booking: when, by whom, from where to where.
struct BookingHistoryController {
    var routes: [Route<Work>] {
        [
            .get("/api/interviews/:id/history/", show),
            .get("/api/interviews/history/", find),
        ]
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .read, by: caller)
        // Whoever may read the interview may read all of its history, that of another company's time included.
        return answer(try BookingHistoryStore(work.db).history(of: interview.id, in: .everything))
    }

    /// The history of an interview that may be gone: what is left of it is known by its company.
    private func find(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .update, .interview)
        var query = QueryReader(request)
        let id = query.choice("interview", InterviewID.init(_:))
        try query.check()
        guard let id else { throw FieldErrors("interview", "This field is required.") }
        let lines = try BookingHistoryStore(work.db).history(of: id, in: Access.scope(of: caller))
        guard !lines.isEmpty else { throw HTTPError.noMatch(InterviewsController.model) }
        return answer(lines)
    }

    private func answer(_ lines: [BookingHistoryLine]) -> Response {
        .json(.array(lines.map(BookingHistoryJSON.object)))
    }
}
