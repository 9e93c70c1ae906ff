import CivilTime
import FoundationEssentials
import JSON
import Logging
import Observability
import Testing

@testable import App

@Suite struct StatusTests {
    private let now = Instant(seconds: 1_795_338_000)

    private func folder() throws -> String {
        let folder = "/tmp/status-test-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func `a process tells what the others have written, and removes what a dead one left`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let own = MetricsFolder(path: folder, metrics: RequestMetrics(workers: 4))
        own.publish(at: now)
        for (name, age) in [("1.prom", 3 as Int64), ("2.prom", 60)] {
            let text = "# \(now.seconds - age)\ninterviews_workers{process=\"\(name)\"} 8"
            try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
        }

        let samples = own.samples(at: now)

        #expect(samples.contains("interviews_workers{process=\"1.prom\"} 8"))
        #expect(!samples.contains { $0.contains("2.prom") })
        #expect(samples.filter { $0.hasPrefix("interviews_workers{") }.count == 2)
        #expect(!FileManager.default.fileExists(atPath: folder + "/2.prom"))
        #expect(MetricsFolder.processes(in: folder, at: now).map(\.workers).sorted() == [4, 8])
        own.withdraw()
        #expect(MetricsFolder.processes(in: folder, at: now).count == 1)
    }

    @Test func `what strangers call a method does not become a figure of its own`() {
        let metrics = RequestMetrics(workers: 4)
        for method in ["GET", "SPAM", "EGGS"] {
            var exchange = Exchange(log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, requestID: "")
            exchange.method = method
            metrics.recorders[0].begin()
            exchange.report(duration: .zero, retries: 0, to: metrics.recorders[0])
        }

        let counted = metrics.samples(process: "1").filter { $0.hasPrefix("interviews_requests_total") }

        #expect(counted.count == 2)
        #expect(counted.contains { $0.contains("method=\"other\"") && $0.hasSuffix(" 2") })
    }

    @Test func `without a folder a process tells of itself`() {
        let own = MetricsFolder(path: nil, metrics: RequestMetrics(workers: 4))
        own.publish(at: now)

        #expect(own.samples(at: now).contains { $0.hasPrefix("interviews_workers{") && $0.hasSuffix(" 4") })
    }

    @Test func `what is not well is named, and the rest is told all the same`() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let installation = try TestInstallation(["METRICS_DIR": folder])

        let report = withExtendedLifetime(installation) { StatusReport(installation.environment, at: now) }

        #expect(report.problems.contains { $0.hasPrefix("serve: ") })
        #expect(report.screen.hasPrefix("interviews \(Version.text): NOT WELL\n"))
        #expect(report.screen.contains("0 waiting; last 24 hours: none tried"))
        #expect(report.json["well"]?.bool == false)
        #expect(report.json["figures"]?["mail"]?["waiting"]?.int == 0)
    }

    @Test func `a database that is away is the first thing it says`() throws {
        let installation = try TestInstallation(["DATABASE_SOCKET": "/nowhere.sock"])

        let report = withExtendedLifetime(installation) { StatusReport(installation.environment, at: now) }

        #expect(report.problems.first?.hasPrefix("database: ") == true)
        #expect(report.rows.isEmpty)
    }
}
