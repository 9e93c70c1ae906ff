import Booking
import CivilTime
import Domain
import JSON
import Secrets
import Store
import Web

/// Links to an interview that staff ask for: the session's own, and a signed one that leads to it.
///
/// None of them makes a session: a booked interview has one, with one key for its whole life.
struct InterviewLinksController {
    var routes: [Route<Work>] {
        [
            .post("/api/interviews/schedules/create_interview_session/", session),
            .post("/api/interviews/:id/generate-link/", generate),
            .get("/api/interviews/public/:token/", open),
            .post("/api/interviews/public/:token/", open),
        ]
    }

    private func session(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .update, .interview)
        let given = try request.object()["interview_id"] ?? .null
        guard !given.isNull, given != "" else { throw HTTPError.error(.badRequest, "interview_id is required") }
        guard let text = given.string, let id = InterviewID(text),
            let interview = try InterviewStore(work.db).interview(id),
            Access.decide(.update, .interview, of: .init(interview.companyID), by: caller) == .allowed
        else { throw HTTPError.error(.notFound, "Interview not found") }
        let zone = try work.zone(named: interview.booking?.slotTime.zoneName)
        guard let session = try BookingStore(work.db).sessionID(of: id),
            let facts = try BookingFactsStore(work.db).facts(
                of: id,
                zone: { _ in zone },
                link: { address(of: $0, work) }
            )
        else { throw HTTPError.error(.badRequest, "The interview has no booking yet: book a slot for it first.") }
        let mail = try InterviewParts.mail([id], work)[id]
        return .json(
            [
                "success": true,
                "interview_link": .string(facts.link),
                "session_key": .string(keys(work).key(for: session.text)),
                "session_id": .string(session.text),
                "candidate_name": .string(facts.candidateName),
                "candidate_email": .string(facts.candidateEmail),
                "scheduled_at": .string(facts.startsAt.iso8601WithOffset),
                "coding_language": .string(facts.codingLanguage),
                "email_sent": .bool(mail?["status"] == "sent"),
                "email_status": mail?["status"] ?? .null,
            ],
            status: .created
        )
    }

    private func generate(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .update, by: caller)
        guard let start = interview.startedAt, let end = interview.endedAt else {
            throw HTTPError.error(
                .badRequest,
                "Could not generate interview link. Interview must have a start time."
            )
        }
        let token = token(of: interview.id, work)
        let closing = work.configuration.portal.window(startsAt: start, endsAt: end).closesAt
        return .json([
            "link_token": .string(token),
            "interview_url": .string("\(work.configuration.backendURL)/api/interviews/public/\(token)/"),
            "expires_at": .string(closing.iso8601WithOffset),
            "message": "Interview link generated successfully",
        ])
    }

    /// What a signed link leads to: for a program the interview's facts, for a browser the portal.
    private func open(_ request: Request, _ work: Work) throws -> Response {
        guard let (id, tag) = InterviewLinksController.parts(of: request.parameter("token")) else {
            throw refusal(.badRequest, "Invalid interview link format", "invalid_format")
        }
        guard HMAC.isValid(tag, for: Array(id.text.utf8), key: key(work)) else {
            throw refusal(.badRequest, "Invalid interview link", "invalid_link")
        }
        guard let interview = try InterviewStore(work.db).interview(id),
            let session = try BookingStore(work.db).sessionID(of: id),
            let zone = try? work.zone(named: interview.booking?.slotTime.zoneName),
            let facts = try BookingFactsStore(work.db).facts(
                of: id,
                zone: { _ in zone },
                link: { address(of: $0, work) }
            )
        else { throw refusal(.notFound, "Interview not found", "not_found") }
        guard let portal = try SessionStore(work.db).session(.id(session)) else {
            throw refusal(.notFound, "Interview not found", "not_found")
        }
        try checkWindow(interview, portal, zone, work)
        guard request.headers["Accept"]?.contains("text/html") != true else {
            return .redirect(to: address(of: session, work)).with("Referrer-Policy", "no-referrer")
        }
        let local = zone.local(facts.startsAt)
        return .json([
            "interview_id": .string(id.text),
            "candidate_name": .string(facts.candidateName),
            "candidate_email": .string(facts.candidateEmail),
            "job_title": .string(facts.job),
            "company_name": .string(facts.company),
            "interview_round": .string(interview.round),
            "scheduled_date": .string(local.date.description),
            "scheduled_time": .string(facts.startsAt.clockText(in: zone)),
            "duration_minutes": .int(Int64(TimeSpan(facts.startsAt, facts.endsAt).durationMinutes)),
            "ai_interview_type": .string(facts.interviewType),
            "status": .string(interview.status.rawValue),
            "video_url": .string(interview.videoURL),
            "can_join": true,
            "message": "The interview can be joined now.",
            "interview_link": .string(facts.link),
        ])
    }

    private func checkWindow(_ interview: Interview, _ session: PortalSession, _ zone: Zone, _ work: Work) throws {
        guard interview.booking?.status.isActive == true, interview.status == .scheduled else {
            throw refusal(.badRequest, "Interview has ended", "invalid_link")
        }
        let window = session.window(by: work.configuration.portal)
        if work.now < window.opensAt {
            let time = session.startsAt.longText(in: zone)
            throw refusal(.badRequest, "Interview hasn't started yet. Please join at \(time)", "invalid_link")
        }
        if work.now > window.closesAt { throw refusal(.badRequest, "Interview link has expired", "invalid_link") }
    }

    private func refusal(_ status: Status, _ sentence: String, _ code: String) -> HTTPError {
        .error(status, sentence, adding: ["status": .string(code)])
    }

    /// `base64url("<interview id>:<hex HMAC-SHA256>")`.
    private func token(of id: InterviewID, _ work: Work) -> String {
        Array("\(id.text):\(HMAC.authenticate(Array(id.text.utf8), key: key(work)).hex)".utf8).base64URL
    }

    private static func parts(of token: String) -> (InterviewID, [UInt8])? {
        let text = String(token.filter { $0 != "=" })
        guard token.utf8.count <= 400, let bytes = [UInt8](base64URL: text),
            let decoded = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let sides = decoded.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, let id = InterviewID(String(sides[0])), let tag = [UInt8](hex: String(sides[1])) else {
            return nil
        }
        return (id, tag)
    }

    private func key(_ work: Work) -> [UInt8] { work.configuration.secret.derive(context: "interview-link") }

    private func keys(_ work: Work) -> SessionKeys { SessionKeys(secret: work.configuration.secret) }

    private func address(of session: SessionID, _ work: Work) -> String {
        PortalLink.address(of: session, backendURL: work.configuration.backendURL, keys: keys(work))
    }
}
