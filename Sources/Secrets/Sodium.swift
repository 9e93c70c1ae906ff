import CSodium

/// libsodium, made ready before its first use.
///
/// Every function of this module may be called on any thread once `sodium_init` has returned.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// Runs `sodium_init` unless it has run.
    static func prepare() {
        // It fails only where the kernel gives no random bytes, and then nothing secret can be made at all.
        precondition(isReady, "sodium_init: no source of randomness")
    }
}
