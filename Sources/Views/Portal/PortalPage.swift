public import CivilTime
public import Domain
import JSON
public import Mustache

/// A page of the portal, every text ready; the templates name the fields they take at their top.
public struct PortalPage: MustacheParent, Sendable {
    /// The template that shows it.
    public let template: String
    private let title: String
    private var session: SessionTexts?
    private var hasStarted = false
    private var questionCount: Int?
    private var json: String?

    /// The page of a link that leads nowhere; it says nothing of any interview.
    public static let invalid = PortalPage(template: "portal-invalid", title: "Invalid Interview Link")

    private init(template: String, title: String) {
        self.template = template
        self.title = title
    }

    /// The page of `session` at `now`; `questionCount` is told before the first question, where it is known.
    public init(
        _ session: PortalSession,
        policy: PortalPolicy,
        zone: Zone,
        chunkLimit: Int,
        questionCount: Int? = nil,
        at now: Instant
    ) {
        let state = session.state(at: now, by: policy)
        self.init(template: PortalPage.template(state), title: PortalPage.title(state))
        self.session = SessionTexts(session, policy: policy, zone: zone, at: now)
        self.questionCount = questionCount
        hasStarted = session.enteredAt != nil
        var data = PortalStateJSON.object(session, policy: policy, at: now)
        data["has_started"] = .bool(hasStarted)
        data["language"] = .string(session.languageCode)
        data["chunk_limit_bytes"] = .int(Int64(chunkLimit))
        json = PortalPage.inScript(data)
    }

    public func child(named name: String) -> Any? {
        switch name {
        case "page_title": title
        case "has_started": hasStarted
        case "question_count_text": questionCount.map { $0 == 1 ? "1 question" : "\($0) questions" }
        case "portal_json": json
        case "entry_until_text" where template == "portal" && hasStarted || template == "portal-cancelled": nil
        default: session?.text(named: name)
        }
    }

    private static func template(_ state: PortalPolicy.State) -> String {
        state == .open ? "portal" : "portal-" + state.rawValue
    }

    private static func title(_ state: PortalPolicy.State) -> String {
        switch state {
        case .early: "Interview Not Started"
        case .open: "Interview"
        case .expired: "Interview Link Expired"
        case .cancelled: "Interview Cancelled"
        case .completed: "Interview Completed"
        }
    }

    /// JSON that may stand in a script element: no character of it can end the element.
    private static func inScript(_ object: JSON.Object) -> String {
        JSON.object(object).text.map { character in
            switch character {
            case "<": "\\u003c"
            case ">": "\\u003e"
            case "&": "\\u0026"
            default: String(character)
            }
        }
        .joined()
    }
}
