import CivilTime
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        ("2026-11-23T05:00:00Z", "November 23, 2026 at 10:30 AM IST", "10:30 AM IST", "2026-11-23 10:30 AM IST"),
        ("2026-01-02T18:30:00Z", "January 03, 2026 at 12:00 AM IST", "12:00 AM IST", "2026-01-03 12:00 AM IST"),
        ("2026-01-03T06:30:59Z", "January 03, 2026 at 12:00 PM IST", "12:00 PM IST", "2026-01-03 12:00 PM IST"),
        ("2026-12-31T18:29:00Z", "December 31, 2026 at 11:59 PM IST", "11:59 PM IST", "2026-12-31 11:59 PM IST"),
    ])
    func `a time is printed with its zone`(time: String, long: String, clock: String, short: String) throws {
        let zone = try Zone.named("Asia/Kolkata")
        let instant = try #require(Instant(iso8601: time))

        #expect(instant.longText(in: zone) == long)
        #expect(instant.clockText(in: zone) == clock)
        #expect(instant.shortText(in: zone) == short)
    }

    @Test func `a zone without letters is printed by its offset`() throws {
        let instant = try #require(Instant(iso8601: "2026-11-23T05:00:00Z"))

        #expect(instant.clockText(in: try Zone.named("Asia/Kathmandu")) == "10:45 AM UTC+05:45")
    }

    @Test(arguments: [
        ("2026-11-23T05:00:00.5Z", "Mon, 23 Nov 2026 05:00:00"), ("1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37"),
        ("2000-02-29T23:59:59Z", "Tue, 29 Feb 2000 23:59:59"),
    ])
    func `mail and HTTP have dates of their own`(time: String, date: String) throws {
        let instant = try #require(Instant(iso8601: time))

        #expect(instant.mailDate == "\(date) +0000")
        #expect(instant.httpDate == "\(date) GMT")
    }
}
