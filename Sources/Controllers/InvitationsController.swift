import Booking
import CivilTime
import Domain
import JSON
import Notifications
import Store
import Web

/// Invitations to choose a time, which staff send and take back.
struct InvitationsController {
    /// Hours that an invitation lasts unless the caller says otherwise: a week.
    private static let usualHours = 168

    var routes: [Route<Work>] {
        [
            .post("/api/interviews/:id/invite/", invite),
            .delete("/api/interviews/:id/invite/", revoke),
        ]
    }

    private func invite(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .update, by: caller)
        var reader = FieldReader(try request.object())
        let terms = Self.terms(&reader, at: work.now)
        try reader.check()
        guard interview.status == .scheduled else {
            throw HTTPError.error(.badRequest, "This interview is over, so no time can be chosen for it.")
        }
        switch try work.bookings(request, by: caller).invite(to: interview.id, terms) {
        case .noCompany:
            throw HTTPError.error(.badRequest, "The interview has no company, so there are no slots to choose from.")
        case .invited(let link, let mail):
            return .json(
                [
                    "invitation_link": .string(link),
                    "expires_at": .string(terms.expiresAt.iso8601),
                    "email_status": .string(Self.status(mail)),
                ],
                status: .created
            )
        }
    }

    /// The link leads nowhere from now on; a second time changes nothing.
    private func revoke(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .update, by: caller)
        _ = try work.bookings(request, by: caller).revokeInvitation(to: interview)
        return .noContent
    }

    private static func terms(_ reader: inout FieldReader, at now: Instant) -> BookingService.InvitationTerms {
        let hours = reader.integer("expires_in_hours", in: 1...8760, .nullable).value ?? usualHours
        let first = reader.date("slots_from", .nullable).value
        let last = reader.date("slots_to", .nullable).value
        if let first, let last, last < first {
            reader.errors.add("slots_to", "The last day must not be before the first.")
        }
        return BookingService.InvitationTerms(
            expiresAt: now.adding(seconds: Int64(hours) * 3600),
            firstDay: first,
            lastDay: last
        )
    }

    private static func status(_ mail: CandidateMail) -> String {
        if case .impossible = mail { return MailState.failed.rawValue }
        return MailState.queued.rawValue
    }
}
