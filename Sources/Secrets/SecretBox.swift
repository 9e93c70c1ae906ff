import CSodium

/// Encryption of what only this server may read again (XChaCha20-Poly1305).
public struct SecretBox: Sendable {
    private let secret: ServerSecret
    private let context: String

    /// A box with a key of its own for the purpose that `context` names.
    public init(secret: ServerSecret, context: String) {
        self.secret = secret
        self.context = context
    }

    /// Derived at each use, so that a box can be printed without its key.
    ///
    /// An HMAC-SHA256 has the 32 bytes that `crypto_secretbox_xchacha20poly1305_KEYBYTES` asks for.
    private var key: [UInt8] { secret.derive(context: context) }

    /// A random nonce, then `message` encrypted; no two calls give the same.
    public func seal(_ message: [UInt8]) -> [UInt8] {
        let nonce = RandomBytes.make(count: Self.nonceLength)
        var sealed = [UInt8](repeating: 0, count: message.count + Self.tagLength)
        let code = unsafe crypto_secretbox_xchacha20poly1305_easy(&sealed, message, UInt64(message.count), nonce, key)
        precondition(code == 0, "crypto_secretbox refuses only messages beyond 256 GB")
        return nonce + sealed
    }

    /// The message, or `nil` if these bytes were not sealed in such a box.
    public func open(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= Self.nonceLength + Self.tagLength else { return nil }
        let nonce = Array(bytes[..<Self.nonceLength])
        let sealed = Array(bytes[Self.nonceLength...])
        var message = [UInt8](repeating: 0, count: sealed.count - Self.tagLength)
        let code = unsafe crypto_secretbox_xchacha20poly1305_open_easy(
            &message,
            sealed,
            UInt64(sealed.count),
            nonce,
            key
        )
        return code == 0 ? message : nil
    }

    private static let nonceLength = crypto_secretbox_xchacha20poly1305_noncebytes()
    private static let tagLength = crypto_secretbox_xchacha20poly1305_macbytes()
}
