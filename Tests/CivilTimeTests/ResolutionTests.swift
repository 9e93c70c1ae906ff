import CivilTime
import Testing

@Suite struct ResolutionTests {
    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T02:00:00", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-03-29T02:59:59", "2026-03-29T00:59:59Z", "2026-03-29T01:59:59Z"),
        ("America/St_Johns", "2026-03-08T02:30:00", "2026-03-08T05:00:00Z", "2026-03-08T06:00:00Z"),
        ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:15:00Z", "2026-10-03T15:45:00Z"),
        ("Africa/Casablanca", "2026-03-22T02:30:00", "2026-03-22T01:30:00Z", "2026-03-22T02:30:00Z"),
        ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-29T22:00:00Z", "2011-12-30T22:00:00Z"),
        ("Asia/Kathmandu", "1986-01-01T00:10:00", "1985-12-31T18:25:00Z", "1985-12-31T18:40:00Z"),
        ("Europe/Berlin", "2099-03-29T02:30:00", "2099-03-29T00:30:00Z", "2099-03-29T01:30:00Z"),
    ])
    func `a skipped reading means no instant`(
        identifier: String,
        reading: String,
        before: String,
        after: String
    ) throws {
        let zone = try Zone.named(identifier)
        let local = try #require(LocalDateTime(iso8601: reading))
        let (earlier, later) = try (#require(Instant(iso8601: before)), #require(Instant(iso8601: after)))

        #expect(zone.resolve(local) == .gap(before: earlier, after: later))
        #expect(zone.instant(of: local) == nil)
        #expect(zone.local(earlier) < local)
        #expect(zone.local(later) > local)
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-10-25T02:00:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25T02:59:59", "2026-10-25T00:59:59Z", "2026-10-25T01:59:59Z"),
        ("America/St_Johns", "2026-11-01T01:30:00", "2026-11-01T04:00:00Z", "2026-11-01T05:00:00Z"),
        ("Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
        ("Africa/Casablanca", "2026-02-15T02:30:00", "2026-02-15T01:30:00Z", "2026-02-15T02:30:00Z"),
        ("Europe/Berlin", "2099-10-25T02:30:00", "2099-10-25T00:30:00Z", "2099-10-25T01:30:00Z"),
    ])
    func `a repeated reading means the first of two`(
        identifier: String,
        reading: String,
        first: String,
        second: String
    ) throws {
        let zone = try Zone.named(identifier)
        let local = try #require(LocalDateTime(iso8601: reading))
        let (earlier, later) = try (#require(Instant(iso8601: first)), #require(Instant(iso8601: second)))

        #expect(zone.resolve(local) == .overlap(first: earlier, second: later))
        #expect(zone.instant(of: local) == earlier)
    }

    @Test(arguments: [
        ("Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
        ("Europe/Berlin", "2026-10-25T01:59:59", "2026-10-24T23:59:59Z"),
        ("Asia/Kolkata", "2026-11-23T10:30:00", "2026-11-23T05:00:00Z"),
        ("Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00Z"),
        ("Pacific/Apia", "2011-12-29T23:59:59", "2011-12-30T09:59:59Z"),
    ])
    func `an ordinary reading means one instant`(identifier: String, reading: String, instant: String) throws {
        let zone = try Zone.named(identifier)
        let local = try #require(LocalDateTime(iso8601: reading))

        #expect(zone.resolve(local) == .unique(try #require(Instant(iso8601: instant))))
    }

    @Test func `the changes of a year are listed with their offsets`() throws {
        let (start, end) = try (
            #require(Instant(iso8601: "2050-01-01T00:00:00Z")), #require(Instant(iso8601: "2051-01-01T00:00:00Z"))
        )

        let changes = try Zone.named("Europe/Berlin").transitions(from: start, to: end)

        #expect(changes.map(\.instant.iso8601) == ["2050-03-27T01:00:00Z", "2050-10-30T01:00:00Z"])
        #expect(changes.map(\.offsetBefore) == [3600, 7200])
        #expect(changes.map(\.offsetAfter) == [7200, 3600])
        #expect(try Zone.named("Asia/Kolkata").transitions(from: start, to: end).isEmpty)
        #expect(try Zone.named("Europe/Berlin").transitions(from: end, to: start).isEmpty)
    }
}
