import CivilTime
import Domain
import JSON
import Web

/// Why the portal refuses: each with a sentence for the candidate.
enum PortalRefusal {
    static let notSignedIn = HTTPError.error(
        .forbidden,
        "This browser is not signed in to an interview. Please open the link in your email again."
    )
    static let foreignPage = HTTPError.error(.forbidden, "This request did not come from the interview's own page.")
    static let unknownKey = HTTPError.error(.badRequest, "Invalid session key")
    static let noKey = HTTPError.error(.badRequest, "Session key or ID required")
    static let noSession = HTTPError.error(.notFound, "Session not found")
    static let unknownConversation = HTTPError.error(.badRequest, "Invalid session ID")
    static let anotherInterview = HTTPError.error(
        .conflict,
        "Another interview has been opened in this browser since. Please open the link in your email again."
    )
    static let notBegun = HTTPError.error(.conflict, "The interview has not begun yet.")
    static let complete = HTTPError.error(.gone, "This interview is complete.")
    static let notAsked = HTTPError.error(.conflict, "This question has not been asked yet.")
    static let noRetake = HTTPError.error(.conflict, "This answer cannot be begun anew.")
    static let otherDevice = HTTPError.error(
        .conflict,
        "This interview is open on another device or in another window.",
        adding: ["code": "other_device"]
    )
    static let noConsent = HTTPError.error(
        .forbidden,
        "Nothing is recorded before you have agreed to it.",
        adding: ["code": "consent_required"]
    )
    static let otherConsent = HTTPError.error(
        .conflict,
        "The text to agree to has changed. Please load the page again.",
        adding: ["code": "consent_changed"]
    )
    static let noRecording = HTTPError.error(.notFound, "There is no such recording.")

    /// The refusal of what needs an open interview that the candidate is in; `nil` if it is.
    static func unlessIn(_ session: PortalSession, _ work: Work) -> HTTPError? {
        switch session.state(at: work.now, by: work.configuration.portal) {
        case .open: session.enteredAt == nil ? notBegun : nil
        case .completed: complete
        case .early, .expired, .cancelled: closed(session, work)
        }
    }

    /// The refusal of a session that is not open; `nil` if it is open or completed.
    static func closed(_ session: PortalSession, _ work: Work) -> HTTPError? {
        let policy = work.configuration.portal
        let zone = PortalPages.zone(of: session, work)
        switch session.state(at: work.now, by: policy) {
        case .open, .completed:
            return nil
        case .early:
            let start = session.startsAt.shortText(in: zone)
            return .error(.forbidden, "Your interview has not started yet. It starts at \(start).")
        case .expired where session.enteredAt != nil:
            return .error(.gone, "The time for this interview is over.")
        case .expired:
            let window = session.window(by: policy)
            return .error(.gone, "The time to come in ended at \(window.entryUntil.clockText(in: zone)).")
        case .cancelled:
            return .error(.gone, "This interview was cancelled.")
        }
    }
}
