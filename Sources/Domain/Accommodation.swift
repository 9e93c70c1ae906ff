/// What one candidate is granted to have the same chance as the others; why is kept nowhere.
public struct Accommodation: Equatable, Sendable {
    /// Every time limit and window in hundredths: 150 is half as much again.
    public var timePercent: Int
    /// The camera is not asked for.
    public var audioOnly: Bool
    /// Answers may be typed instead of spoken.
    public var textAnswers: Bool
    public var largerText: Bool

    public static let none = Accommodation()
    public static let timeRange = 100...400

    public init(timePercent: Int = 100, audioOnly: Bool = false, textAnswers: Bool = false, largerText: Bool = false) {
        self.timePercent = timePercent
        self.audioOnly = audioOnly
        self.textAnswers = textAnswers
        self.largerText = largerText
    }

    /// So many seconds with the extra time.
    public func scaled(_ seconds: Int) -> Int { seconds * timePercent / 100 }
}
