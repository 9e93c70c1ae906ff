import CivilTime
import Domain
import JSON
import MariaDB
import Store

/// Tells the recruiter that a candidate's mail will not arrive, so that the candidate hears of the interview all the same.
struct FailureNotice {
    private let interviewID: String
    private let reason: String
    private let isForCandidate: Bool

    init(_ mail: ClaimedMail, _ verdict: DeliveryVerdict) {
        interviewID = mail.interviewID?.text ?? ""
        reason = verdict.error ?? "The relay refused it."
        isForCandidate = mail.role == MailRole.candidate.rawValue
    }

    init(interviewID: String, reason: String) {
        self.interviewID = interviewID
        self.reason = reason
        isForCandidate = true
    }

    func write(in db: Connection, at now: Instant) throws(DatabaseError) {
        let store = NotificationStore(db)
        guard isForCandidate, !interviewID.isEmpty,
            let userID = try store.responsibleUser(for: .init(trusted: interviewID))
        else { return }
        try store.insert(
            NewNotification(
                userID: userID,
                type: "system_alert",
                title: "Mail to the candidate failed",
                message: "\(reason) Please give the candidate the interview's link yourself, or correct the address.",
                priority: "high",
                metadata: ["interview_id": .string(interviewID)],
                isMailed: false
            ),
            at: now
        )
    }
}
