import CivilTime
import MariaDB
import Store

/// Whether the rows of live bookings agree with each other: `interviews check --deep`.
struct BookingCheck {
    private let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    /// One finding for each invariant, and one for each row that breaks it, up to twenty.
    func findings(at now: Instant) -> [Finding] {
        let results: [IntegrityStore.Result]
        do {
            results = try IntegrityStore(try Connection(settings.database)).results(at: now)
        } catch {
            return [.fail("bookings", "The bookings could not be read: \(error)")]
        }
        return results.flatMap { result in
            guard result.count > 0 else { return [Finding.ok(result.name, result.sentence)] }
            let summary = "\(result.count) broken; it should be that \(result.sentence)."
            return [.fail(result.name, summary)] + result.rows.map { .fail(result.name, $0) }
        }
    }
}
