import CivilTime
import Domain
import JSON
import Store
import Web

/// The time in which one candidate may come in, and staff who keep the door open longer for one of them.
struct PortalWindowController {
    /// An extension may reach so far from now: after that a new time is the honest way.
    private static let furthestSeconds: Int64 = 7 * 86_400

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/:id/window/", show),
            .post("/api/interviews/:id/window/", extend),
        ]
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .read, by: caller)
        return .json(try json(try session(of: interview, work), work))
    }

    private func extend(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .update, by: caller)
        let session = try session(of: interview, work)
        var reader = FieldReader(try request.object())
        let until = moment(&reader, session, work)
        let reason = reader.text("reason", max: 500, .required).value
        try reader.check()
        guard session.isBooked, !session.isCompleted else {
            throw HTTPError.error(.badRequest, "The interview is over or cancelled: book a new time instead.")
        }
        guard let until, let reason else { throw HTTPError.notFound }
        try WindowExtensionStore(work.db)
            .extend(session, until: until, reason: reason, by: .user(caller.id), request: request.id, at: work.now)
        return .json(try json(try self.session(of: interview, work), work), status: .created)
    }

    /// An instant, or a wall clock's time in the interview's zone.
    private func moment(_ reader: inout FieldReader, _ session: PortalSession, _ work: Work) -> Instant? {
        let until: Instant
        switch reader.moment("entry_until", .required).value {
        case nil: return nil
        case .instant(let instant): until = instant
        case .local(let local):
            guard let instant = PortalPages.zone(of: session, work).instant(of: local) else {
                return reader.fail("entry_until", "The clocks skip this time.")
            }
            until = instant
        }
        guard until > max(work.now, session.window(by: work.configuration.portal).entryUntil) else {
            return reader.fail("entry_until", "This is not later than the candidate may come in anyway.")
        }
        guard until <= work.now.adding(seconds: PortalWindowController.furthestSeconds) else {
            return reader.fail("entry_until", "The door can be kept open for a week at most.")
        }
        return until
    }

    private func session(of interview: Interview, _ work: Work) throws -> PortalSession {
        guard let id = try BookingStore(work.db).sessionID(of: interview.id),
            let session = try SessionStore(work.db).session(.id(id))
        else { throw HTTPError.error(.notFound, "The interview has no booking yet: book a slot for it first.") }
        return session
    }

    private func json(_ session: PortalSession, _ work: Work) throws -> JSON {
        let policy = work.configuration.portal
        let window = session.window(by: policy)
        let extensions = try WindowExtensionStore(work.db).extensions(of: session)
        return [
            "state": .string(session.state(at: work.now, by: policy).rawValue),
            "starts_at": .string(window.startsAt.iso8601),
            "opens_at": .string(window.opensAt.iso8601),
            "entry_until": .string(window.entryUntil.iso8601),
            "ends_at": .string(window.endsAt.iso8601),
            "closes_at": .string(window.closesAt.iso8601),
            "entered_at": JSON(session.enteredAt?.iso8601),
            "time_percent": .int(Int64(session.accommodation.timePercent)),
            "extensions": .array(extensions.map(Self.json)),
        ]
    }

    private static func json(_ granted: WindowExtension) -> JSON {
        [
            "entry_until": .string(granted.entryUntil.iso8601),
            "reason": .string(granted.reason),
            "outage": granted.outage.map { ["from": .string($0.from.iso8601), "to": .string($0.to.iso8601)] } ?? .null,
            "granted_by": ["kind": .string(granted.actorKind), "name": JSON(granted.actorName)],
            "created_at": .string(granted.createdAt.iso8601),
        ]
    }
}
