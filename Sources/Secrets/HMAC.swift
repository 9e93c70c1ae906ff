import CSodium

/// HMAC-SHA256: proof that a message comes from a holder of the key.
public enum HMAC {
    /// The 32 bytes of the tag; a key of fewer than 32 bytes is weaker than the tag.
    public static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        Sodium.prepare()
        var state = crypto_auth_hmacsha256_state()
        var tag = [UInt8](repeating: 0, count: crypto_auth_hmacsha256_bytes())
        unsafe crypto_auth_hmacsha256_init(&state, key, key.count)
        unsafe crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        unsafe crypto_auth_hmacsha256_final(&state, &tag)
        return tag
    }

    /// Whether `tag` is the message's, found out in a time that does not depend on where it differs.
    public static func isValid(_ tag: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        constantTimeEqual(tag, authenticate(message, key: key))
    }
}

/// Whether both have the same bytes, found out in a time that tells at most whether their lengths differ.
public func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe sodium_memcmp(left, right, left.count) == 0
}
