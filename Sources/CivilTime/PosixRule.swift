/// The rule a zone's clocks follow every year, as in `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 9636, section 3.3.1).
struct PosixRule: Equatable, Sendable {
    let standard: LocalType
    let daylight: Daylight?

    /// The part of the year with the other setting.
    struct Daylight: Equatable, Sendable {
        let type: LocalType
        let start: Change
        let end: Change
    }

    /// A yearly moment on the wall clock.
    struct Change: Equatable, Sendable {
        enum Day: Equatable, Sendable {
            /// 1 to 365; the leap day is not counted.
            case julian(Int)
            /// 0 to 365; the leap day is counted.
            case ordinal(Int)
            /// The week 5 is the month's last; Sunday is 0.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        /// Seconds after that day's midnight; may lie on another day.
        let seconds: Int

        /// Seconds since 1970 on a clock in UTC that shows the same.
        func seconds(in year: Int) -> Int64 { Int64(dayNumber(in: year)) * 86_400 + Int64(seconds) }

        private func dayNumber(in year: Int) -> Int {
            let newYear = LocalDate.daysSinceEpoch(year: year, month: 1, day: 1)
            switch day {
            case .julian(let day): return newYear + day - (LocalDate.isLeap(year) && day >= 60 ? 0 : 1)
            case .ordinal(let day): return newYear + day
            case .weekday(let month, let week, let day):
                let first = LocalDate.daysSinceEpoch(year: year, month: month, day: 1)
                let firstWeekday = LocalDate(daysSinceEpoch: first).weekday % 7
                let date = 1 + (day - firstWeekday + 7) % 7 + (week - 1) * 7
                return first + (date > LocalDate.days(inMonth: month, of: year) ? date - 8 : date - 1)
            }
        }
    }

    func type(at seconds: Int64) -> LocalType {
        guard let daylight else { return standard }
        let year = Self.year(at: seconds)
        let isDaylight = (year - 1...year + 1).contains { year in
            let start = start(of: daylight, in: year)
            let end = end(of: daylight, in: year)
            return start <= seconds && seconds < (start < end ? end : self.end(of: daylight, in: year + 1))
        }
        return isDaylight ? daylight.type : standard
    }

    /// The times in `start..<end` at which the setting may change, ascending.
    func changes(from start: Int64, to end: Int64) -> [Int64] {
        guard let daylight, start < end else { return [] }
        return (Self.year(at: start) - 1...Self.year(at: end) + 1)
            .flatMap { [self.start(of: daylight, in: $0), self.end(of: daylight, in: $0)] }
            .filter { start <= $0 && $0 < end }
            .sorted()
    }

    private func start(of daylight: Daylight, in year: Int) -> Int64 {
        daylight.start.seconds(in: year) - Int64(standard.offset)
    }

    private func end(of daylight: Daylight, in year: Int) -> Int64 {
        daylight.end.seconds(in: year) - Int64(daylight.type.offset)
    }

    private static func year(at seconds: Int64) -> Int {
        LocalDate(daysSinceEpoch: Int(seconds).dividedDown(by: 86_400).quotient).year
    }
}
