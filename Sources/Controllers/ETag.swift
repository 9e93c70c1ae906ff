import JSON
import MariaDB
import Secrets
import Store
import Web

/// What single objects are told apart by, as entity tags (RFC 9110, sections 8.8.3 and 13.1.1).
///
/// Slots, interviews and candidates count versions; the tag of any other object is a hash of what it shows.
enum ETag {
    static func text(_ version: Int) -> String { "\"\(version)\"" }

    static func text(of json: JSON) -> String { "\"\(Array(SHA256.hash(json.encoded()).prefix(12)).hex)\"" }

    /// The object with its tag; 304 when the caller has this version already.
    static func response(_ json: some JSONWritable, version: Int, _ request: Request) -> Response {
        response(json, tag: text(version), request)
    }

    static func response(_ json: JSON, _ request: Request) -> Response {
        response(json, tag: text(of: json), request)
    }

    private static func response(_ json: some JSONWritable, tag: String, _ request: Request) -> Response {
        if request.headers["If-None-Match"] == tag {
            return Response(status: .notModified, headers: ["ETag": tag])
        }
        return Response.json(writing: json).with("ETag", tag)
    }

    /// The object as it is after a change.
    static func written(_ json: JSON, status: Status = .ok) -> Response {
        Response.json(json, status: status).with("ETag", text(of: json))
    }

    /// The version that the caller says it has seen, or `nil` when it does not say or takes any.
    static func expected(_ request: Request) throws(HTTPError) -> Int? {
        guard let header = condition(request) else { return nil }
        guard header.count > 2, header.first == "\"", header.last == "\"",
            let version = Int(header.dropFirst().dropLast())
        else { throw stale }
        return version
    }

    /// What the caller says it has seen.
    static func condition(_ request: Request) -> Substring? {
        guard let header = request.headers["If-Match"]?.trimmingSpaces, header != "*" else { return nil }
        return header
    }

    static let stale = HTTPError(
        .preconditionFailed,
        "Somebody else has changed this in the meantime. Load it again and repeat your change."
    )
}

extension Work {
    /// Carries out `change` if the object is still the one that the caller saw; else 412.
    ///
    /// The row stays locked from the comparison to the end of the change. `shown` is the object as it is answered.
    func changing<Result>(
        _ request: Request,
        _ row: LockedRow,
        shown: () throws -> JSON?,
        _ change: () throws -> Result
    ) throws -> Result {
        guard let condition = ETag.condition(request) else { return try change() }
        return try db.transaction { db in
            try row.lock(db)
            guard let json = try shown(), ETag.text(of: json) == condition else { throw ETag.stale }
            return try change()
        }
    }
}
