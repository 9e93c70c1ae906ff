extension PosixRule {
    /// Reads a rule, or nothing from a text that is none.
    init?(_ text: String) {
        var cursor = TextCursor(text)
        guard let name = cursor.name(), let west = cursor.clock() else { return nil }
        standard = LocalType(offset: -west, name: name, isDaylight: false)
        if cursor.isAtEnd {
            daylight = nil
            return
        }
        guard let name = cursor.name() else { return nil }
        var offset = standard.offset + 3600
        if cursor.next != UInt8(ascii: ",") {
            guard let west = cursor.clock() else { return nil }
            offset = -west
        }
        guard let start = cursor.change(), let end = cursor.change(), cursor.isAtEnd else { return nil }
        daylight = Daylight(type: LocalType(offset: offset, name: name, isDaylight: true), start: start, end: end)
    }
}

extension TextCursor {
    /// Letters, or anything between `<` and `>`.
    fileprivate mutating func name() -> String? {
        if skip("<") {
            let name = take { $0 != UInt8(ascii: ">") }
            return skip(">") && !name.isEmpty ? name : nil
        }
        let name = take { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 }
        return name.isEmpty ? nil : name
    }

    /// Seconds of a time such as `3`, `-1:30` or `+26:00:00`.
    fileprivate mutating func clock() -> Int? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard let hours = digits(upTo: 3), hours <= 167 else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] where skip(":") {
            guard let count = digits(2), count < 60 else { return nil }
            seconds += count * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// A change such as `,M3.5.0/2`; without a time it is at two o'clock.
    fileprivate mutating func change() -> PosixRule.Change? {
        guard skip(","), let day = day() else { return nil }
        guard skip("/") else { return PosixRule.Change(day: day, seconds: 7200) }
        return clock().map { PosixRule.Change(day: day, seconds: $0) }
    }

    private mutating func day() -> PosixRule.Change.Day? {
        if skip("J") { return digits(upTo: 3).flatMap { 1...365 ~= $0 ? .julian($0) : nil } }
        guard skip("M") else { return digits(upTo: 3).flatMap { 0...365 ~= $0 ? .ordinal($0) : nil } }
        guard let month = digits(upTo: 2), skip("."), let week = digits(upTo: 1), skip("."), let day = digits(upTo: 1),
            1...12 ~= month, 1...5 ~= week, 0...6 ~= day
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }
}
