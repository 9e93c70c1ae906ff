import Domain
import JSON
import Web

/// What a candidate tries out before the interview: nothing here is kept.
struct RehearsalController {
    var routes: [Route<Work>] {
        Route.unstored([
            .get("/portal/practice/", practice),
            .post("/portal/speed/", speed),
        ])
    }

    /// A question to try the speaker and the recorder with; the answer stays in the browser.
    private func practice(_ request: Request, _ work: Work) throws -> Response {
        guard let session = try PortalVisitor(request, work).reader() else { throw PortalRefusal.notSignedIn }
        try requireBooking(session, work)
        let question = DefaultQuestions.practice
        return .json([
            "question": .string(question.text),
            "time_limit_seconds": .int(Int64(question.timeLimitSeconds)),
            "audio_url": .string(SpokenQuestion.address(saying: question.text, to: session, work)),
        ])
    }

    /// Takes bytes and says how many came, so that the page can tell how fast the line is.
    private func speed(_ request: Request, _ work: Work) throws -> Response {
        let session = try PortalVisitor(request, work).writerByCookie()
        try requireBooking(session, work)
        return .json(["received": .int(Int64(request.body.count))])
    }

    private func requireBooking(_ session: PortalSession, _ work: Work) throws {
        switch session.state(at: work.now, by: work.configuration.portal) {
        case .early, .open: return
        case .completed: throw PortalRefusal.complete
        case .expired, .cancelled: throw PortalRefusal.closed(session, work) ?? PortalRefusal.complete
        }
    }
}
