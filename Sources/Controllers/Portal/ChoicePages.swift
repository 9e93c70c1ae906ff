import Booking
import CivilTime
import Domain
import Store
import Views
import Web

/// Renders the page of choice.
enum ChoicePages {
    private static let mostOffers = 60

    static func page(
        of visit: ChoiceVisit,
        _ request: Request,
        _ work: Work,
        saying notice: String? = nil,
        _ status: Status = .ok
    ) throws -> Response {
        let policy = work.configuration.selfBooking
        let invitation = visit.invitation
        let companyZone = try work.zone(named: invitation.zoneName)
        let offers = try bookings(request, work).choices(of: invitation, by: policy, limit: mostOffers)
        let page = ChoicePage(
            invitation,
            offers: offers.map { .init(id: $0.id, startsAt: $0.startsAt, endsAt: $0.endsAt) },
            forms: visit.formKeys(work),
            refusal: notice,
            policy: policy,
            zone: try invitation.candidateZoneName.map { try Zone.named($0) } ?? companyZone,
            companyZone: companyZone,
            at: work.now
        )
        guard let text = work.configuration.templates.render(ChoicePage.template, page) else {
            throw MissingTemplate(name: ChoicePage.template)
        }
        return .html(text, status: status)
    }

    /// Bookings that the candidate makes.
    static func bookings(_ request: Request, _ work: Work) -> BookingService {
        BookingService(
            work.db,
            at: work.now,
            context: work.configuration.bookings,
            origin: .init(actor: .candidate, requestID: request.id)
        )
    }
}
