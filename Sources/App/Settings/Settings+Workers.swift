import FoundationEssentials

extension Settings {
    /// Four workers a processor, sixteen at least.
    ///
    /// While a worker waits for the database another one works; commits that wait together are one write to the disk, and
    /// what waits together for a processor finds its caches warm. Beyond that, threads that take turns on the same
    /// processors cost more than they bring (`docs/BENCHMARKS.md`).
    static var usualWorkers: Int { min(256, max(16, 4 * ProcessInfo.processInfo.activeProcessorCount)) }
}
