public import CivilTime

/// On which days something repeats: an `RRULE` of RFC 5545 whose frequency is daily or longer.
public struct RecurrenceRule: Hashable, Sendable {
    public enum Frequency: String, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// A weekday, or the one at a position within its month or year; counted from the end if negative.
    struct Day: Hashable, Sendable {
        let position: Int?
        /// 1 for Monday to 7 for Sunday.
        let weekday: Int
    }

    public let frequency: Frequency
    /// How many periods lie between two that count.
    public let interval: Int
    /// The number of dates, if the rule limits it.
    public let count: Int?
    /// The last day, if the rule names one.
    public let until: LocalDate?
    /// The rule as it was written, in capital letters.
    public let text: String

    let weekStart: Int
    let months: [Int]
    let monthDays: [Int]
    let yearDays: [Int]
    let weekNumbers: [Int]
    let days: [Day]
    let setPositions: [Int]
}

extension RecurrenceRule: CustomStringConvertible {
    public var description: String { text }
}
