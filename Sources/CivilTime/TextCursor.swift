/// A place in a text of ASCII digits and separators, moving forward as they are read.
struct TextCursor {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    var next: UInt8? { rest.first }

    /// Reads exactly `count` digits.
    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// Reads one digit or as many as `maximum` as there are.
    mutating func digits(upTo maximum: Int) -> Int? {
        guard var value = digit() else { return nil }
        for _ in 1..<maximum {
            guard let digit = digit() else { break }
            value = value * 10 + digit
        }
        return value
    }

    /// Reads a decimal fraction as a count of its unit, so that `5` of six digits is 500000; further digits are dropped.
    mutating func fraction(digits count: Int) -> Int? {
        guard var value = digit() else { return nil }
        for _ in 1..<count { value = value * 10 + (digit() ?? 0) }
        while digit() != nil {}
        return value
    }

    /// Passes over `character` if it is next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    /// Reads what comes before the first byte that does not satisfy `predicate`.
    mutating func take(while predicate: (UInt8) -> Bool) -> String {
        let taken = rest.prefix(while: predicate)
        rest = rest.dropFirst(taken.count)
        return String(Substring(taken))
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        rest.removeFirst()
        return Int(byte - UInt8(ascii: "0"))
    }
}

extension Int {
    /// The decimal digits with leading zeros, `width` of them at least.
    func padded(to width: Int) -> String { String.ascii { $0.append(self, width: width) } }
}

extension [UInt8] {
    /// Appends the decimal digits of `number` with leading zeros, `width` of them at least.
    mutating func append(_ number: Int, width: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        var unit: UInt = 1
        for _ in 1..<width { unit *= 10 }
        while number.magnitude / unit >= 10 { unit *= 10 }
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(number.magnitude / unit % 10))
            unit /= 10
        }
    }

    mutating func append(_ character: Unicode.Scalar) { append(UInt8(ascii: character)) }
}

extension OutputSpan<UInt8> {
    mutating func append(_ character: Unicode.Scalar) { append(UInt8(ascii: character)) }

    /// Appends a date as in `2026-11-23`; its year is one from 0 to 9999.
    mutating func append(_ date: LocalDate) {
        append(twoDigitsOf: date.year / 100)
        append(twoDigitsOf: date.year % 100)
        append("-")
        append(twoDigitsOf: date.month)
        append("-")
        append(twoDigitsOf: date.day)
    }

    /// Appends a time as in `10:30:00`.
    mutating func append(_ time: LocalTime) {
        append(twoDigitsOf: time.hour)
        append(":")
        append(twoDigitsOf: time.minute)
        append(":")
        append(twoDigitsOf: time.second)
    }

    /// Appends a number from 0 to 99 as two digits.
    mutating func append(twoDigitsOf number: Int) {
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10))
        append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
    }
}

extension String {
    /// The text that `body` appends, which is ASCII.
    static func ascii(_ body: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        body(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
