import CivilTime
import Domain
import JSON
import Store

/// How mail is, in words: for anyone whether it works, for administrators what to change.
struct MailHealth {
    /// `deliver` reports every five seconds.
    private static let patience: Int64 = 60

    private let health: MailHealthStore.Health
    private let now: Instant

    init(_ work: Work) throws {
        now = work.now
        health = try MailHealthStore(work.db).health(silentSince: now.adding(seconds: -Self.patience), at: now)
    }

    var status: String {
        guard health.isDelivering else { return "stopped" }
        return health.problems.isEmpty ? "ok" : "problem"
    }

    /// What is wrong and what to change; how much waits, and for how long.
    var details: JSON.Object {
        var problems = health.problems.map { problem -> JSON in
            ["problem": .string(problem.sentence), "advice": .string(problem.advice)]
        }
        if !health.isDelivering {
            problems.append([
                "problem": "No process delivers mail, or none can reach the database.",
                "advice": "Start it (systemctl start interviews-deliver) and look into its log.",
            ])
        }
        return [
            "problems": .array(problems),
            "due": JSON(health.due),
            "oldest_due_seconds": JSON(health.dueSince.map { Int($0.seconds(until: now)) }),
        ]
    }
}
