import Domain
import Secrets
import Store
import Views
import Web

/// The link under optional mail (RFC 8058): reading it changes nothing, a POST ends the mail.
///
/// Whoever has the link may use it, without a login, as mail providers do on their users' behalf.
struct UnsubscribeController {
    var routes: [Route<Work>] {
        Route.unstored([
            .get("/unsubscribe/", show),
            .post("/unsubscribe/", end),
        ])
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        guard try user(request, work) != nil else { return try PortalPages.invalid(.notFound, work) }
        return try page(.question, work)
    }

    private func end(_ request: Request, _ work: Work) throws -> Response {
        guard let user = try user(request, work) else { return try PortalPages.invalid(.notFound, work) }
        _ = try NotificationPreferenceStore(work.db, user: user).update(at: work.now) { $0.emailEnabled = false }
        return try page(.answer, work)
    }

    /// The user whose link this is, if it is one.
    private func user(_ request: Request, _ work: Work) throws -> Int64? {
        guard let id = request.query("user").flatMap({ Int64($0) }), let token = request.query("token"),
            SessionKeys(secret: work.configuration.secret).isUnsubscribeToken(token, forUser: id)
        else { return nil }
        return try UserStore(work.db).find(id)?.id
    }

    private func page(_ page: UnsubscribePage, _ work: Work) throws -> Response {
        guard let text = work.configuration.templates.render(UnsubscribePage.template, page) else {
            throw MissingTemplate(name: UnsubscribePage.template)
        }
        return .html(text)
    }
}
