import CivilTime
import Domain
import JSON
import MariaDB
import Secrets
import Store
import Web

/// Requests that may be sent again without being done again: `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header).
///
/// The key's row is made known first; then one transaction locks it, runs the handler, whose own transactions become
/// parts of this one, and writes the answer. So work and answer are committed together or not at all, wherever the
/// server is killed: a key without an answer belongs to a request that has changed nothing, and the next one does the
/// work. Whether the first request is still at it is asked of the row's lock, which MariaDB drops with the connection
/// of a process that died, so nobody has to wait for a time limit. The one thing that may be left behind is a file
/// that a handler wrote and no row mentions.
///
/// Answers of 429 and 5xx are not kept: asking again is meant to do better. After a 5xx nothing is.
struct Idempotency {
    /// What stands in the way of keeping an answer; it undoes the handler's transaction.
    private struct NotKept: Error {
        let response: Response
    }

    /// Why a request is neither done nor answered as before.
    enum Obstacle { case inFlight, otherRequest }

    /// Header fields of an answer that are its own, rather than the connection's or the browser's.
    private static let keptHeaders = ["Allow", "Content-Type", "ETag", "Location"]

    private let work: Work
    private let key: [UInt8]
    private let fingerprint: [UInt8]
    private let expiry: Instant
    private let box: SecretBox

    /// `nil` for a request that carries no key or is not the API's, and for one without a valid token: its handler says
    /// what is wrong with it.
    ///
    /// What logs somebody in is never kept.
    init?(_ request: Request, route: () -> String?, _ work: Work) throws {
        guard request.method == .post, let text = request.headers["Idempotency-Key"], let route = route(),
            route.hasPrefix("/api/"), !route.hasPrefix("/api/auth/"),
            let caller = try Idempotency.caller(request, work)
        else { return nil }
        guard Idempotency.isKey(text) else {
            throw HTTPError.error(.badRequest, "Idempotency-Key must be 1 to 255 visible ASCII characters.")
        }
        self.init(text, of: "\(caller.id)", route: route, request, work)
    }

    /// The same for a form that carries its key in a field, of somebody who is no user; `nil` when it is no key.
    init?(form key: String, of owner: String, route: String, _ request: Request, _ work: Work) {
        guard Idempotency.isKey(key) else { return nil }
        self.init(key, of: owner, route: route, request, work)
    }

    private init(_ text: String, of owner: String, route: String, _ request: Request, _ work: Work) {
        let secret = work.configuration.secret
        self.work = work
        key = SHA256.hash(Array("\(owner)\n\(route)\n\(text)".utf8))
        // Keyed, so that nobody with the table can try what a body may have said.
        fingerprint = HMAC.authenticate(
            Idempotency.canonical(request),
            key: secret.derive(context: "idempotency-fingerprint")
        )
        expiry = work.now.adding(seconds: Int64(work.configuration.idempotencyHours) * 3600)
        box = SecretBox(secret: secret, context: "idempotency-answer")
    }

    private static func isKey(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// The answer of `handler`, or of the first request with this key.
    ///
    /// `refuse` says why neither is to be had.
    func respond(
        refusing refuse: (Obstacle) throws -> Response = Idempotency.refusal,
        _ handler: () throws -> Response
    ) throws -> Response {
        let store = IdempotencyStore(work.db)
        try store.add(key, fingerprint: fingerprint, at: work.now, until: expiry)
        do {
            return try work.db.transaction { _ in
                switch try store.claim(key, fingerprint: fingerprint, at: work.now, until: expiry) {
                case .inFlight: return try refuse(.inFlight)
                case .otherRequest: return try refuse(.otherRequest)
                case .answered(let answer): return try replay(answer)
                case .mine:
                    let response = try handler()
                    guard response.status.rawValue < 500 else { throw NotKept(response: response) }
                    guard response.status != .tooManyRequests else { return response }
                    try store.keep(sealed(response), for: key)
                    return response
                }
            }
        } catch let refusal as NotKept {
            return refusal.response
        }
    }

    private static func caller(_ request: Request, _ work: Work) throws -> Caller? {
        do {
            return try work.caller(request)
        } catch is HTTPError {
            return nil
        }
    }

    private func sealed(_ response: Response) -> IdempotencyStore.Answer {
        var headers: JSON.Object = [:]
        for name in Idempotency.keptHeaders {
            if let value = response.headers[name] { headers[name] = .string(value) }
        }
        return IdempotencyStore.Answer(
            status: response.status.rawValue,
            headers: headers,
            body: box.seal(response.body)
        )
    }

    private func replay(_ answer: IdempotencyStore.Answer) throws -> Response {
        guard let body = box.open(answer.body) else {
            throw HTTPError.error(.conflict, "This was done already, but its answer can no longer be read.")
        }
        var response = Response(status: Status(rawValue: answer.status), body: body)
        for (name, value) in answer.headers { response.headers[name] = value.string }
        return response.with("Idempotent-Replayed", "true")
    }

    private static func canonical(_ request: Request) -> [UInt8] {
        let query = request.query.map { "\($0.name.utf8.count):\($0.name)=\($0.value.utf8.count):\($0.value)" }
        return Array("\(request.path)\n\(query.joined(separator: "&"))\n\(request.contentType)\n".utf8) + request.body
    }

    private static func refusal(_ obstacle: Obstacle) -> Response {
        switch obstacle {
        case .inFlight: inFlight
        case .otherRequest: otherRequest
        }
    }

    private static let inFlight = HTTPError.error(
        .conflict,
        "The first request with this Idempotency-Key is still being worked on. Please try again in some seconds."
    ).response.with("Retry-After", "1")

    private static let otherRequest = HTTPError.error(
        .unprocessableContent,
        "This Idempotency-Key was used for another request. Use a new key for each request."
    ).response
}
