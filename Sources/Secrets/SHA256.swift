import CSodium

/// The SHA-256 of bytes that come in pieces.
public struct SHA256 {
    private var state = crypto_hash_sha256_state()

    public init() {
        Sodium.prepare()
        unsafe crypto_hash_sha256_init(&state)
    }

    /// Takes the next piece.
    public mutating func update(_ bytes: [UInt8]) {
        unsafe crypto_hash_sha256_update(&state, bytes, UInt64(bytes.count))
    }

    /// The 32 bytes of the hash of all pieces so far.
    public consuming func finalize() -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: crypto_hash_sha256_bytes())
        unsafe crypto_hash_sha256_final(&state, &hash)
        return hash
    }

    /// The 32 bytes of the hash of `bytes`.
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }
}
