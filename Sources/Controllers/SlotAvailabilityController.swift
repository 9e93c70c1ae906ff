import Booking
import Domain
import JSON
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
        let interview = query.choice("interview", InterviewID.init(_:))
        let isOwn = query.choice("by") { ["staff": false, "candidate": true][$0] } ?? false
        try query.check()
        let claimant: BookingService.Claimant?
        if let interview {
            claimant = try SlotAvailabilityController.claimant(interview, isOwn: isOwn, caller, work)
        } else {
            if isOwn { throw FieldErrors("interview", "Name the interview that the candidate is invited to.") }
            claimant = try candidate.map { try SlotAvailabilityController.claimant($0, caller, work) }
        }
        let refusals = try work.bookings(request, by: caller).refusals(of: slot, to: claimant)
        return .json(ClaimJSON.availability(refusals))
    }

    private static func claimant(_ id: Int64, _ caller: Caller, _ work: Work) throws -> BookingService.Claimant {
        let candidate = try ReferenceStore(work.db).candidate(id)
        guard let candidate, Access.decide(.read, .candidate, of: .init(candidate.companyID), by: caller) == .allowed
        else { throw FieldErrors("candidate", "Invalid pk \"\(id)\" - object does not exist.") }
        return BookingService.Claimant(candidate: id, company: candidate.companyID)
    }

    private static func claimant(
        _ id: InterviewID,
        isOwn: Bool,
        _ caller: Caller,
        _ work: Work
    ) throws -> BookingService.Claimant {
        guard let interview = try InterviewStore(work.db).interview(id),
            Access.decide(.read, .interview, of: .init(interview.companyID), by: caller) == .allowed
        else { throw FieldErrors("interview", "Invalid pk \"\(id)\" - object does not exist.") }
        guard isOwn else { return BookingService.Claimant(interview) }
        guard let invitation = try InvitationStore(work.db).invitation(.interview(id)),
            invitation.terms.isOpen(at: work.now)
        else { throw FieldErrors("by", "The candidate has no invitation to choose a time.") }
        return BookingService.Claimant(interview, by: invitation, work.configuration.selfBooking)
    }
}
