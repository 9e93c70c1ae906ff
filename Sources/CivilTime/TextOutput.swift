// How dates and times are written: as ASCII, where an answer or a string has room for them.

extension OutputSpan<UInt8> {
    mutating func append(_ character: Unicode.Scalar) { append(UInt8(ascii: character)) }

    /// Appends a date as in `2026-11-23`.
    mutating func append(_ date: LocalDate) {
        guard 0..<10_000 ~= date.year else { return appendFarYear(date) }
        append(eight: yearAndMonth(date))
        append(two: ascii(twoDigitsOf: date.day))
    }

    /// Appends a time as in `10:30:00`.
    mutating func append(_ time: LocalTime) {
        append(eight: hourAndMinute(time) | ascii(":") << 40 | ascii(twoDigitsOf: time.second) << 48)
    }

    /// Appends a date and a time as in `2026-11-23T10:30:00`.
    mutating func append(_ local: LocalDateTime) {
        guard 0..<10_000 ~= local.date.year else {
            append(local.date)
            append("T")
            return append(local.time)
        }
        append(eight: yearAndMonth(local.date))
        append(eight: dayAndMinute(local))
        append(":")
        append(two: ascii(twoDigitsOf: local.time.second))
    }

    /// Appends an instant as in `2026-11-23T10:30:00.123456Z`, without the fraction if it is none; there must be room for 32
    /// bytes.
    mutating func append(_ instant: Instant) {
        let (seconds, microsecond) = instant.microseconds.dividedDown(by: 1_000_000)
        let local = LocalDateTime(secondsSinceEpoch: seconds, microsecond: 0)
        guard 0..<10_000 ~= local.date.year else { return append(farYear: local, microsecond: Int(microsecond)) }
        let fraction = UInt32(truncatingIfNeeded: microsecond)
        let second = ascii(":") | ascii(twoDigitsOf: UInt32(truncatingIfNeeded: local.time.second)) << 8
        append(
            yearAndMonth(local.date),
            dayAndMinute(local),
            fraction == 0
                ? second | ascii("Z") << 24
                : second | ascii(".") << 24 | ascii(twoDigitsOf: fraction / 10_000) << 32
                    | ascii(twoDigitsOf: fraction / 100 % 100) << 48,
            ascii(twoDigitsOf: fraction % 100) | ascii("Z") << 16,
            count: fraction == 0 ? 20 : 27
        )
    }

    /// Appends the decimal digits of `number` with leading zeros, `width` of them at least.
    mutating func append(_ number: Int, width: Int) {
        if number < 0 { append("-") }
        let digits = String(number.magnitude)
        append(repeating: UInt8(ascii: "0"), count: max(0, width - digits.utf8.count))
        for digit in digits.utf8 { append(digit) }
    }

    private mutating func append(farYear local: LocalDateTime, microsecond: Int) {
        append(local)
        if microsecond != 0 {
            append(".")
            append(microsecond, width: 6)
        }
        append("Z")
    }

    /// Appends a date whose year has not four digits.
    private mutating func appendFarYear(_ date: LocalDate) {
        append(date.year, width: 4)
        append("-")
        append(two: ascii(twoDigitsOf: date.month))
        append("-")
        append(two: ascii(twoDigitsOf: date.day))
    }

    private mutating func append(two bytes: UInt64) {
        append(UInt8(truncatingIfNeeded: bytes))
        append(UInt8(truncatingIfNeeded: bytes >> 8))
    }

    /// Appends eight bytes at once, the lowest first: one by one they cost several times as much, and a list has a hundred
    /// of these.
    private mutating func append(eight bytes: UInt64) {
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            precondition(buffer.count - count >= 8)
            unsafe UnsafeMutableRawBufferPointer(buffer).storeBytes(
                of: bytes.littleEndian,
                toByteOffset: count,
                as: UInt64.self
            )
            count += 8
        }
    }

    /// Appends the first `count` of the words' bytes, the lowest of each first; there must be room for all of them.
    private mutating func append(
        _ first: UInt64,
        _ second: UInt64,
        _ third: UInt64,
        _ fourth: UInt64,
        count length: Int
    ) {
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            precondition(buffer.count - count >= 32)
            unsafe UnsafeMutableRawBufferPointer(buffer).storeBytes(
                of: (first.littleEndian, second.littleEndian, third.littleEndian, fourth.littleEndian),
                toByteOffset: count,
                as: (UInt64, UInt64, UInt64, UInt64).self
            )
            count += length
        }
    }
}

/// `2026-11-`, the first character in the lowest byte.
private func yearAndMonth(_ date: LocalDate) -> UInt64 {
    ascii(twoDigitsOf: date.year / 100) | ascii(twoDigitsOf: date.year % 100) << 16 | ascii("-") << 32
        | ascii(twoDigitsOf: date.month) << 40 | ascii("-") << 56
}

/// `23T10:30`, the first character in the lowest byte.
private func dayAndMinute(_ local: LocalDateTime) -> UInt64 {
    ascii(twoDigitsOf: local.date.day) | ascii("T") << 16 | hourAndMinute(local.time) << 24
}

/// `10:30`, the first character in the lowest byte.
private func hourAndMinute(_ time: LocalTime) -> UInt64 {
    ascii(twoDigitsOf: time.hour) | ascii(":") << 16 | ascii(twoDigitsOf: time.minute) << 24
}

private func ascii(_ character: Unicode.Scalar) -> UInt64 { UInt64(UInt8(ascii: character)) }

/// A number from 0 to 99 as two digits, the first in the lowest byte.
private func ascii(twoDigitsOf number: Int) -> UInt64 { ascii(twoDigitsOf: UInt32(truncatingIfNeeded: number)) }

private func ascii(twoDigitsOf number: UInt32) -> UInt64 {
    let tens = number / 10
    // `tens | ones << 8` without asking for the ones: they are the number without ten times the tens.
    return UInt64(number &* 256 &- tens &* 2559) &+ 0x3030
}

extension String {
    /// The text that `body` appends, ASCII of at most `capacity` bytes.
    static func ascii(_ capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Void) -> String {
        String(decoding: [UInt8](capacity: capacity, initializingWith: body), as: UTF8.self)
    }
}

extension Int {
    /// The decimal digits with leading zeros, `width` of them at least.
    func padded(to width: Int) -> String {
        String.ascii(Swift.max(width, 19) + 1) { output in output.append(self, width: width) }
    }
}
