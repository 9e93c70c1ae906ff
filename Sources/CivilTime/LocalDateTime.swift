/// What a calendar and a wall clock show; which instant that is, only a zone can tell.
public struct LocalDateTime: Hashable, Sendable {
    public let date: LocalDate
    public let time: LocalTime

    public init(date: LocalDate, time: LocalTime) {
        self.date = date
        self.time = time
    }

    /// The reading so many seconds after this one on a clock that is never put forward or back.
    public func adding(seconds: Int) -> LocalDateTime {
        LocalDateTime(secondsSinceEpoch: secondsSinceEpoch + Int64(seconds), microsecond: time.microsecond)
    }

    /// The seconds since 1970 this clock would show if it were in UTC.
    var secondsSinceEpoch: Int64 { Int64(date.daysSinceEpoch) * 86_400 + Int64(time.secondsFromMidnight) }

    init(secondsSinceEpoch seconds: Int64, microsecond: Int) {
        let (days, rest) = Int(seconds).dividedDown(by: 86_400)
        date = LocalDate(daysSinceEpoch: days)
        time = LocalTime(unchecked: rest / 3600, rest / 60 % 60, rest % 60, microsecond)
    }

    /// The instant at which a clock that is `offset` seconds ahead of UTC shows this.
    func instant(offset: Int) -> Instant {
        Instant(seconds: secondsSinceEpoch - Int64(offset)) + .microseconds(time.microsecond)
    }
}

extension LocalDateTime: Comparable {
    public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
        (left.date, left.time) < (right.date, right.time)
    }
}

extension LocalDateTime: CustomStringConvertible {
    /// Date and time as in `2026-11-23T10:30:00`, without a fraction.
    public var description: String {
        .ascii(LocalDate.longestText + 1 + LocalTime.longestText) { output in output.append(self) }
    }
}
