import Booking
import Domain
import Store
import Views
import Web

/// Why a slot can or cannot be had, for staff who wonder.
struct SlotAvailabilityController {
    var routes: [Route<Work>] { [.get("/api/interviews/slots/:id/availability/", show)] }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let slot = try work.slot(request, .read, by: caller)
        var query = QueryReader(request)
        let candidate = query.number("candidate")
        try query.check()
        let claimant = try candidate.map { try SlotAvailabilityController.claimant($0, caller, work) }
        let refusals = try work.bookings(request, by: caller).refusals(of: slot, to: claimant)
        return .json(ClaimJSON.availability(refusals))
    }

    private static func claimant(_ id: Int64, _ caller: Caller, _ work: Work) throws -> BookingService.Claimant {
        let candidate = try ReferenceStore(work.db).candidate(id)
        guard let candidate, Access.decide(.read, .candidate, of: .init(candidate.companyID), by: caller) == .allowed
        else { throw FieldErrors("candidate", "Invalid pk \"\(id)\" - object does not exist.") }
        return BookingService.Claimant(candidate: id, company: candidate.companyID)
    }
}
