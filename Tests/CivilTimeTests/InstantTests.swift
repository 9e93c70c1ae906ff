import CivilTime
import Testing

@Suite struct InstantTests {
    @Test(
        arguments: [
            ("2026-11-23T05:00:00Z", 1_795_410_000_000_000), ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999999Z", -1), ("2026-11-23T05:00:00.000001Z", 1_795_410_000_000_001),
            ("2026-11-23T05:16:47.123450Z", 1_795_411_007_123_450),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000_000), ("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999),
        ] as [(String, Int64)]
    )
    func `an instant is printed in UTC and read back`(text: String, microseconds: Int64) {
        #expect(Instant(microseconds: microseconds).iso8601 == text)
        #expect(Instant(iso8601: text)?.microseconds == microseconds)
    }

    @Test(
        arguments: [
            (Int64.min, "-290308-12-21T19:59:05.224192Z"), (.max, "294247-01-10T04:00:54.775807Z"),
            (253_402_300_800_000_000, "10000-01-01T00:00:00Z"),
            (-62_167_219_200_000_001, "-0001-12-31T23:59:59.999999Z"),
        ] as [(Int64, String)]
    )
    func `an instant of any year is printed`(microseconds: Int64, text: String) {
        #expect(Instant(microseconds: microseconds).iso8601 == text)
    }

    @Test(arguments: [
        "2026-11-23T10:30:00+05:30", "2026-11-23T10:30+0530", "2026-11-23T05:00Z", "2026-11-22T18:15:00.0-10:45",
        "2026-11-23T05:00:00.0000009Z", "2026-11-23 05:00:00+00:00",
    ])
    func `an offset is taken into account`(text: String) {
        #expect(Instant(iso8601: text)?.iso8601 == "2026-11-23T05:00:00Z")
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T05:00:00", "2026-11-23T05:00:00z", "2026-11-23T5:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T05:60:00Z", "2026-11-23T05:00:60Z", "2026-11-23T05:00:00.Z", "2026-11-23T05:00:00,5Z",
        "2026-02-29T05:00:00Z", "2026-13-01T05:00:00Z", "0000-01-01T00:00:00Z", "2026-11-23T05:00:00+24:00",
        "2026-11-23T05:00:00+05:60", "2026-11-23T05:00:00+05", "2026-11-23T05:00:00ZZ", " 2026-11-23T05:00:00Z",
        "+2026-11-23T05:00:00Z", "2026-11-23T05:00:00+٠٥:٣٠", "２０２６-11-23T05:00:00Z", "2026-11-23T05:00:00Z\0",
    ])
    func `anything else is not an instant`(text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test func `durations move an instant and lie between two`() {
        let start = Instant(seconds: 100)

        #expect(start + .milliseconds(1500) == Instant(microseconds: 101_500_000))
        #expect(start - .seconds(101) == Instant(seconds: -1))
        #expect(start.adding(seconds: -30) == Instant(seconds: 70))
        #expect(Instant(microseconds: 1) - Instant(microseconds: 3) == .microseconds(-2))
        #expect(start.seconds(until: Instant(microseconds: 101_999_999)) == 1)
        #expect(start.seconds(until: Instant(microseconds: 99_999_999)) == -1)
        #expect(Instant(microseconds: -1).seconds == -1)
        #expect(Instant(microseconds: -1).microsecondOfSecond == 999_999)
    }

    @Test func `arithmetic stops at the ends of time`() {
        #expect(Instant(seconds: .max) == Instant(microseconds: .max))
        #expect(Instant(seconds: .min) == Instant(microseconds: .min))
        #expect(Instant(microseconds: .max).adding(seconds: 1) == Instant(microseconds: .max))
        #expect(Instant(microseconds: .min) - .seconds(Int64.max) == Instant(microseconds: .min))
    }
}
