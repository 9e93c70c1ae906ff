import Domain
import Store
import Views
import Web

/// What a company asks of bookings: read by all of it, written by its COMPANY users.
struct BookingRulesController {
    private let model = "Company"

    var routes: [Route<Work>] {
        [
            .get("/api/companies/:id/booking-rules/", show),
            .put("/api/companies/:id/booking-rules/", replace),
        ]
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let company = try company(request, work, .read)
        return try answer(try BookingRulesStore(work.db).rules(of: company), work)
    }

    private func replace(_ request: Request, _ work: Work) throws -> Response {
        let company = try company(request, work, .update)
        let input = try BookingRulesInput(json: request.object())
        return try answer(try BookingRulesStore(work.db).update(company, input.apply), work)
    }

    private func company(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> Int64 {
        let caller = try work.caller(request)
        let id = try request.number()
        try work.require(operation, .bookingRules, of: .company(id), by: caller, model: model)
        return id
    }

    private func answer(_ rules: CompanyBookingRules?, _ work: Work) throws -> Response {
        guard let rules else { throw HTTPError.noMatch(model) }
        return .json(BookingRulesJSON.object(rules, else: work.configuration.selfBooking))
    }
}
