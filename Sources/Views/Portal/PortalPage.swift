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
    private var consent: [ConsentText.Point] = []
    private var hasLargerText = false

    /// The page of a link that leads nowhere; it says nothing of any interview.
    public static let invalid = PortalPage(template: "portal-invalid", title: "Invalid Interview Link")

    private init(template: String, title: String) {
        self.template = template
        self.title = title
    }

    /// The page of `session` at `now`; `prospect` is for an open interview.
    public init(
        _ session: PortalSession,
        policy: PortalPolicy,
        zone: Zone,
        chunkLimit: Int,
        chunkSeconds: Int = 3,
        prospect: Prospect? = nil,
        at now: Instant
    ) {
        let state = session.state(at: now, by: policy)
        self.init(template: PortalPage.template(state), title: PortalPage.title(state))
        self.session = SessionTexts(session, policy: policy, zone: zone, at: now)
        questionCount = prospect?.questionCount
        // Who has agreed is not asked again.
        if prospect?.hasConsent == false {
            consent = ConsentText.current.points(company: session.companyName ?? "the company")
        }
        hasLargerText = session.accommodation.largerText
        hasStarted = session.enteredAt != nil
        var data = PortalStateJSON.object(session, policy: policy, at: now)
        data["has_started"] = .bool(hasStarted)
        data["language"] = .string(session.languageCode)
        data["chunk_limit_bytes"] = .int(Int64(chunkLimit))
        data["chunk_seconds"] = .int(Int64(chunkSeconds))
        data["audio_only"] = .bool(session.accommodation.audioOnly)
        data["text_answers_allowed"] = .bool(session.accommodation.textAnswers || prospect?.allowsText == true)
        data["consent_version"] = .string(ConsentText.current.version)
        data["consent_given"] = .bool(prospect?.hasConsent == true)
        json = PortalPage.inScript(data)
    }

    public func child(named name: String) -> Any? {
        switch name {
        case "page_title": title
        case "has_started": hasStarted
        case "question_count_text": questionCount.map { $0 == 1 ? "1 question" : "\($0) questions" }
        case "portal_json": json
        case "larger_text": hasLargerText
        case "consent_points": consent.map { ["point_title": $0.title, "point_text": $0.text] }
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
        String(decoding: JSON.object(object).encodedForHTML(), as: UTF8.self)
    }
}
