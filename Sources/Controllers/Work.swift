public import CivilTime
import Domain
public import Logging
public import MariaDB
import Secrets
import Store
import Web

/// What one request may use: the worker's own connection, the time the request arrived, the configuration.
///
/// Used by the worker's thread only.
public struct Work {
    public let db: Connection
    public let now: Instant
    public let configuration: Configuration
    public let log: Logger

    public init(db: Connection, now: Instant, configuration: Configuration, log: Logger) {
        self.db = db
        self.now = now
        self.configuration = configuration
        self.log = log
    }

    /// The user that the request's token belongs to, or 401.
    ///
    /// Cookies are never an API credential. What `reads` asks is answered in the same round trip, and is to be shown to
    /// nobody before it is known that the caller may see it.
    func caller(_ request: Request, and reads: Batch = Batch()) throws -> Caller {
        guard let caller = try UserStore(db).caller(tokenHash: Work.shownToken(request), at: now, and: reads) else {
            throw HTTPError.invalidToken
        }
        return caller
    }

    /// The same with the rows that the request names, whether or not the caller may see them.
    func caller<Row>(_ request: Request, naming named: NamedRows<Row>) throws -> (caller: Caller, named: [Row]) {
        guard let found = try UserStore(db).caller(tokenHash: Work.shownToken(request), at: now, naming: named) else {
            throw HTTPError.invalidToken
        }
        return found
    }

    /// The SHA-256 of the token in the request's `Authorization`, or 401.
    private static func shownToken(_ request: Request) throws -> [UInt8] {
        guard let header = request.headers["Authorization"] else { throw HTTPError.unauthenticated }
        let parts = Array(header.utf8).split(separator: UInt8(ascii: " "))
        guard let scheme = parts.first, scheme.elementsEqual("token".utf8, by: { $0 | 0x20 == $1 }) else {
            throw HTTPError.unauthenticated
        }
        guard parts.count == 2, parts[1].count <= 128 else { throw HTTPError.invalidToken }
        return SHA256.hash(Array(parts[1]))
    }

    /// The SHA-256 that the request's token is kept by, if it shows one.
    func tokenHash(_ request: Request) -> [UInt8]? {
        guard let token = request.headers["Authorization"]?.split(separator: " ").last else { return nil }
        return SHA256.hash(Array(token.utf8))
    }

    /// The caller, if the role may do this at all; otherwise 401 or 403.
    func caller(
        _ request: Request,
        may operation: Access.Operation,
        _ resource: Access.Resource,
        and reads: Batch = Batch()
    ) throws -> Caller {
        let caller = try caller(request, and: reads)
        try require(operation, resource, of: caller)
        return caller
    }

    /// Throws 403 unless the caller's role may do this at all.
    func require(_ operation: Access.Operation, _ resource: Access.Resource, of caller: Caller) throws {
        guard Access.permits(operation, resource, caller.role) else { throw HTTPError.forbidden }
    }

    /// Throws 404 with the model's name, or 403, unless the caller may do this to what `owner` owns.
    func require(
        _ operation: Access.Operation,
        _ resource: Access.Resource,
        of owner: Access.Owner,
        by caller: Caller,
        model: String
    ) throws {
        switch Access.decide(operation, resource, of: owner, by: caller) {
        case .allowed: return
        case .forbidden: throw HTTPError.forbidden
        case .hidden: throw HTTPError.noMatch(model)
        }
    }
}
