import Booking
import Domain
import Store
import Views
import Web

/// The candidate's page to choose a time: plain forms, so that it needs no script.
///
/// Reading changes nothing, and every change is a form of the page itself.
struct ChoiceController {
    var routes: [Route<Work>] {
        Route.unstored([
            .get("/choose/", show),
            .post("/choose/book/", book),
            .post("/choose/cancel/", cancel),
        ])
    }

    /// Exchanges the link's token for a cookie, so that it leaves the address bar; without one, shows how things stand.
    private func show(_ request: Request, _ work: Work) throws -> Response {
        let visitor = ChoiceVisitor(request, work)
        guard let token = request.query("invitation") else {
            guard let visit = try visitor.visit() else { return try PortalPages.invalid(.notFound, work) }
            return try ChoicePages.page(of: visit, request, work)
        }
        guard let invitation = try visitor.invitation(token: token) else {
            return try PortalPages.invalid(.notFound, work)
        }
        return Response.redirect(to: "/choose/").with("Set-Cookie", ChoiceCookie.setting(invitation, work))
    }

    private func book(_ request: Request, _ work: Work) throws -> Response {
        try change(request, work, isMove: true) { visit, form, bookings in
            guard let slot = form["slot"].flatMap({ SlotID($0) }) else { return nil }
            return try bookings.choose(
                slot,
                by: visit.invitation,
                seen: visit.changes(seenBy: form, work),
                policy: work.configuration.selfBooking
            )
        }
    }

    private func cancel(_ request: Request, _ work: Work) throws -> Response {
        try change(request, work, isMove: false) { visit, form, bookings in
            try bookings.cancel(
                by: visit.invitation,
                seen: visit.changes(seenBy: form, work),
                policy: work.configuration.selfBooking
            )
        }
    }

    /// Does what a form of the page asks for and leads back to the page; refused, the page says why.
    private func change(
        _ request: Request,
        _ work: Work,
        isMove: Bool,
        _ action: (ChoiceVisit, ChoiceForm, BookingService) throws -> BookingService.ChoiceOutcome?
    ) throws -> Response {
        guard let visit = try ChoiceVisitor(request, work).visit() else {
            return try PortalPages.invalid(.notFound, work)
        }
        let form = ChoiceForm(request)
        guard visit.isOwn(form, work) else {
            return try ChoicePages.page(of: visit, request, work, saying: ChoiceTexts.foreignForm, .forbidden)
        }
        let bookings = ChoicePages.bookings(request, work)
        switch try action(visit, form, bookings) {
        case .done: return .redirect(to: "/choose/")
        case .noInvitation: return try PortalPages.invalid(.notFound, work)
        case nil:
            return try ChoicePages.page(of: visit, request, work, saying: ChoiceTexts.nothingChosen, .badRequest)
        case .refused(let refusal):
            guard let visit = try ChoiceVisitor(request, work).visit() else {
                return try PortalPages.invalid(.notFound, work)
            }
            let policy = visit.invitation.selfBooking.policy(else: work.configuration.selfBooking)
            let sentence = ChoiceTexts.sentence(refusal, isMove: isMove, policy)
            return try ChoicePages.page(of: visit, request, work, saying: sentence, .conflict)
        }
    }
}
