import Calendaring
import CivilTime
import Testing

@Suite struct HostileRuleTests {
    @Test(
        arguments: [
            ("", "A recurrence rule consists of parts such as FREQ=WEEKLY, with semicolons between them."),
            ("FREQ=WEEKLY;", "A recurrence rule consists of parts such as FREQ=WEEKLY, with semicolons between them."),
            ("FREQ=", "A recurrence rule consists of parts such as FREQ=WEEKLY, with semicolons between them."),
            ("COUNT=3", "A recurrence rule needs FREQ with DAILY, WEEKLY, MONTHLY or YEARLY."),
            ("FREQ=SECONDLY", "A recurrence rule needs FREQ with DAILY, WEEKLY, MONTHLY or YEARLY."),
            ("FREQ=DAILY;FREQ=DAILY", "A part of a recurrence rule may be given only once."),
            ("FREQ=DAILY;INTERVAL=0", "INTERVAL takes numbers from 1 to 999."),
            ("FREQ=DAILY;INTERVAL=99999999999999999999", "INTERVAL takes numbers from 1 to 999."),
            ("FREQ=DAILY;COUNT=-1", "COUNT takes numbers from 1 to 9999."),
            ("FREQ=DAILY;COUNT=1;UNTIL=20260101", "COUNT and UNTIL exclude each other."),
            ("FREQ=DAILY;UNTIL=20260230", "UNTIL must be a date such as 20261231."),
            ("FREQ=DAILY;UNTIL=2026-02-01", "UNTIL must be a date such as 20261231."),
            ("FREQ=WEEKLY;BYDAY=XX", "BYDAY takes weekdays such as MO, or 2MO for the second Monday."),
            ("FREQ=WEEKLY;BYDAY=2MO", "BYDAY takes numbers only with MONTHLY or YEARLY."),
            ("FREQ=MONTHLY;BYDAY=6MO", "BYDAY takes numbers from 1 to 5."),
            ("FREQ=WEEKLY;BYDAY=MO,", "BYDAY takes weekdays such as MO, or 2MO for the second Monday."),
            ("FREQ=WEEKLY;WKST=1", "WKST must be a weekday such as MO."),
            ("FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY excludes FREQ=WEEKLY."),
            ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY takes numbers from 1 to 31."),
            ("FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY needs FREQ=YEARLY."),
            ("FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO needs FREQ=YEARLY."),
            ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY takes no numbers beside BYWEEKNO."),
            ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another part that begins with BY."),
            ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "BYSETPOS takes numbers from 1 to 366."),
            ("FREQ=DAILY;BYHOUR=9", "BYHOUR has no place in a rule for days."),
            ("FREQ=YEARLY;RSCALE=CHINESE", "A recurrence rule has a part that is unknown."),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "No month of BYMONTH has a day of BYMONTHDAY."),
            ("FREQ=DAILY;BYMONTH=4,6;BYMONTHDAY=-31", "No month of BYMONTH has a day of BYMONTHDAY."),
            ("FREQ=YEARLY;BYMONTH=1,,2", "BYMONTH takes numbers from 1 to 12."),
            ("FREQ=MONTHLY;BYMONTHDAY=--1", "BYMONTHDAY takes numbers from 1 to 31."),
            (String(repeating: "x", count: 501), "A recurrence rule has at most 500 characters."),
        ]
    )
    func `a rule that is none says why`(text: String, sentence: String) {
        let error = #expect(throws: CalendaringError.self) { try RecurrenceRule(text) }

        #expect(error?.kind == .malformedRule)
        #expect(error?.description == sentence)
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=3", "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1",
            "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29", "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
            "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31;BYMONTH=2,12", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=5;BYSETPOS=300",
            "FREQ=MONTHLY;BYDAY=5MO;BYMONTH=2;BYSETPOS=31", "FREQ=DAILY;COUNT=9999;BYMONTH=2;BYDAY=MO;BYSETPOS=-1",
        ]
    )
    func `a rule without dates comes to an end`(text: String) throws {
        let start = try #require(LocalDate("2025-05-01"))

        let dates = try RecurrenceRule(text).dates(startingOn: start, from: start, through: start.adding(days: 700))

        #expect(dates.allSatisfy { start <= $0 } && dates.count < 20)
    }

    @Test(.timeLimit(.minutes(2)))
    func `random parts are followed or refused, never more`() throws {
        var generator = SeededGenerator(state: 2)
        let start = try #require(LocalDate("2024-02-29"))
        let values = ["1", "-1", "2,3", "29", "31,-31", "53", "366", "MO", "-1FR", "2TU,SU", "20260229", "0", "x", ""]
        let names = [
            "BYDAY", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "WKST", "INTERVAL", "COUNT",
        ]
        var followed = 0
        for _ in 0..<2000 {
            var parts = ["FREQ=\(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].randomElement(using: &generator) ?? "")"]
            for _ in 0..<Int.random(in: 0..<4, using: &generator) {
                let name = names.randomElement(using: &generator) ?? ""
                parts.append("\(name)=\(values.randomElement(using: &generator) ?? "")")
            }
            guard let rule = try? RecurrenceRule(parts.joined(separator: ";")) else { continue }
            let dates = try rule.dates(startingOn: start, from: start, through: start.adding(days: 900))
            followed += 1

            #expect(dates == dates.sorted(), "\(rule)")
            #expect(dates.allSatisfy { start <= $0 && $0 <= start.adding(days: 900) }, "\(rule)")
        }
        #expect(followed > 100)
    }
}
