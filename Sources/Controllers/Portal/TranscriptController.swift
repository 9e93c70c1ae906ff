import Documents
import Domain
import Secrets
import Store
import Views
import Web

/// The candidate's own copy of what was asked and answered, as a PDF.
struct TranscriptController {
    var routes: [Route<Work>] {
        Route.unstored([
            .get("/ai/transcript_pdf", named),
            .get("/portal/transcript.pdf", own),
        ])
    }

    /// For who has the link's key, or the conversation's id; the file is named after what was given.
    private func named(_ request: Request, _ work: Work) throws -> Response {
        let visitor = PortalVisitor(request, work)
        func given(_ name: String) -> String? { request.query(name).flatMap { $0.isEmpty ? nil : $0 } }
        if let key = given("session_key") {
            guard let session = try visitor.session(key: key) else { throw PortalRefusal.noSession }
            return try transcript(of: session, called: "interview_report_\(key).pdf", work)
        }
        guard let id = given("session_id") else { throw PortalRefusal.noKey }
        guard let session = try visitor.session(conversation: id) else { throw PortalRefusal.noSession }
        return try transcript(of: session, called: "interview_report_\(id).pdf", work)
    }

    /// The same for the page, whose address then holds no secret.
    private func own(_ request: Request, _ work: Work) throws -> Response {
        guard let session = try PortalVisitor(request, work).reader() else { throw PortalRefusal.notSignedIn }
        return try transcript(of: session, called: "interview_report.pdf", work)
    }

    /// Nobody reads the questions before the interview has begun, or of one that was called off.
    private func transcript(of session: PortalSession, called name: String, _ work: Work) throws -> Response {
        let state = session.state(at: work.now, by: work.configuration.portal)
        guard session.enteredAt != nil || state == .completed else {
            throw PortalRefusal.closed(session, work) ?? PortalRefusal.notBegun
        }
        if state == .cancelled, let refusal = PortalRefusal.closed(session, work) { throw refusal }
        let document = TranscriptDocument(
            session,
            try QuestionStore(work.db).conversation(of: session.id).questions,
            isOver: state != .open,
            zone: PortalPages.zone(of: session, work),
            at: work.now
        )
        return Response(
            status: .ok,
            headers: ["Content-Type": "application/pdf"],
            body: try document.pdf.encoded()
        )
        .asDownload(named: name)
    }
}
