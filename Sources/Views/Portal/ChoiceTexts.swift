public import Domain

/// The sentences with which the page of choice refuses, and whom it names then.
public enum ChoiceTexts {
    /// `isMove` tells a move to another time from a cancellation.
    public static func sentence(
        _ refusal: SelfBookingRefusal,
        isMove: Bool,
        _ policy: SelfBookingPolicy
    ) -> String {
        switch refusal {
        case .rule(let rule): sentence(rule, isMove: isMove, policy)
        case .outdatedForm:
            "The page you sent was not up to date any more, so nothing was changed. This is how things stand now."
        }
    }

    /// Softer than what staff read: whether somebody else took a time, or it was withdrawn, is nobody's business.
    private static func sentence(_ rule: ClaimRefusal, isMove: Bool, _ policy: SelfBookingPolicy) -> String {
        switch rule {
        case .shortNotice:
            "That time is too near: a time can be chosen here until \(duration(policy.noticeMinutes)) before it begins."
        case .cutoffPassed:
            "It is too late to change this booking here: that is possible until "
                + "\(duration(isMove ? policy.moveCutoffMinutes : policy.cancelCutoffMinutes)) before it begins."
        case .moveLimit:
            "This interview has been booked anew \(policy.moveLimit == 1 ? "once" : "\(policy.moveLimit) times"), "
                + "which is the most that is possible here."
        case .candidateOverlap: "You have another interview at that time. Please choose another one."
        case .buffer: "You have another interview too shortly before or after that time. Please choose another one."
        case .interviewCompleted: "This interview is over, so no time can be chosen for it."
        case .slotCancelled, .slotCompleted, .slotClosed, .slotInPast, .slotFull, .beyondHorizon, .blackoutDate,
            .foreignCompany, .holdQuota, .notOffered:
            "That time is not free any more. Please choose another one; nothing else has changed."
        }
    }

    public static let inFlight =
        "Your first click is still being worked on. Please load this page again in some seconds."
    public static let tooOften = "That was very often in a short time. Please wait some minutes and try again."
    public static let nothingChosen = "Please choose a time first."
    public static let foreignForm = "That did not come from this page, so nothing was changed. Please try again here."

    /// Whom to ask: always somebody.
    static func contact(_ invitation: Invitation) -> String {
        invitation.contact.isEmpty
            ? "Does no time suit you, or is it too late? Please write to your recruiter."
            : "Does no time suit you, or is it too late? \(SessionTexts.question(to: invitation.contact))"
    }

    static func rules(_ policy: SelfBookingPolicy) -> String {
        let (cancel, move) = (policy.cancelCutoffMinutes, policy.moveCutoffMinutes)
        let often = policy.moveLimit == 1 ? "once" : "\(policy.moveLimit) times"
        guard cancel != move else {
            return "You can change or cancel here until \(duration(cancel)) before the interview begins, "
                + "and choose another time \(often) at most."
        }
        return "You can cancel here until \(duration(cancel)) and change until \(duration(move)) before the interview "
            + "begins, and choose another time \(often) at most."
    }

    private static func duration(_ minutes: Int) -> String { MailText.duration(seconds: Int64(minutes) * 60) }
}
