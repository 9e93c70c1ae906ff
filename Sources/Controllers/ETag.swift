import JSON
import Web

/// Versions of single objects as entity tags (RFC 9110, sections 8.8.3 and 13.1.1).
enum ETag {
    static func text(_ version: Int) -> String { "\"\(version)\"" }

    /// The object with its tag; 304 when the caller has this version already.
    static func response(_ json: some JSONWritable, version: Int, _ request: Request) -> Response {
        if request.headers["If-None-Match"] == text(version) {
            return Response(status: .notModified, headers: ["ETag": text(version)])
        }
        return Response.json(writing: json).with("ETag", text(version))
    }

    /// The version that the caller says it has seen, or `nil` when it does not say or takes any.
    static func expected(_ request: Request) throws(HTTPError) -> Int? {
        guard let header = request.headers["If-Match"]?.trimmingSpaces, header != "*" else { return nil }
        guard header.count > 2, header.first == "\"", header.last == "\"",
            let version = Int(header.dropFirst().dropLast())
        else { throw stale }
        return version
    }

    static let stale = HTTPError(
        .preconditionFailed,
        "Somebody else has changed this in the meantime. Load it again and repeat your change."
    )
}
