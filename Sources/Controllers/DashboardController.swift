import Domain
import Store
import Views
import Web

/// The numbers of one's company at a glance.
struct DashboardController {
    var routes: [Route<Work>] { [.get("/api/dashboard/", show)] }

    /// `days` says how far trends go back: 30 unless 1 to 366 are asked for.
    private func show(_ request: Request, _ work: Work) throws -> Response {
        let scope = Access.scope(of: try work.caller(request, may: .read, .dashboard))
        var query = QueryReader(request)
        let days = query.choice("days") { Int($0).flatMap { 1...366 ~= $0 ? $0 : nil } } ?? 30
        try query.check()
        let span = Dashboard.Span(days: days, endingAt: work.now, in: work.configuration.timeZone)
        return .json(DashboardJSON.object(try DashboardStore(work.db, scope: scope).load(span, at: work.now)))
    }
}
