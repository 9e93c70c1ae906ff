import Domain
import JSON
import Store

/// What the recruiter reads in the frontend about a candidate's mail that will not arrive.
struct FailureNotice {
    let reason: String
    /// Whether the same was sent by mail, with the link.
    let isMailed: Bool

    func notification(of interview: InterviewID, to userID: Int64) -> NewNotification {
        NewNotification(
            userID: userID,
            type: "system_alert",
            title: "Mail to the candidate failed",
            message: "\(reason) Please give the candidate the interview's link yourself, or correct the address.",
            priority: "high",
            metadata: ["interview_id": .string(interview.text)],
            isMailed: isMailed
        )
    }
}
