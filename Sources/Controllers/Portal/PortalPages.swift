import CivilTime
import Domain
import Logging
import Store
import Views
import Web

/// Renders the portal's pages.
enum PortalPages {
    static func page(of session: PortalSession, _ work: Work) throws -> Response {
        let state = session.state(at: work.now, by: work.configuration.portal)
        return try html(
            PortalPage(
                session,
                policy: work.configuration.portal,
                zone: zone(of: session, work),
                chunkLimit: work.configuration.chunkLimit,
                chunkSeconds: work.configuration.chunkSeconds,
                prospect: state == .open ? QuestionStore(work.db).prospect(of: session) : nil,
                at: work.now
            ),
            work
        )
    }

    /// The page that says nothing of any interview.
    static func invalid(_ status: Status, _ work: Work) throws -> Response {
        var response = try html(.invalid, work)
        response.status = status
        return response
    }

    /// The zone in which the session's times are told.
    static func zone(of session: PortalSession, _ work: Work) -> Zone {
        guard let name = session.zoneName else { return work.configuration.timeZone }
        do {
            return try Zone.named(name)
        } catch {
            work.log.error("A zone of the database is not known here", metadata: ["zone": "\(name)"])
            return work.configuration.timeZone
        }
    }

    private static func html(_ page: PortalPage, _ work: Work) throws -> Response {
        guard let text = work.configuration.templates.render(page.template, page) else {
            throw MissingTemplate(name: page.template)
        }
        return .html(text)
    }
}

/// A page's template is not in the templates folder.
struct MissingTemplate: Error {
    let name: String
}
