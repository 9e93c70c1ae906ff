import CivilTime
import Foundation
import Testing

@Suite struct ZoneTests {
    /// The system's data and Foundation's own may be of different years, so a few zones may differ; a mistake in
    /// reading them would show in many.
    @Test func `offsets agree with Foundation's from 2000 to 2045`() throws {
        var differing: Set<String> = []
        var zones = 0
        for identifier in TimeZone.knownTimeZoneIdentifiers {
            guard let oracle = TimeZone(identifier: identifier), let zone = try? Zone.named(identifier) else {
                continue
            }
            zones += 1
            for seconds in moments(of: zone, and: oracle) {
                let expected = oracle.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
                if zone.offset(at: Instant(seconds: seconds)) != expected { differing.insert(identifier) }
            }
        }

        #expect(zones > 400)
        #expect(differing.count <= 8, "\(differing.sorted())")
    }

    /// Seconds around all changes that either side knows, and one in every eleven days.
    private func moments(of zone: Zone, and oracle: TimeZone) -> Set<Int64> {
        let range: Range<Int64> = 946_684_800..<2_366_841_600
        var moments = Set(stride(from: range.lowerBound, to: range.upperBound, by: 11 * 86_400 + 3601))
        let ours = zone.transitions(from: Instant(seconds: range.lowerBound), to: Instant(seconds: range.upperBound))
        for transition in ours { moments.formUnion([transition.instant.seconds - 1, transition.instant.seconds]) }
        var date = Date(timeIntervalSince1970: Double(range.lowerBound))
        while let next = oracle.nextDaylightSavingTimeTransition(after: date),
            next.timeIntervalSince1970 < Double(range.upperBound)
        {
            let seconds = Int64(next.timeIntervalSince1970.rounded(.up))
            moments.formUnion([seconds - 1, seconds])
            date = next
        }
        return moments
    }

    @Test(arguments: [
        "Asia/Kolkata", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
        "America/St_Johns", "Pacific/Apia", "Europe/Dublin", "Pacific/Chatham", "America/Nuuk",
    ])
    func `an instant's local reading leads back to it`(identifier: String) throws {
        let zone = try Zone.named(identifier)
        let start = Instant(seconds: 1_300_000_000)
        let changes = zone.transitions(from: start, to: Instant(seconds: 2_500_000_000)).map(\.instant)
        let samples = (0..<500).map { start.adding(seconds: $0 * 2_400_011) }
        for instant in samples + changes + changes.map({ $0 - .microseconds(1) }) {
            switch zone.resolve(zone.local(instant)) {
            case .unique(let found): #expect(found == instant)
            case .overlap(let first, let second):
                #expect(first == instant || second == instant)
                #expect(zone.local(first) == zone.local(second))
            case .gap: Issue.record("\(instant) shows \(zone.local(instant)), called a gap")
            }
        }
    }

    @Test(
        arguments: [
            ("Asia/Kolkata", "2026-11-23T05:00:00Z", 19_800, "IST", "IST", "UTC+05:30", false),
            ("Asia/Kathmandu", "2026-11-23T05:00:00Z", 20_700, "+0545", "UTC+05:45", "UTC+05:45", false),
            ("Europe/Berlin", "2026-07-01T00:00:00Z", 7200, "CEST", "CEST", "UTC+02:00", true),
            ("Europe/Berlin", "2099-01-01T00:00:00Z", 3600, "CET", "CET", "UTC+01:00", false),
            ("Europe/Berlin", "2099-07-01T00:00:00Z", 7200, "CEST", "CEST", "UTC+02:00", true),
            ("America/St_Johns", "2026-01-01T00:00:00Z", -12_600, "NST", "NST", "UTC-03:30", false),
            ("Australia/Lord_Howe", "2099-01-01T00:00:00Z", 39_600, "+11", "UTC+11:00", "UTC+11:00", true),
            ("America/Sao_Paulo", "2026-01-01T00:00:00Z", -10_800, "-03", "UTC-03:00", "UTC-03:00", false),
            ("UTC", "2026-01-01T00:00:00Z", 0, "UTC", "UTC", "UTC+00:00", false),
            ("Asia/Kolkata", "1850-01-01T00:00:00Z", 21_208, "LMT", "LMT", "UTC+05:53:28", false),
        ] as [(String, String, Int, String, String, String, Bool)]
    )
    func `a zone has an offset and a name`(
        identifier: String,
        time: String,
        offset: Int,
        abbreviation: String,
        displayName: String,
        offsetText: String,
        isDaylight: Bool
    ) throws {
        let zone = try Zone.named(identifier)
        let instant = try #require(Instant(iso8601: time))

        #expect(zone.offset(at: instant) == offset)
        #expect(zone.abbreviation(at: instant) == abbreviation)
        #expect(zone.displayName(at: instant) == displayName)
        #expect(zone.offsetText(at: instant) == offsetText)
        #expect(zone.isDaylight(at: instant) == isDaylight)
    }

    @Test func `fractions of a second survive the way to a zone and back`() throws {
        let zone = try Zone.named("Asia/Kolkata")
        let instant = Instant(microseconds: -1)

        #expect(zone.local(instant).time.microsecond == 999_999)
        #expect(zone.instant(of: zone.local(instant)) == instant)
    }
}
