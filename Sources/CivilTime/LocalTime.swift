/// A time of day on some wall clock.
public struct LocalTime: Hashable, Sendable {
    public let hour: Int
    public let minute: Int
    public let second: Int
    public let microsecond: Int

    public static let midnight = LocalTime(unchecked: 0, 0, 0, 0)

    /// A time from 00:00:00 to 23:59:59.999999, or `nil` if there is none such.
    public init?(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second, 0..<1_000_000 ~= microsecond else { return nil }
        self.init(unchecked: hour, minute, second, microsecond)
    }

    /// The time so many seconds after midnight, or `nil` if that is another day.
    public init?(secondsFromMidnight seconds: Int) {
        self.init(hour: seconds.dividedDown(by: 3600).quotient, minute: seconds / 60 % 60, second: seconds % 60)
    }

    init(unchecked hour: Int, _ minute: Int, _ second: Int, _ microsecond: Int) {
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// Whole seconds since midnight.
    public var secondsFromMidnight: Int { (hour * 60 + minute) * 60 + second }
}

extension LocalTime: Comparable {
    public static func < (left: LocalTime, right: LocalTime) -> Bool {
        (left.secondsFromMidnight, left.microsecond) < (right.secondsFromMidnight, right.microsecond)
    }
}

extension LocalTime: CustomStringConvertible {
    /// The time as in `10:30:00`, without a fraction.
    public var description: String { .ascii(LocalTime.longestText, append(to:)) }

    /// No time's text has more bytes.
    public static let longestText = 8

    /// Appends the description as ASCII.
    public func append(to output: inout OutputSpan<UInt8>) { output.append(self) }
}
