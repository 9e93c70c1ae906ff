import CivilTime

extension RecurrenceRule {
    /// Reads a rule such as `FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10`, with or without `RRULE:` before it.
    public init(_ text: String) throws(CalendaringError) {
        guard text.utf8.count <= 500 else { throw .rule("A recurrence rule has at most 500 characters.") }
        let capitals = text.uppercased()
        self.text = capitals.hasPrefix("RRULE:") ? String(capitals.dropFirst(6)) : capitals
        var parts = try RuleParts(self.text)
        guard let frequency = parts.take("FREQ").flatMap(Frequency.init(rawValue:)) else {
            throw .rule("A recurrence rule needs FREQ with DAILY, WEEKLY, MONTHLY or YEARLY.")
        }
        self.frequency = frequency
        interval = try parts.number("INTERVAL", in: 1...999) ?? 1
        count = try parts.number("COUNT", in: 1...9999)
        until = try parts.date("UNTIL")
        weekStart = try parts.weekday("WKST") ?? 1
        months = try parts.numbers("BYMONTH", in: 1...12)
        monthDays = try parts.signedNumbers("BYMONTHDAY", upTo: 31)
        yearDays = try parts.signedNumbers("BYYEARDAY", upTo: 366)
        weekNumbers = try parts.signedNumbers("BYWEEKNO", upTo: 53)
        days = try parts.days("BYDAY", maximumPosition: frequency.maximumPosition)
        setPositions = try parts.signedNumbers("BYSETPOS", upTo: 366)
        try parts.checkNothingIsLeft()
        try checkParts()
    }

    /// Refuses what RFC 5545 does not allow together, and what can never happen.
    private func checkParts() throws(CalendaringError) {
        if count != nil, until != nil { throw .rule("COUNT and UNTIL exclude each other.") }
        if !yearDays.isEmpty, frequency != .yearly { throw .rule("BYYEARDAY needs FREQ=YEARLY.") }
        if !weekNumbers.isEmpty, frequency != .yearly { throw .rule("BYWEEKNO needs FREQ=YEARLY.") }
        if !monthDays.isEmpty, frequency == .weekly { throw .rule("BYMONTHDAY excludes FREQ=WEEKLY.") }
        if !weekNumbers.isEmpty, days.contains(where: { $0.position != nil }) {
            throw .rule("BYDAY takes no numbers beside BYWEEKNO.")
        }
        let lists = [months, monthDays, yearDays, weekNumbers]
        if !setPositions.isEmpty, days.isEmpty, lists.allSatisfy(\.isEmpty) {
            throw .rule("BYSETPOS needs another part that begins with BY.")
        }
        let longestMonth = months.map { LocalDate.days(inMonth: $0, of: 2000) }.max() ?? 31
        guard (monthDays.map(abs).min() ?? 1) <= longestMonth else {
            throw .rule("No month of BYMONTH has a day of BYMONTHDAY.")
        }
    }
}

extension RecurrenceRule.Frequency {
    /// The highest number `BYDAY` may have before a weekday.
    fileprivate var maximumPosition: Int {
        switch self {
        case .daily, .weekly: 0
        case .monthly: 5
        case .yearly: 53
        }
    }
}
