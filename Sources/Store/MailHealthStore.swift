public import CivilTime
import Domain
import JSON
public import MariaDB

/// The table `mail_report`, in which `deliver` tells how its settings and its relay are, and `serve` reads it.
public struct MailHealthStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// Something about mail that is wrong, and what to change.
    public struct Problem: Equatable, Sendable {
        public let sentence: String
        public let advice: String

        public init(sentence: String, advice: String) {
            self.sentence = sentence
            self.advice = advice
        }
    }

    /// How mail is, as far as those who deliver it have said.
    public struct Health: Equatable, Sendable {
        /// Whether some process has said so of late.
        public let isDelivering: Bool
        public let problems: [Problem]
        /// Messages that are due and not sent yet.
        public let due: Int
        /// Since when the first of them is due.
        public let dueSince: Instant?
    }

    /// Tells what `host` found in its settings; `relay` is `nil` when they name none that can be used.
    public func report(
        host: String,
        relay: String?,
        problems: [String],
        at now: Instant
    ) throws(DatabaseError) {
        let list = JSON.array(problems.map { .string($0) }).text
        try db.execute(
            """
            INSERT INTO mail_report (host, relay, problems, reported_at)
            VALUES (\(String(host.prefix(255))), \(relay), \(list), \(now))
            ON DUPLICATE KEY UPDATE
                relay = VALUES(relay), problems = VALUES(problems), reported_at = VALUES(reported_at)
            """
        )
    }

    /// Reports from before `silentSince` count for nothing.
    public func health(silentSince: Instant, at now: Instant) throws(DatabaseError) -> Health {
        let reports = try db.all(
            """
            SELECT mail_report.problems, mail_relay.problem, mail_relay.advice
            FROM mail_report
            LEFT JOIN mail_relay ON mail_relay.name = mail_report.relay
            WHERE mail_report.reported_at >= \(silentSince)
            ORDER BY mail_report.host
            """
        ) { (row) throws(DatabaseError) -> [Problem] in
            let text = try row.string()
            let settings = (try? JSON.parse(text))?.array?.compactMap(\.string) ?? []
            let problem = try row.optionalString()
            let advice = try row.optionalString() ?? ""
            return settings.map { Problem(sentence: $0, advice: "") }
                + [problem].compactMap(\.self).map { Problem(sentence: $0, advice: advice) }
        }
        var problems: [Problem] = []
        for problem in reports.joined() where !problems.contains(problem) { problems.append(problem) }
        let due = try OutboxStore(db).due(at: now)
        return Health(isDelivering: !reports.isEmpty, problems: problems, due: due.count, dueSince: due.since)
    }
}
