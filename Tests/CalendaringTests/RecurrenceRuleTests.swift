import Calendaring
import CivilTime
import Testing

@Suite struct RecurrenceRuleTests {
    // RFC 5545, section 3.8.5.3, whose series start on 1997-09-02 unless it says otherwise.
    @Test(
        arguments: [
            ("FREQ=DAILY;COUNT=3", "1997-09-02", "1997-09-02 1997-09-03 1997-09-04"),
            ("FREQ=DAILY;INTERVAL=10;COUNT=3", "1997-09-02", "1997-09-02 1997-09-12 1997-09-22"),
            ("FREQ=DAILY;UNTIL=19970904T000000Z", "1997-09-02", "1997-09-02 1997-09-03 1997-09-04"),
            ("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU", "1998-01-26", "1999-01-03 1999-01-10 1999-01-17"),
            ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;WKST=SU;BYDAY=TU,TH", "1997-09-02", "1997-09-02 1997-09-04 1997-09-16"),
            ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "1997-08-05 1997-08-10 1997-08-19"),
            ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "1997-08-05 1997-08-17 1997-08-19"),
            ("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05", "1997-09-05 1997-10-03 1997-11-07"),
            ("FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "1997-09-07", "1997-09-07 1997-09-28 1997-11-02"),
            ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22", "1997-09-22 1997-10-20 1997-11-17"),
            ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28", "1997-09-28 1997-10-29 1997-11-28"),
            ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", "1997-09-30", "1997-09-30 1997-10-01 1997-10-31"),
            ("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10", "1997-06-10 1997-07-10 1998-06-10"),
            ("FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "1997-01-01", "1997-01-01 1997-04-10 1997-07-19"),
            ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17"),
            ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12", "1997-05-12 1998-05-11 1999-05-17"),
            ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02", "1998-02-13 1998-03-13 1998-11-13"),
            ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13", "1997-09-13 1997-10-11 1997-11-08"),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05",
                "1996-11-05 2000-11-07 2004-11-02"
            ),
            ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "1997-09-04 1997-10-07 1997-11-06"),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29", "1997-09-29 1997-10-30 1997-11-27"),
            ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007-01-15", "2007-01-15 2007-01-30 2007-02-15"),
            // Where libical 3.0.16 begins a week late.
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2019-10-12", "2019-10-13 2019-10-27 2019-11-10"),
            ("FREQ=WEEKLY;INTERVAL=3;BYMONTH=7,2,8;BYDAY=SU", "2020-02-10", "2020-02-16 2020-07-12 2020-08-02"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=WE", "2026-11-19", "2026-11-24 2026-12-08 2026-12-22"),
            ("FREQ=YEARLY", "2024-02-29", "2024-02-29 2028-02-29 2032-02-29"),
            ("FREQ=MONTHLY;COUNT=3", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31"),
            ("FREQ=YEARLY;BYWEEKNO=53,-1", "2026-12-28", "2026-12-28 2027-12-27 2028-12-25"),
            ("FREQ=YEARLY;BYDAY=-1FR", "2026-01-01", "2026-12-25 2027-12-31 2028-12-29"),
            ("FREQ=DAILY;BYMONTHDAY=-1;BYDAY=MO", "2026-01-01", "2026-08-31 2026-11-30 2027-05-31"),
            ("rrule:freq=weekly;count=2;byday=mo", "2026-11-23", "2026-11-23 2026-11-30"),
        ]
    )
    func `a rule gives the published dates`(rule: String, start: String, dates: String) throws {
        let start = try #require(LocalDate(start))
        let rule = try RecurrenceRule(rule)

        let found = try rule.dates(startingOn: start, from: start, through: start.adding(days: 4000))

        #expect(found.prefix(3).map(\.description).joined(separator: " ") == dates)
    }

    @Test func `a window cuts a series without counting it anew`() throws {
        let start = try #require(LocalDate("2026-11-02"))
        let rule = try RecurrenceRule("FREQ=DAILY;COUNT=10")

        let dates = try rule.dates(startingOn: start, from: start.adding(days: 7), through: start.adding(days: 30))

        #expect(dates.map(\.description) == ["2026-11-09", "2026-11-10", "2026-11-11"])
        #expect(try rule.dates(startingOn: start, from: start.adding(days: -9), through: start).count == 1)
        #expect(try rule.dates(startingOn: start, from: start.adding(days: -9), through: start.adding(days: -1)) == [])
        #expect(try rule.dates(startingOn: start, from: start.adding(days: 9), through: start) == [])
    }

    @Test func `a rule's last day counts`() throws {
        let start = try #require(LocalDate("2026-11-02"))

        let dates = try RecurrenceRule("FREQ=DAILY;UNTIL=20261104")
            .dates(startingOn: start, from: start, through: start.adding(days: 30))

        #expect(dates.map(\.day) == [2, 3, 4])
    }

    /// A second reading of the rules: every day is asked whether it fits.
    @Test func `plain rules agree with asking every day`() throws {
        var generator = SeededGenerator(state: 1)
        let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
        for _ in 0..<300 {
            let start = LocalDate(daysSinceEpoch: Int.random(in: 18_000..<22_000, using: &generator))
            let days = Set((0..<3).map { _ in Int.random(in: 1...7, using: &generator) })
            let interval = Int.random(in: 1...3, using: &generator)
            let months = Set((0..<4).map { _ in Int.random(in: 1...12, using: &generator) })
            let end = start.adding(days: 800)
            let rule = try RecurrenceRule(
                "FREQ=WEEKLY;INTERVAL=\(interval);BYMONTH=\(months.map(String.init).joined(separator: ","))"
                    + ";BYDAY=\(days.map { names[$0 - 1] }.joined(separator: ","))"
            )
            let monday = start.adding(days: 1 - start.weekday)
            let expected = (0...800).map(start.adding(days:)).filter { date in
                days.contains(date.weekday) && months.contains(date.month)
                    && (monday.days(until: date) / 7).isMultiple(of: interval)
            }

            #expect(try rule.dates(startingOn: start, from: start, through: end) == expected, "\(rule) \(start)")
        }
    }

    @Test func `more dates than wanted are an error`() throws {
        let start = try #require(LocalDate("2026-01-01"))
        let rule = try RecurrenceRule("FREQ=DAILY")

        let error = #expect(throws: CalendaringError.self) {
            try rule.dates(startingOn: start, from: start, through: start.adding(days: 10), limit: 10)
        }

        #expect(error?.description == "The recurrence rule gives more than 10 dates.")
        #expect(try rule.dates(startingOn: start, from: start, through: start.adding(days: 9), limit: 10).count == 10)
        #expect(throws: CalendaringError.self) {
            try rule.dates(startingOn: start, from: start, through: start.adding(days: 40_000))
        }
    }
}
