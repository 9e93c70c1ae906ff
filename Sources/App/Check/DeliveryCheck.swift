import CivilTime
import MariaDB
import Store

/// What the running `deliver` says of the relay, which this command does not ask.
struct DeliveryCheck {
    private static let patience: Int64 = 60

    private let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    /// Warnings only: it may be stopped on purpose, and what is wrong with the database is told elsewhere.
    func findings(at now: Instant) -> [Finding] {
        guard let db = try? Connection(settings.database),
            let health = try? MailHealthStore(db).health(silentSince: now.adding(seconds: -Self.patience), at: now)
        else { return [] }
        guard health.isDelivering else {
            return [.warn("delivery", "No deliver has reported within the last minute: start interviews deliver.")]
        }
        guard !health.problems.isEmpty else { return [.ok("delivery", "mail is delivered; \(health.due) due now")] }
        return health.problems.map { problem in
            .warn("delivery", problem.advice.isEmpty ? problem.sentence : "\(problem.sentence) \(problem.advice)")
        }
    }
}
