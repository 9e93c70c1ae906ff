import Synchronization

/// Whether each worker gets on with its work, for the watchdog: a sign of life from a process whose workers all hang
/// proves nothing.
final class WorkerActivity: Sendable {
    /// When the request at hand began, in nanoseconds of the monotonic clock; 0 while there is none.
    ///
    /// Written by one worker, read by the main thread.
    private let began = Atomic<Int64>(0)

    func begin() { began.store(WorkerActivity.now(), ordering: .relaxed) }

    func end() { began.store(0, ordering: .relaxed) }

    /// Whether the worker is free, or not longer at its request than `limit`.
    func isWell(within limit: Duration) -> Bool {
        let began = began.load(ordering: .relaxed)
        return began == 0 || .nanoseconds(WorkerActivity.now() - began) <= limit
    }

    /// Never 0.
    private static func now() -> Int64 {
        let (seconds, attoseconds) = origin.duration(to: .now).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000 + 1
    }

    private static let origin = ContinuousClock.now
}
