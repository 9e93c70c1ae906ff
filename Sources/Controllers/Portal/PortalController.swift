import Booking
import CivilTime
import Domain
import JSON
import MariaDB
import Store
import Views
import Web

/// The candidate's pages: the link of the mail leads here.
struct PortalController {
    var routes: [Route<Work>] {
        Route.unstored([
            .get("/", enter),
            .get("/interview/", enter),
            .get("/interview_app/", enter),
            .get("/portal/", show),
            .get("/portal/state/", state),
            .get("/portal/calendar.ics", calendar),
            .post("/portal/presence/", presence),
            .post("/portal/consent/", consent),
            .get("/portal/audio/:name", audio),
            .get("/complete/", closing),
            .post("/end_session/", end),
        ])
    }

    /// Exchanges the key for a cookie, so that it leaves the address bar; changes nothing, since scanners open links.
    private func enter(_ request: Request, _ work: Work) throws -> Response {
        guard let key = request.query("session_key") else { return try PortalPages.invalid(.ok, work) }
        guard let session = try PortalVisitor(request, work).session(key: key) else {
            return try PortalPages.invalid(.notFound, work)
        }
        return Response.redirect(to: "/portal/").with("Set-Cookie", PortalCookie.setting(session, work.configuration))
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        guard let session = try PortalVisitor(request, work).reader() else {
            return try PortalPages.invalid(.notFound, work)
        }
        return try PortalPages.page(of: session, work)
    }

    private func state(_ request: Request, _ work: Work) throws -> Response {
        guard let session = try PortalVisitor(request, work).reader() else { throw PortalRefusal.notSignedIn }
        return .json(.object(PortalStateJSON.object(session, policy: work.configuration.portal, at: work.now)))
    }

    /// The appointment for the candidate's own calendar.
    private func calendar(_ request: Request, _ work: Work) throws -> Response {
        guard let session = try PortalVisitor(request, work).reader(), session.isBooked, !session.isCompleted,
            let text = try work.configuration.bookings.mail.calendarFile(of: session.interviewID, work.db, at: work.now)
        else { throw HTTPError.notFound }
        return Response(
            status: .ok,
            headers: [
                "Content-Type": "text/calendar; charset=utf-8; method=PUBLISH",
                "Content-Disposition": "attachment; filename=\"interview.ics\"",
            ],
            body: Array(text.utf8)
        )
    }

    /// A sign of life of an open page, which is told where things stand and whether it still has the interview.
    private func presence(_ request: Request, _ work: Work) throws -> Response {
        let visitor = PortalVisitor(request, work)
        let session = try visitor.writer(try request.object())
        let isActive = session.device?.hash == visitor.device
        if isActive, let device = session.device {
            try SessionStore(work.db).noteSign(of: device.hash, in: session.id, at: work.now)
        }
        var state = PortalStateJSON.object(session, policy: work.configuration.portal, at: work.now)
        state["active"] = .bool(isActive)
        return .json(.object(state))
    }

    /// Notes that the candidate agrees to the recording, in the words that are shown now.
    private func consent(_ request: Request, _ work: Work) throws -> Response {
        let body = try request.object()
        let session = try PortalVisitor(request, work).writer(body)
        if let refusal = PortalRefusal.closed(session, work) { throw refusal }
        guard !session.isCompleted else { throw PortalRefusal.complete }
        let text = ConsentText.current
        guard body["version"]?.string == text.version else { throw PortalRefusal.otherConsent }
        let store = ConsentStore(work.db)
        try store.give(text, in: session.id, request: request.id, at: work.now)
        let time = try store.time(of: text, in: session.id) ?? work.now
        return .json(["version": .string(text.version), "given_at": .string(time.iso8601)], status: .created)
    }

    /// A spoken question; its name is the hash of its words, and the file is sent by nginx.
    private func audio(_ request: Request, _ work: Work) throws -> Response {
        let name = request.parameter("name")
        guard name.utf8.count == 68, name.hasSuffix(".wav"), name.dropLast(4).allSatisfy(\.isHexDigit) else {
            throw HTTPError.notFound
        }
        guard try PortalVisitor(request, work).reader() != nil else { throw HTTPError.notFound }
        return Response.file("audio/" + name, type: "audio/wav").with("Cache-Control", "private, max-age=3600")
    }

    /// The page after the last question; one who is not there yet is led back.
    private func closing(_ request: Request, _ work: Work) throws -> Response {
        guard let session = try PortalVisitor(request, work).reader() else {
            return try PortalPages.invalid(.notFound, work)
        }
        guard session.isCompleted else { return .redirect(to: "/portal/") }
        return try PortalPages.page(of: session, work)
    }

    /// Closes the session; a second time changes nothing.
    private func end(_ request: Request, _ work: Work) throws -> Response {
        let session = try PortalVisitor(request, work).writer(try request.object())
        // One who came in may say goodbye after the end too: nothing is gained by leaving the interview open.
        let mayEnd = session.isCompleted || (session.isBooked && session.enteredAt != nil)
        guard mayEnd else { throw PortalRefusal.unlessIn(session, work) ?? PortalRefusal.notBegun }
        if !session.isCompleted { try complete(session, work) }
        return .json(["status": "ok"])
    }

    private func complete(_ session: PortalSession, _ work: Work) throws {
        try work.db.transaction { db in
            try SessionStore(db).complete(session, at: work.now)
            try work.configuration.bookings.mail.completed(session.interviewID, db: db, at: work.now)
        }
    }
}

extension Route where Context == Work {
    /// The routes with answers, refusals too, that no browser and no proxy keeps.
    static func unstored(_ routes: [Route<Work>]) -> [Route<Work>] {
        routes.map { route in
            Route(route.method, route.pattern) { request, work in
                do {
                    let response = try route.handler(request, work)
                    return response.headers["Cache-Control"] == nil
                        ? response.with("Cache-Control", "no-store") : response
                } catch var error as HTTPError {
                    error.headers["Cache-Control"] = "no-store"
                    throw error
                }
            }
        }
    }
}
