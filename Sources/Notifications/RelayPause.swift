import CivilTime

/// How long the relay is left alone after it could not be used: twice as long each time.
struct RelayPause {
    static let shortest = Duration.seconds(5)
    static let longest = Duration.seconds(300)

    private var length = shortest
    private(set) var until: Instant?

    mutating func extend(at now: Instant, random: Double) -> Instant {
        let end = now + length * (0.75 + random / 2)
        until = end
        length = min(length * 2, RelayPause.longest)
        return end
    }

    mutating func end() { self = RelayPause() }
}
