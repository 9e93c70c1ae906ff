// How dates and times are written: as ASCII, where an answer or a string has room for them.

extension OutputSpan<UInt8> {
    mutating func append(_ character: Unicode.Scalar) { append(UInt8(ascii: character)) }

    /// Appends a date as in `2026-11-23`.
    @inline(__always)
    mutating func append(_ date: LocalDate) {
        guard 0..<10_000 ~= date.year else { return appendFarYear(date) }
        append(
            eight: ascii(twoDigitsOf: date.year / 100) | ascii(twoDigitsOf: date.year % 100) << 16 | hyphen << 32
                | ascii(twoDigitsOf: date.month) << 40 | hyphen << 56
        )
        append(twoDigitsOf: date.day)
    }

    /// Appends a time as in `10:30:00`.
    @inline(__always)
    mutating func append(_ time: LocalTime) {
        append(
            eight: ascii(twoDigitsOf: time.hour) | colon << 16 | ascii(twoDigitsOf: time.minute) << 24 | colon << 40
                | ascii(twoDigitsOf: time.second) << 48
        )
    }

    /// Appends a number from 0 to 999999 as six digits.
    @inline(__always)
    mutating func append(sixDigitsOf number: Int) {
        append(twoDigitsOf: number / 10_000)
        append(twoDigitsOf: number / 100 % 100)
        append(twoDigitsOf: number % 100)
    }

    /// Appends the decimal digits of `number` with leading zeros, `width` of them at least.
    mutating func append(_ number: Int, width: Int) {
        if number < 0 { append("-") }
        let digits = String(number.magnitude)
        append(repeating: UInt8(ascii: "0"), count: max(0, width - digits.utf8.count))
        for digit in digits.utf8 { append(digit) }
    }

    /// Appends a date whose year has not four digits.
    private mutating func appendFarYear(_ date: LocalDate) {
        append(date.year, width: 4)
        append("-")
        append(twoDigitsOf: date.month)
        append("-")
        append(twoDigitsOf: date.day)
    }

    @inline(__always)
    private mutating func append(twoDigitsOf number: Int) {
        let digits = ascii(twoDigitsOf: number)
        append(UInt8(truncatingIfNeeded: digits))
        append(UInt8(truncatingIfNeeded: digits >> 8))
    }

    /// Appends eight bytes at once, the lowest first: one by one they cost several times as much, and a list has a hundred
    /// of these.
    @inline(__always)
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
}

private let hyphen = UInt64(UInt8(ascii: "-"))
private let colon = UInt64(UInt8(ascii: ":"))

/// A number from 0 to 99 as two digits, the first in the lowest byte.
@inline(__always)
private func ascii(twoDigitsOf number: Int) -> UInt64 {
    let (tens, ones) = UInt64(truncatingIfNeeded: number).quotientAndRemainder(dividingBy: 10)
    return (tens | ones << 8) &+ 0x3030
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
