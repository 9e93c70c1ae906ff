import CivilTime

/// Tells which days fit a rule's `BY…` parts; what the rule leaves open is taken from the day the series starts.
struct DayFilter {
    private let rule: RecurrenceRule
    private let start: LocalDate

    init(_ rule: RecurrenceRule, startingOn start: LocalDate) {
        self.rule = rule
        self.start = start
    }

    func accepts(_ date: LocalDate) -> Bool {
        let daysInMonth = LocalDate.days(inMonth: date.month, of: date.year)
        let daysInYear = date.daysInYear
        return (rule.months.isEmpty || rule.months.contains(date.month))
            && Self.matches(rule.monthDays, date.day, of: daysInMonth)
            && Self.matches(rule.yearDays, date.dayOfYear, of: daysInYear)
            && (rule.weekNumbers.isEmpty || isInWeek(date))
            && (rule.days.isEmpty || rule.days.contains { isThat($0, date) })
            && fitsStart(date)
    }

    /// Whether the list is empty or has the number, counted from the beginning or, if negative, from the end.
    private static func matches(_ list: [Int], _ number: Int, of total: Int) -> Bool {
        list.isEmpty || list.contains(number) || list.contains(number - total - 1)
    }

    private func isThat(_ day: RecurrenceRule.Day, _ date: LocalDate) -> Bool {
        guard day.weekday == date.weekday else { return false }
        guard let position = day.position else { return true }
        let isWithinMonth = rule.frequency == .monthly || !rule.months.isEmpty
        let number = isWithinMonth ? date.day : date.dayOfYear
        let total = isWithinMonth ? LocalDate.days(inMonth: date.month, of: date.year) : date.daysInYear
        return position > 0 ? position == (number + 6) / 7 : -position == (total - number) / 7 + 1
    }

    /// A year's first week is the first with at least four of its days.
    private func isInWeek(_ date: LocalDate) -> Bool {
        let firstOfWeek = date.adding(days: -((date.weekday - rule.weekStart + 7) % 7))
        // The week belongs to the year that its fourth day belongs to.
        let fourthDay = firstOfWeek.adding(days: 3)
        let lastWeek = (fourthDay.dayOfYear - 1) / 7 + 1 + (fourthDay.daysInYear - fourthDay.dayOfYear) / 7
        return Self.matches(rule.weekNumbers, (fourthDay.dayOfYear - 1) / 7 + 1, of: lastWeek)
    }

    private func fitsStart(_ date: LocalDate) -> Bool {
        guard rule.days.isEmpty, rule.monthDays.isEmpty, rule.yearDays.isEmpty else { return true }
        switch rule.frequency {
        case .daily: return true
        case .weekly: return date.weekday == start.weekday
        case .monthly: return date.day == start.day
        case .yearly:
            guard rule.weekNumbers.isEmpty else { return date.weekday == start.weekday }
            return date.day == start.day && (!rule.months.isEmpty || date.month == start.month)
        }
    }
}

extension LocalDate {
    fileprivate var daysInYear: Int { LocalDate.days(inMonth: 2, of: year) + 337 }
}
