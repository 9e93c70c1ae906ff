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
        try change(request, work, .book) { visit, form, bookings in
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
        try change(request, work, .cancel) { visit, form, bookings in
            try bookings.cancel(
                by: visit.invitation,
                seen: visit.changes(seenBy: form, work),
                policy: work.configuration.selfBooking
            )
        }
    }

    private enum Action: String { case book, cancel }

    /// Does what a form of the page asks for and leads back to the page; refused, the page says why.
    ///
    /// Sent again, by a double click, the back button or after a lost answer, it has its first answer again.
    private func change(
        _ request: Request,
        _ work: Work,
        _ action: Action,
        _ perform: (ChoiceVisit, ChoiceForm, BookingService) throws -> BookingService.ChoiceOutcome?
    ) throws -> Response {
        guard let visit = try ChoiceVisitor(request, work).visit() else {
            return try PortalPages.invalid(.notFound, work)
        }
        let form = ChoiceForm(request)
        guard visit.isOwn(form, work) else {
            return try ChoicePages.page(of: visit, request, work, saying: ChoiceTexts.foreignForm, .forbidden)
        }
        if let seconds = try ChoiceLimit(visit.invitation, work).charge() {
            return try ChoicePages.page(of: visit, request, work, saying: ChoiceTexts.tooOften, .tooManyRequests)
                .with("Retry-After", String(seconds))
        }
        let once = Idempotency(
            form: form.key,
            of: "invitation \(visit.invitation.id)",
            route: "/choose/\(action.rawValue)/",
            request,
            work
        )
        func handler() throws -> Response {
            let outcome = try perform(visit, form, ChoicePages.bookings(request, work))
            return try answer(outcome, to: visit, request, work, action)
        }
        return try once?.respond(
            refusing: { obstacle in
                switch obstacle {
                case .inFlight:
                    try ChoicePages.page(of: visit, request, work, saying: ChoiceTexts.inFlight, .conflict)
                case .otherRequest:
                    try ChoicePages.page(
                        of: visit,
                        request,
                        work,
                        saying: ChoiceTexts.sentence(.outdatedForm, isMove: false, work.configuration.selfBooking),
                        .unprocessableContent
                    )
                }
            },
            handler
        ) ?? handler()
    }

    private func answer(
        _ outcome: BookingService.ChoiceOutcome?,
        to visit: ChoiceVisit,
        _ request: Request,
        _ work: Work,
        _ action: Action
    ) throws -> Response {
        switch outcome {
        case .done: return .redirect(to: "/choose/")
        case .noInvitation: return try PortalPages.invalid(.notFound, work)
        case nil:
            return try ChoicePages.page(of: visit, request, work, saying: ChoiceTexts.nothingChosen, .badRequest)
        case .refused(let refusal):
            guard let visit = try ChoiceVisitor(request, work).visit() else {
                return try PortalPages.invalid(.notFound, work)
            }
            let policy = visit.invitation.selfBooking.policy(else: work.configuration.selfBooking)
            let sentence = ChoiceTexts.sentence(refusal, isMove: action == .book, policy)
            return try ChoicePages.page(of: visit, request, work, saying: sentence, .conflict)
        }
    }
}
