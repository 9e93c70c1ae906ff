/// A day of the calendar, wherever it is observed (proleptic Gregorian).
public struct LocalDate: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int

    /// A day of the years 1 to 9999, or `nil` if there is none such.
    public init?(year: Int, month: Int, day: Int) {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1, day <= Self.days(inMonth: month, of: year) else {
            return nil
        }
        self.init(unchecked: year, month, day)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The day that many days after 1970-01-01.
    ///
    /// The arithmetic is Howard Hinnant's: years begin in March, so that the leap day is a year's last.
    public init(daysSinceEpoch days: Int) {
        let (era, dayOfEra) = (days + 719_468).dividedDown(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(unchecked: year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The days since 1970-01-01.
    public var daysSinceEpoch: Int { Self.daysSinceEpoch(year: year, month: month, day: day) }

    /// Monday is 1, Sunday 7 (ISO 8601).
    public var weekday: Int { (daysSinceEpoch + 3).dividedDown(by: 7).remainder + 1 }

    /// The day `days` later.
    public func adding(days: Int) -> LocalDate { LocalDate(daysSinceEpoch: daysSinceEpoch + days) }

    /// The first day of the month that comes `months` after this date's.
    public func startOfMonth(adding months: Int = 0) -> LocalDate {
        let (year, month) = (year * 12 + month - 1 + months).dividedDown(by: 12)
        return LocalDate(unchecked: year, month + 1, 1)
    }

    /// January 1 is 1.
    public var dayOfYear: Int { daysSinceEpoch - Self.daysSinceEpoch(year: year, month: 1, day: 1) + 1 }

    /// How many days after this one `other` comes; negative if it comes before.
    public func days(until other: LocalDate) -> Int { other.daysSinceEpoch - daysSinceEpoch }

    /// How many days that month has.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).dividedDown(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension LocalDate: Comparable {
    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension LocalDate: CustomStringConvertible {
    /// The date as in `2026-11-23`.
    public var description: String { .ascii(LocalDate.longestText, append(to:)) }

    /// No date's text has more bytes: a year of six digits, and its sign, is as far as an `Instant` goes.
    public static let longestText = 13

    /// Appends the description as ASCII.
    public func append(to output: inout OutputSpan<UInt8>) { output.append(self) }
}
