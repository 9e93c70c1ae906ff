extension Instant: CustomStringConvertible {
    public var description: String { iso8601 }

    /// `2026-11-23T05:00:00Z`, with six digits of a second's fraction if it has one.
    public var iso8601: String { .ascii(Instant.longestText, append(to:)) }

    /// No instant's text needs more room.
    public static let longestText = 32

    /// Appends `iso8601` as ASCII.
    public func append(to output: inout OutputSpan<UInt8>) { output.append(self) }

    /// The same with `+00:00` in place of the `Z`: the frontend's reference writes some instants so.
    public var iso8601WithOffset: String { iso8601.dropLast() + "+00:00" }

    /// Reads `2026-11-23T10:30:00.5+05:30`; seconds and fraction may be missing, the offset may not.
    ///
    /// The offset is `Z`, `±HH:MM` or `±HHMM`. Digits beyond the microsecond are dropped.
    public init?(iso8601 text: String) {
        var cursor = TextCursor(text)
        guard let local = cursor.localDateTime(), let offset = cursor.offset(), cursor.isAtEnd else { return nil }
        self = local.instant(offset: offset)
    }
}

extension LocalDateTime {
    /// Reads `2026-11-23T10:30:00.5`, with `T` or a space; seconds and fraction may be missing, an offset must be.
    public init?(iso8601 text: String) {
        var cursor = TextCursor(text)
        guard let local = cursor.localDateTime(), cursor.isAtEnd else { return nil }
        self = local
    }
}

extension LocalDate {
    /// Reads `2026-11-23`.
    public init?(_ text: String) {
        var cursor = TextCursor(text)
        guard let date = cursor.date(), cursor.isAtEnd else { return nil }
        self = date
    }
}

extension LocalTime {
    /// Reads `10:30`, `10:30:00` or `10:30:00.5`; digits beyond the microsecond are dropped.
    public init?(_ text: String) {
        var cursor = TextCursor(text)
        guard let time = cursor.time(), cursor.isAtEnd else { return nil }
        self = time
    }
}

extension TextCursor {
    fileprivate mutating func localDateTime() -> LocalDateTime? {
        guard let date = date(), skip("T") || skip(" "), let time = time() else { return nil }
        return LocalDateTime(date: date, time: time)
    }

    fileprivate mutating func date() -> LocalDate? {
        guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2) else { return nil }
        return LocalDate(year: year, month: month, day: day)
    }

    fileprivate mutating func time() -> LocalTime? {
        guard let hour = digits(2), skip(":"), let minute = digits(2) else { return nil }
        guard skip(":") else { return LocalTime(hour: hour, minute: minute) }
        guard let second = digits(2) else { return nil }
        guard skip(".") else { return LocalTime(hour: hour, minute: minute, second: second) }
        guard let microsecond = fraction(digits: 6) else { return nil }
        return LocalTime(hour: hour, minute: minute, second: second, microsecond: microsecond)
    }

    /// Seconds east of UTC.
    fileprivate mutating func offset() -> Int? {
        if skip("Z") { return 0 }
        let isWest = skip("-")
        guard isWest || skip("+"), let hours = digits(2) else { return nil }
        _ = skip(":")
        guard let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isWest ? -60 : 60)
    }
}
