import Booking
import CivilTime
import Domain
import JSON
import Secrets
import Store
import Views

/// What an interview's answer takes from other tables: one query each, however many interviews there are.
enum InterviewParts {
    static func load(_ ids: [InterviewID], _ work: Work) throws -> [InterviewID: InterviewJSON.Parts] {
        guard !ids.isEmpty else { return [:] }
        let mails = try mail(ids, work)
        let answers = try QuestionStore(work.db).answers(forInterviews: ids)
        let results = try EvaluationResultStore(work.db).aiResults(of: ids)
        var parts: [InterviewID: InterviewJSON.Parts] = [:]
        for id in ids {
            let rows = QuestionAndAnswerJSON.array(answers[id] ?? [])
            parts[id] = InterviewJSON.Parts(answers: rows, aiResult: results[id], mail: mails[id])
        }
        return parts
    }

    /// What became of each interview's newest mail to the candidate.
    static func mail(_ ids: [InterviewID], _ work: Work) throws -> [InterviewID: JSON.Object] {
        try OutboxStore(work.db).latestCandidateMail(ofEach: ids).mapValues { mail in
            [
                "status": .string(mail.state.rawValue),
                "error": JSON(mail.error),
                "sent_at": JSON(mail.sentAt?.iso8601),
            ]
        }
    }

    /// The candidate's link, for those who may forward it.
    static func link(_ id: InterviewID, _ work: Work) throws -> String? {
        guard let session = try BookingStore(work.db).sessionID(of: id) else { return nil }
        let keys = SessionKeys(secret: work.configuration.secret)
        return PortalLink.address(of: session, backendURL: work.configuration.backendURL, keys: keys)
    }
}
