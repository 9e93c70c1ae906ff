import CivilTime
import Foundation
import Testing

@Suite struct LocalTests {
    @Test func `dates agree with Foundation's calendar`() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let first = try #require(LocalDate(year: 1583, month: 1, day: 1)?.daysSinceEpoch)
        let last = try #require(LocalDate(year: 2500, month: 12, day: 31)?.daysSinceEpoch)
        for days in Array(stride(from: first, through: last, by: 29)) + Array(10_900...11_400) {
            let date = LocalDate(daysSinceEpoch: days)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday],
                from: Date(timeIntervalSince1970: Double(days) * 86_400)
            )

            #expect([date.year, date.month, date.day] == [parts.year, parts.month, parts.day])
            #expect(date.weekday % 7 + 1 == parts.weekday)
            #expect(date.daysSinceEpoch == days)
        }
    }

    @Test func `every day follows the one before`() throws {
        var date = try #require(LocalDate(year: 1, month: 1, day: 1))
        #expect(date.daysSinceEpoch == -719_162)
        while date.year < 2101 {
            let next = date.adding(days: 1)
            let isSameMonth = next.day == date.day + 1 && next.month == date.month && next.year == date.year
            let isNextMonth = next.day == 1 && date.day == LocalDate.days(inMonth: date.month, of: date.year)
            guard isSameMonth || isNextMonth, date < next, LocalDate(next.description) == next else {
                Issue.record("after \(date) came \(next)")
                return
            }
            date = next
        }
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-00-01", "2026-13-01", "2026-04-31", "2026-01-00", "0000-01-01", "26-01-01",
        "2026-1-1", "2026/01/01", "2026-01-01 ", "2026-01-011", "-026-01-01", "",
    ])
    func `no such date`(text: String) {
        #expect(LocalDate(text) == nil)
    }

    @Test func `days are added and counted`() throws {
        let date = try #require(LocalDate("2024-02-28"))

        #expect(date.adding(days: 2).description == "2024-03-01")
        #expect(date.adding(days: -59).description == "2023-12-31")
        #expect(date.days(until: date.adding(days: -1000)) == -1000)
        #expect(LocalDate("2000-02-29")?.weekday == 2)
        #expect(LocalDate("2000-12-31")?.dayOfYear == 366)
        #expect(date.startOfMonth().description == "2024-02-01")
        #expect(date.startOfMonth(adding: 11).description == "2025-01-01")
        #expect(date.startOfMonth(adding: -2).description == "2023-12-01")
    }

    @Test(arguments: [
        ("10:30", "10:30:00", 37_800), ("00:00:00", "00:00:00", 0), ("23:59:59.9999999", "23:59:59", 86_399),
    ])
    func `a time is read and printed`(text: String, printed: String, seconds: Int) {
        let time = LocalTime(text)

        #expect(time?.description == printed)
        #expect(time?.secondsFromMidnight == seconds)
    }

    @Test(arguments: ["24:00", "10:60", "10:30:60", "9:30", "10", "10:30:", "10:30:00.", "10:30 AM", "-1:00", ""])
    func `no such time`(text: String) {
        #expect(LocalTime(text) == nil)
    }

    @Test func `a second of the day is a time`() {
        #expect(LocalTime(secondsFromMidnight: 86_399)?.description == "23:59:59")
        #expect(LocalTime(secondsFromMidnight: 86_400) == nil)
        #expect(LocalTime(secondsFromMidnight: -1) == nil)
        #expect(LocalTime(hour: 1, minute: 2, second: 3, microsecond: 4)?.microsecond == 4)
    }

    @Test func `a local date and time moves across midnight`() throws {
        let local = try #require(LocalDateTime(iso8601: "2026-12-31 23:30"))

        #expect(local == LocalDateTime(iso8601: "2026-12-31T23:30:00"))
        #expect(local.adding(seconds: 1800).description == "2027-01-01T00:00:00")
        #expect(local.adding(seconds: -86_400).description == "2026-12-30T23:30:00")
        #expect(local < local.adding(seconds: 1))
        #expect(LocalDateTime(iso8601: "2026-12-31T23:30:00Z") == nil)
        #expect(LocalDateTime(iso8601: "2026-12-31") == nil)
    }
}
