/// What opens a candidate's session: keys made from the server's secret and the session's id, so that none is stored.
///
/// The database holds `hash(of:)` of the key and of the conversation's id; who reads it can open nothing.
public struct SessionKeys: Sendable {
    private let secret: ServerSecret

    public init(secret: ServerSecret) { self.secret = secret }

    /// The key in the candidate's link: 32 hexadecimal digits, the same for the session's whole life.
    public func key(for sessionID: String) -> String { Array(tag(of: sessionID, for: "session-key").prefix(16)).hex }

    /// The id that `/ai/*` calls the conversation by: a UUID that tells neither the key nor the session's id.
    public func conversationID(for sessionID: String) -> String {
        UUIDText.derived(from: tag(of: sessionID, for: "session-conversation"))
    }

    /// What is stored of a key or of a conversation's id: SHA-256 of its text.
    public func hash(of text: String) -> [UInt8] { SHA256.hash(Array(text.utf8)) }

    /// A cookie for one browser: `<session id>.<nonce>.<tag>`.
    ///
    /// The nonce tells one device from another.
    public func cookie(for sessionID: String, nonce: [UInt8] = RandomBytes.make(count: 16)) -> String {
        signed(sessionID, nonce: nonce, for: "portal-cookie")
    }

    /// The session's id in a cookie that this server signed; `nil` for any other text.
    public func sessionID(inCookie cookie: String) -> String? { id(in: cookie, signedFor: "portal-cookie") }

    func signed(_ id: String, nonce: [UInt8], for context: String) -> String {
        let claim = "\(id).\(nonce.hex)"
        return "\(claim).\(tag(of: claim, for: context).hex)"
    }

    func id(in cookie: String, signedFor context: String) -> String? {
        guard cookie.utf8.count <= 200 else { return nil }
        let parts = cookie.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let given = [UInt8](hex: String(parts[2])) else { return nil }
        let claim = Array("\(parts[0]).\(parts[1])".utf8)
        guard HMAC.isValid(given, for: claim, key: secret.derive(context: context)) else { return nil }
        return String(parts[0])
    }

    func tag(of text: String, for context: String) -> [UInt8] {
        HMAC.authenticate(Array(text.utf8), key: secret.derive(context: context))
    }
}
