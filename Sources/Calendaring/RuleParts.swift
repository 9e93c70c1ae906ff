import CivilTime

/// The parts of a rule by their names, taken out one after the other.
struct RuleParts {
    private var values: [Substring: Substring] = [:]

    init(_ text: String) throws(CalendaringError) {
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else {
                throw .rule("A recurrence rule consists of parts such as FREQ=WEEKLY, with semicolons between them.")
            }
            guard values.updateValue(sides[1], forKey: sides[0]) == nil else {
                throw .rule("A part of a recurrence rule may be given only once.")
            }
        }
    }

    mutating func take(_ name: Substring) -> String? { values.removeValue(forKey: name).map(String.init) }

    mutating func number(_ name: Substring, in range: ClosedRange<Int>) throws(CalendaringError) -> Int? {
        guard let value = values.removeValue(forKey: name) else { return nil }
        return try number(value, of: name, in: range)
    }

    mutating func numbers(_ name: Substring, in range: ClosedRange<Int>) throws(CalendaringError) -> [Int] {
        try list(name).map { (item) throws(CalendaringError) in try number(item, of: name, in: range) }
    }

    mutating func signedNumbers(_ name: Substring, upTo limit: Int) throws(CalendaringError) -> [Int] {
        try list(name).map { (item) throws(CalendaringError) in try signedNumber(item, of: name, upTo: limit) }
    }

    mutating func weekday(_ name: Substring) throws(CalendaringError) -> Int? {
        guard let value = values.removeValue(forKey: name) else { return nil }
        guard let weekday = weekdayNumber(value) else { throw .rule("\(name) must be a weekday such as MO.") }
        return weekday
    }

    mutating func days(
        _ name: Substring,
        maximumPosition: Int
    ) throws(CalendaringError) -> [RecurrenceRule.Day] {
        try list(name).map { (item) throws(CalendaringError) in
            guard let weekday = weekdayNumber(item.suffix(2)) else {
                throw .rule("\(name) takes weekdays such as MO, or 2MO for the second Monday.")
            }
            let position = item.dropLast(2)
            if position.isEmpty { return RecurrenceRule.Day(position: nil, weekday: weekday) }
            guard maximumPosition > 0 else { throw .rule("\(name) takes numbers only with MONTHLY or YEARLY.") }
            let number = try signedNumber(position, of: name, upTo: maximumPosition)
            return RecurrenceRule.Day(position: number, weekday: weekday)
        }
    }

    /// Reads `20261123` or `20261123T050000Z`, whose time has no meaning for days.
    mutating func date(_ name: Substring) throws(CalendaringError) -> LocalDate? {
        guard let value = values.removeValue(forKey: name) else { return nil }
        let form = value.utf8.map { isDigit($0) ? UInt8(ascii: "0") : $0 }
        let forms = ["00000000", "00000000T000000", "00000000T000000Z"].map { Array($0.utf8) }
        let (year, month, day) = (value.prefix(4), value.dropFirst(4).prefix(2), value.dropFirst(6).prefix(2))
        guard forms.contains(form), let date = LocalDate("\(year)-\(month)-\(day)") else {
            throw .rule("\(name) must be a date such as 20261231.")
        }
        return date
    }

    func checkNothingIsLeft() throws(CalendaringError) {
        for name: Substring in ["BYHOUR", "BYMINUTE", "BYSECOND"] where values[name] != nil {
            throw .rule("\(name) has no place in a rule for days.")
        }
        guard values.isEmpty else { throw .rule("A recurrence rule has a part that is unknown.") }
    }

    private mutating func list(_ name: Substring) -> [Substring] {
        values.removeValue(forKey: name)?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    }

    private func signedNumber(_ text: Substring, of name: Substring, upTo limit: Int) throws(CalendaringError) -> Int {
        if text.hasPrefix("-") { return -(try number(text.dropFirst(), of: name, in: 1...limit)) }
        return try number(text.hasPrefix("+") ? text.dropFirst() : text, of: name, in: 1...limit)
    }

    private func number(
        _ text: Substring,
        of name: Substring,
        in range: ClosedRange<Int>
    ) throws(CalendaringError) -> Int {
        guard text.utf8.count <= 4, text.utf8.allSatisfy(isDigit), let number = Int(text), range ~= number else {
            throw .rule("\(name) takes numbers from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private func weekdayNumber(_ text: Substring) -> Int? {
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].firstIndex(of: text).map { $0 + 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}

extension CalendaringError {
    static func rule(_ sentence: String) -> CalendaringError { CalendaringError(.malformedRule, sentence) }
}
