public import CivilTime

extension RecurrenceRule {
    /// The dates from `first` to `last` on which a series that starts on `start` takes place, in order.
    ///
    /// `start` itself is among them only if it fits the rule. A series is followed for at most fifty years.
    /// The days of each period are asked one by one: libical 3.0.16, which expands rules as well, begins
    /// `FREQ=WEEKLY;INTERVAL=2;BYDAY=SU` a week late, and looks up to centuries for dates that never come.
    public func dates(
        startingOn start: LocalDate,
        from first: LocalDate,
        through last: LocalDate,
        limit: Int = 1000
    ) throws(CalendaringError) -> [LocalDate] {
        let end = min(last, until ?? last)
        guard start <= end, first <= end else { return [] }
        guard start.days(until: end) <= 50 * 366 else {
            throw CalendaringError(.limit, "A recurrence rule is followed for at most fifty years from its start.")
        }
        let filter = DayFilter(self, startingOn: start)
        var dates: [LocalDate] = []
        var occurrences = 0
        var period = firstPeriod(startingOn: start)
        while period.first <= end {
            for date in selected(period.dates.filter(filter.accepts)) where start <= date {
                occurrences += 1
                if date > end || occurrences > count ?? .max { return dates }
                if date < first { continue }
                guard dates.count < limit else {
                    throw CalendaringError(.limit, "The recurrence rule gives more than \(limit) dates.")
                }
                dates.append(date)
            }
            period = nextPeriod(after: period)
        }
        return dates
    }

    /// Of a period's dates those that `BYSETPOS` picks.
    private func selected(_ dates: [LocalDate]) -> [LocalDate] {
        guard !setPositions.isEmpty else { return dates }
        let indices = setPositions.map { $0 > 0 ? $0 - 1 : dates.count + $0 }
        return Set(indices).filter(dates.indices.contains).sorted().map { dates[$0] }
    }

    private func firstPeriod(startingOn start: LocalDate) -> Period {
        switch frequency {
        case .daily: Period(from: start, days: 1)
        case .weekly: Period(from: start.adding(days: -((start.weekday - weekStart + 7) % 7)), days: 7)
        case .monthly: Period(from: start.startOfMonth(), months: 1)
        case .yearly: Period(from: start.startOfMonth(adding: 1 - start.month), months: 12)
        }
    }

    private func nextPeriod(after period: Period) -> Period {
        let first = period.first
        return switch frequency {
        case .daily: Period(from: first.adding(days: interval), days: 1)
        case .weekly: Period(from: first.adding(days: 7 * interval), days: 7)
        case .monthly: Period(from: first.startOfMonth(adding: interval), months: 1)
        case .yearly: Period(from: first.startOfMonth(adding: 12 * interval), months: 12)
        }
    }
}

/// The days of one repetition: a day, a week, a month or a year.
private struct Period {
    let first: LocalDate
    private let count: Int

    init(from first: LocalDate, days: Int) {
        self.first = first
        count = days
    }

    init(from first: LocalDate, months: Int) {
        self.init(from: first, days: first.days(until: first.startOfMonth(adding: months)))
    }

    var dates: [LocalDate] { (0..<count).map(first.adding(days:)) }
}
