import FoundationEssentials

extension Settings {
    /// Four workers a processor, eight at least.
    ///
    /// While a worker waits for the database another one works, and commits that wait together are one write to the disk;
    /// beyond that, threads that take turns on the same processors, and queue for the same slot's lock, cost more than they
    /// bring (`docs/BENCHMARKS.md`).
    static var usualWorkers: Int { min(256, max(8, 4 * ProcessInfo.processInfo.activeProcessorCount)) }
}
