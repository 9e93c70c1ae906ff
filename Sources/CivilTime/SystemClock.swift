import FoundationEssentials

/// The machine's clock, to be read where a request or a command begins and passed on from there.
public enum SystemClock {
    /// The present instant.
    public static func read() -> Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }
}
