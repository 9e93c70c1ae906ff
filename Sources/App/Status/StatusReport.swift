import CivilTime
import JSON
import MariaDB
import Storage
import Store

/// What `interviews status` says.
struct StatusReport {
    /// One line of the screen, and one member of the JSON's figures.
    struct Row {
        let name: String
        let sentence: String
        let figures: JSON
    }

    private(set) var problems: [String] = []
    private(set) var rows: [Row] = []

    init(_ environment: Environment, at now: Instant) {
        problems = Check.findings(environment).filter { $0.level == .fail }.map { "\($0.name): \($0.sentence)" }
        guard let settings = try? Settings(environment), let db = try? Connection(settings.database) else { return }
        do {
            let figures = try SystemStore(db).figures(at: now)
            tellServing(settings, at: now)
            tellBookings(figures)
            tellMail(figures, settings)
            tellRecordings(figures, settings)
        } catch {
            problems.append("database: it can be connected to, but not asked: \(error)")
        }
    }

    var screen: String {
        let width = rows.map(\.name.count).max() ?? 0
        let head =
            problems.isEmpty
            ? "interviews \(Version.text): all is well"
            : "interviews \(Version.text): NOT WELL\n" + problems.map { "  ! \($0)" }.joined(separator: "\n")
        let lines = rows.map { row in
            "  \(row.name)\(String(repeating: " ", count: width - row.name.count))  \(row.sentence)"
        }
        return ([head] + lines).joined(separator: "\n")
    }

    var json: JSON {
        [
            "well": .bool(problems.isEmpty),
            "version": .string(Version.text),
            "problems": .array(problems.map(JSON.string)),
            "figures": .object(.init(rows.map { ($0.name, $0.figures) })),
        ]
    }

    /// What the serving processes of this machine wrote about themselves; known only where they have a place for that.
    private mutating func tellServing(_ settings: Settings, at now: Instant) {
        guard let folder = settings.metricsFolder else { return }
        let processes = MetricsFolder.processes(in: folder, at: now)
        let busy = processes.map(\.busy).reduce(0, +)
        let workers = processes.map(\.workers).reduce(0, +)
        let requests = processes.map(\.requests).reduce(0, +)
        if processes.isEmpty { problems.append("serve: no process has said anything for some seconds") }
        rows.append(
            Row(
                name: "serve",
                sentence:
                    "\(processes.count) running, \(busy) of \(workers) workers busy, \(requests) requests answered",
                figures: [
                    "processes": .int(Int64(processes.count)), "workers": .int(Int64(workers)),
                    "busy": .int(Int64(busy)), "requests": .int(Int64(requests)),
                ]
            )
        )
    }

    private mutating func tellBookings(_ figures: SystemStore.Figures) {
        rows.append(
            Row(
                name: "bookings",
                sentence: "\(figures.bookings) interviews booked that have not ended",
                figures: ["active": .int(Int64(figures.bookings))]
            )
        )
    }

    private mutating func tellMail(_ figures: SystemStore.Figures, _ settings: Settings) {
        let waiting = figures.waitingMail.values.reduce(0, +)
        let attempts = figures.attemptsOfDay.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        if figures.oldestMailSeconds > Int64(settings.mailLateSeconds) {
            problems.append("mail: the oldest message should have been sent \(figures.oldestMailSeconds) seconds ago")
        }
        rows.append(
            Row(
                name: "mail",
                sentence:
                    "\(waiting) waiting; last 24 hours: \(attempts.isEmpty ? "none tried" : attempts.joined(separator: ", "))",
                figures: [
                    "waiting": .int(Int64(waiting)), "oldest_seconds": .int(figures.oldestMailSeconds),
                    "attempts_of_day": .object(
                        .init(
                            figures.attemptsOfDay.sorted { $0.key < $1.key }.map { ($0.key, JSON.int(Int64($0.value))) }
                        )
                    ),
                ]
            )
        )
    }

    private mutating func tellRecordings(_ figures: SystemStore.Figures, _ settings: Settings) {
        let free = try? Files.freeBytes(at: settings.mediaFolder)
        if let free, free < settings.freeSpaceMinimum {
            problems.append(
                "recordings: the disk has \(free >> 20) MiB left; none is taken below \(settings.freeSpaceMinimum >> 20)"
            )
        }
        rows.append(
            Row(
                name: "recordings",
                sentence: "\(figures.recordings) kept" + (free.map { ", \($0 >> 30) GiB free" } ?? ""),
                figures: ["kept": .int(Int64(figures.recordings)), "free_bytes": free.map { .int(Int64($0)) } ?? .null]
            )
        )
    }
}
