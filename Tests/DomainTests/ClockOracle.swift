import CivilTime
import Foundation

/// What a zone's clock shows, quarter of an hour by quarter of an hour, as Foundation has it: it finds a wall clock's
/// instant by going through them all, and shares no code with `Zone`.
struct ClockOracle {
    private let timeZone: TimeZone

    init?(_ identifier: String) {
        guard let timeZone = TimeZone(identifier: identifier) else { return nil }
        self.timeZone = timeZone
    }

    func offset(at instant: Instant) -> Int {
        timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.seconds)))
    }

    func local(_ instant: Instant) -> LocalDateTime {
        LocalDateTime(date: LocalDate(daysSinceEpoch: 0), time: .midnight)
            .adding(seconds: Int(instant.seconds) + offset(at: instant))
    }

    /// The first instant at which the clock shows each quarter of an hour of `dates`, which follow each other.
    func firstInstants(of dates: [LocalDate]) -> [LocalDateTime: Instant] {
        guard let first = dates.first, let last = dates.last else { return [:] }
        // No clock is further from UTC than 14 hours now.
        let start = Int64(first.daysSinceEpoch) * 86_400 - 15 * 3600
        let end = Int64(last.daysSinceEpoch + 1) * 86_400 + 15 * 3600
        var found: [LocalDateTime: Instant] = [:]
        for seconds in stride(from: start, to: end, by: 900) {
            let instant = Instant(seconds: seconds)
            let reading = local(instant)
            if found[reading] == nil { found[reading] = instant }
        }
        return found
    }

    /// The clock changes from `start` until before `end`.
    func changes(from start: Instant, to end: Instant) -> [Instant] {
        var changes: [Instant] = []
        var date = Date(timeIntervalSince1970: Double(start.seconds))
        while let next = timeZone.nextDaylightSavingTimeTransition(after: date), next > date {
            let instant = Instant(seconds: Int64(next.timeIntervalSince1970.rounded(.up)))
            guard instant < end else { break }
            changes.append(instant)
            date = next
        }
        return changes
    }
}

/// A zone with its oracle, and the changes of its clock in the three years from 2026-11-22.
struct CheckedZone {
    let zone: Zone
    let oracle: ClockOracle
    let changes: [Instant]

    static let start = Instant(seconds: 1_795_305_600)
    static let end = Instant(seconds: 1_890_000_000)

    /// All zones of the system that Foundation knows too, and the names of those on which the two disagree: their data
    /// may be of different years, so a few may; a mistake in the rules would show in many.
    static let all: (zones: [CheckedZone], differing: [String]) = {
        var zones: [CheckedZone] = []
        var differing: [String] = []
        for identifier in identifiers {
            guard let zone = try? Zone.named(identifier), let oracle = ClockOracle(identifier) else { continue }
            let changes = Set(zone.transitions(from: start, to: end).map(\.instant))
                .union(oracle.changes(from: start, to: end))
                .sorted()
            let moments = [start, end] + changes + changes.map { $0.adding(seconds: -1) }
            if moments.allSatisfy({ zone.offset(at: $0) == oracle.offset(at: $0) }) {
                zones.append(CheckedZone(zone: zone, oracle: oracle, changes: changes))
            } else {
                differing.append(identifier)
            }
        }
        return (zones, differing)
    }()

    /// Every name below the folder of the system's time zone data; its copies with other leap seconds are left out.
    private static var identifiers: [String] {
        let names = FileManager.default.enumerator(atPath: "/usr/share/zoneinfo")?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            !name.hasPrefix("posix/") && !name.hasPrefix("right/") && name.first?.isUppercase == true
        }
        .sorted()
    }

    /// For each change the days around it, from the day before to the day after.
    var daysAroundChanges: [[LocalDate]] {
        changes.map { change in
            let first = zone.local(change.adding(seconds: -1)).date.adding(days: -1)
            let last = zone.local(change).date.adding(days: 1)
            return (0...first.days(until: last)).map { first.adding(days: $0) }
        }
    }
}
