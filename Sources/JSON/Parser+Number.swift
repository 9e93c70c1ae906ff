extension Parser {
    /// Reads the longest number that begins here; what follows it is the caller's affair, as in Python.
    mutating func number() throws(JSONError) -> JSON {
        let start = position
        var end = start
        let isNegative = peek(end) == UInt8(ascii: "-")
        if isNegative { end += 1 }
        guard let first = peek(end), isDigit(first) else { throw failure("Expecting value") }
        let wholeStart = end
        end = first == UInt8(ascii: "0") ? end + 1 : endOfDigits(from: end)
        let whole = wholeStart..<end
        let exact = end
        if peek(end) == UInt8(ascii: "."), endOfDigits(from: end + 1) > end + 1 { end = endOfDigits(from: end + 1) }
        end = endOfExponent(from: end)
        position = end
        if end == exact, let integer = integer(whole, isNegative: isNegative) { return .int(integer) }
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        guard let double = Double(text), double.isFinite else {
            throw failure(.limit, "Number out of range", at: start)
        }
        return .double(double)
    }

    /// The digits' value, or `nil` if it does not fit into 64 bits.
    private func integer(_ digits: Range<Int>, isNegative: Bool) -> Int64? {
        var value: Int64 = 0
        for index in digits {
            let digit = Int64(bytes[index] - UInt8(ascii: "0"))
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, carry) =
                isNegative ? scaled.subtractingReportingOverflow(digit) : scaled.addingReportingOverflow(digit)
            if overflow || carry { return nil }
            value = next
        }
        return value
    }

    private func endOfExponent(from start: Int) -> Int {
        guard let letter = peek(start), letter | 0x20 == UInt8(ascii: "e") else { return start }
        let sign = peek(start + 1)
        let digits = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? start + 2 : start + 1
        let end = endOfDigits(from: digits)
        return end > digits ? end : start
    }

    private func endOfDigits(from start: Int) -> Int {
        var end = start
        while let byte = peek(end), isDigit(byte) { end += 1 }
        return end
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    func peek(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }
}
