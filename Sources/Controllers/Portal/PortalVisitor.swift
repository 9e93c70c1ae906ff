import Domain
import JSON
import Secrets
import Store
import Web

/// Finds the session that a candidate's request is for, and sees that the request is the candidate's own.
///
/// A request names its session by the cookie, by the key of the link (`session_key`), or by the conversation's id
/// (`session_id`), which only a started interview tells. Only the cookie is sent by browsers on their own, so only
/// there another site could be behind the request.
struct PortalVisitor {
    private let request: Request
    private let work: Work
    private let keys: SessionKeys
    private let sessions: SessionStore

    init(_ request: Request, _ work: Work) {
        self.request = request
        self.work = work
        keys = SessionKeys(secret: work.configuration.secret)
        sessions = SessionStore(work.db)
    }

    /// The session that the cookie names, for a request that only reads.
    func reader() throws -> PortalSession? {
        guard let cookie = request.cookie(PortalCookie.name(work.configuration)),
            let id = keys.sessionID(inCookie: cookie).flatMap({ SessionID($0) })
        else { return nil }
        return try sessions.session(.id(id))
    }

    /// The session of that key; texts that are no key take the same way as keys that nobody has.
    func session(key: String) throws -> PortalSession? {
        try sessions.session(.keyHash(keys.hash(of: key)))
    }

    /// The session of that conversation.
    func session(conversation id: String) throws -> PortalSession? {
        try sessions.session(.conversationHash(keys.hash(of: id.lowercased())))
    }

    /// The session of a request that changes something and has no body of its own fields.
    func writerByCookie() throws -> PortalSession {
        guard let session = try reader() else { throw PortalRefusal.notSignedIn }
        try requireOwnPage()
        return session
    }

    /// The session of a JSON request that changes something.
    func writer(_ body: JSON.Object) throws -> PortalSession {
        if let key = body["session_key"], !key.isNull, key != .string("") {
            guard let key = key.string, let session = try session(key: key) else { throw PortalRefusal.unknownKey }
            return session
        }
        return try writerByCookie()
    }

    /// The session of a JSON request within the conversation.
    func speaker(_ body: JSON.Object) throws -> PortalSession {
        guard let id = body["session_id"], !id.isNull else { return try writer(body) }
        guard let text = id.string,
            let session = try session(conversation: text)
        else { throw PortalRefusal.unknownConversation }
        if let other = try reader(), other.id != session.id { throw PortalRefusal.anotherInterview }
        return session
    }

    /// The device that the request says it comes from, hashed; `nil` for a program that names none.
    var device: [UInt8]? { request.headers["X-Portal-Device"].flatMap(PortalVisitor.hash(ofDevice:)) }

    /// Throws 409 when another device has the interview.
    func requireActive(in session: PortalSession) throws {
        guard let active = session.device else { return }
        guard active.hash == device else { throw PortalRefusal.otherDevice }
    }

    static func hash(ofDevice name: String) -> [UInt8]? {
        8...100 ~= name.utf8.count ? SHA256.hash(Array(name.utf8)) : nil
    }

    /// Throws 403 unless the request comes from a page of this server (OWASP, "CSRF Prevention", custom headers).
    private func requireOwnPage() throws {
        guard request.headers["X-Requested-With"]?.isEmpty == false else { throw PortalRefusal.foreignPage }
        if let site = request.headers["Sec-Fetch-Site"], site != "same-origin" { throw PortalRefusal.foreignPage }
        guard let origin = request.headers["Origin"] else { return }
        let host = request.headers["Host"] ?? ""
        let own = [work.configuration.backendURL, "https://" + host, "http://" + host]
        guard own.contains(origin) else { throw PortalRefusal.foreignPage }
    }
}

/// The cookie that stands for a candidate's link in one browser.
enum PortalCookie {
    /// With HTTPS the browser itself sees to it that no other host or path sets it (RFC 6265bis, section 4.1.3.2).
    static func name(_ configuration: Configuration) -> String { isSecure(configuration) ? "__Host-portal" : "portal" }

    /// Kept over a crash of the browser, and long enough for a link opened weeks ahead.
    static func setting(_ session: PortalSession, _ configuration: Configuration) -> String {
        let value = SessionKeys(secret: configuration.secret).cookie(for: session.id.text)
        let secure = isSecure(configuration) ? "; Secure" : ""
        return "\(name(configuration))=\(value); Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax\(secure)"
    }

    static func isSecure(_ configuration: Configuration) -> Bool {
        configuration.backendURL.hasPrefix("https://")
    }
}
