/// How long the relay is left alone after it could not be used: twice as long each time.
struct RelayPause {
    let shortest: Duration
    let longest: Duration

    /// `failures` in a row came before this one; `random` is from 0 to 1.
    func length(after failures: Int, random: Double) -> Duration {
        min(shortest * (1 << min(failures, 20)), longest) * (0.75 + random / 2)
    }
}
