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
