public import Domain

/// The sentences with which the page of choice refuses, and whom it names then.
public enum ChoiceTexts {
    public static func sentence(_ refusal: SelfBookingRefusal, _ policy: SelfBookingPolicy) -> String {
        switch refusal {
        case .shortNotice:
            "That time is too near: a time can be chosen here until \(duration(policy.noticeMinutes)) before it begins."
        case .tooLateToChange:
            "It is too late to change this booking here: that is possible until "
                + "\(duration(policy.cancelCutoffMinutes)) before it begins."
        case .movedTooOften:
            "This interview has been booked anew \(policy.moveLimit == 1 ? "once" : "\(policy.moveLimit) times"), "
                + "which is the most that is possible here."
        case .notOffered: "That time is not free any more. Please choose another one; nothing else has changed."
        case .candidateOverlap: "You have another interview at that time. Please choose another one."
        case .interviewCompleted: "This interview is over, so no time can be chosen for it."
        case .outdatedForm:
            "The page you sent was not up to date any more, so nothing was changed. This is how things stand now."
        }
    }

    public static let nothingChosen = "Please choose a time first."
    public static let foreignForm = "That did not come from this page, so nothing was changed. Please try again here."

    /// Whom to ask: always somebody.
    static func contact(_ invitation: Invitation) -> String {
        invitation.contact.isEmpty
            ? "Does no time suit you, or is it too late? Please write to your recruiter."
            : "Does no time suit you, or is it too late? \(SessionTexts.question(to: invitation.contact))"
    }

    static func rules(_ policy: SelfBookingPolicy) -> String {
        "You can change or cancel here until \(duration(policy.cancelCutoffMinutes)) before the interview begins, "
            + "and choose another time \(policy.moveLimit == 1 ? "once" : "\(policy.moveLimit) times") at most."
    }

    private static func duration(_ minutes: Int) -> String { MailText.duration(seconds: Int64(minutes) * 60) }
}
