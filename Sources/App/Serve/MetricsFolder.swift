import CivilTime
import FoundationEssentials
import Observability

/// Where the processes of one machine show each other their counters: whoever is asked for the metrics tells all.
///
/// Each process writes a file of its own once a second; one that has not been written for a while belongs to a process
/// that is gone, and is removed.
struct MetricsFolder: Sendable {
    private static let staleAfterSeconds: Int64 = 15

    private let path: String?
    private let process: String
    private let metrics: RequestMetrics

    /// Whether there is anybody to publish for.
    var isShared: Bool { path != nil }

    /// Without a path there are only this process's own counters.
    init(path: String?, metrics: RequestMetrics) {
        self.path = path
        self.metrics = metrics
        process = "\(ProcessInfo.processInfo.processIdentifier)"
    }

    /// Writes this process's file; one that cannot be written is no reason to stop serving.
    func publish(at now: Instant) {
        guard let path else { return }
        let text = "# \(now.seconds)\n" + metrics.samples(process: process).joined(separator: "\n")
        try? Data(text.utf8).write(to: URL(filePath: "\(path)/\(process).prom"), options: .atomic)
    }

    /// Removes this process's file.
    func withdraw() {
        guard let path else { return }
        try? FileManager.default.removeItem(atPath: "\(path)/\(process).prom")
    }

    /// The samples of all processes of this machine, this one's as they are now.
    func samples(at now: Instant) -> [String] {
        metrics.samples(process: process)
            + (path.map { MetricsFolder.files(in: $0, at: now).filter { $0.process != process }.flatMap(\.samples) }
                ?? [])
    }

    /// The processes that have written into the folder of late, with what an administrator asks first.
    static func processes(in path: String, at now: Instant) -> [(workers: Int, busy: Int, requests: Int)] {
        files(in: path, at: now).map { file in
            func total(_ name: String) -> Int {
                file.samples.filter { $0.hasPrefix(name + "{") }.compactMap {
                    $0.split(separator: " ").last.flatMap { Int($0) }
                }
                .reduce(0, +)
            }
            return (total("interviews_workers"), total("interviews_workers_busy"), total("interviews_requests_total"))
        }
    }

    private static func files(in path: String, at now: Instant) -> [(process: String, samples: [String])] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasSuffix(".prom") }.compactMap { name in
            let file = "\(path)/\(name)"
            guard let bytes = FileManager.default.contents(atPath: file) else { return nil }
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            let written = lines.first.flatMap { Int64($0.dropFirst(2)) } ?? 0
            guard now.seconds - written <= staleAfterSeconds else {
                // Whoever wrote it was killed; another process may have removed it already.
                try? FileManager.default.removeItem(atPath: file)
                return nil
            }
            return (String(name.dropLast(".prom".count)), lines.dropFirst().map(String.init))
        }
    }
}
