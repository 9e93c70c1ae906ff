import FastCGI
import Logging
import Observability
import Web

/// One request and its answer, as the log tells of it in one line.
struct Exchange {
    private(set) var log: Logger
    let requestID: String
    var method = ""
    /// The route's pattern; the path itself may hold a key.
    var route: String?
    private var status = 0
    private var size = 0
    private var level = Logger.Level.info
    private var failure: Logger.Metadata = [:]

    init(log: Logger, requestID: String) {
        self.log = log
        self.requestID = requestID
        self.log[metadataKey: "request"] = .string(requestID)
    }

    /// Turns a failure of ours into an answer, and remembers it for the request's line.
    mutating func fail(_ error: any Error) -> Response {
        let answer = FailureAnswer(error, requestID: requestID)
        level = max(level, answer.level)
        failure = answer.metadata
        return answer.response
    }

    /// Writes the answer; one that cannot be written as it is becomes a 500.
    mutating func send(_ response: Response, to slot: inout RequestSlot) {
        do {
            try write(response, to: &slot)
        } catch {
            let replacement = fail(error)
            failure["error.message"] = "\(error)"
            do {
                try write(replacement, to: &slot)
            } catch {
                // Its headers are our own literals; should one be refused all the same, nginx answers 502.
                slot.finish()
            }
        }
    }

    /// Writes the request's line in the log, and counts it.
    func report(duration: Duration, retries: Int, to metrics: RequestMetrics.Recorder) {
        metrics.end(
            // Of what strangers call a method there is no end.
            method: Request.Method(rawValue: method)?.rawValue ?? "other",
            route: route ?? "-",
            status: status,
            duration: duration,
            retries: retries,
            failure: failure["error.kind"].map { "\($0)" } ?? failure["error.type"].map { "\($0)" }
        )
        var metadata = failure
        // With the request's id, which the logger adds.
        metadata.reserveCapacity(failure.count + 8)
        metadata["method"] = .string(method)
        metadata["route"] = .string(route ?? "-")
        metadata["status"] = .string(String(status))
        metadata["bytes"] = .string(String(size))
        if retries > 0 { metadata["retries"] = .string(String(retries)) }
        metadata["ms"] = .string(milliseconds(duration))
        // Somebody asks after the server's health every few seconds.
        let isProbe = route == "/healthz" || route == "/readyz"
        log.log(level: isProbe && level == .info ? .debug : level, "Request answered", metadata: metadata)
    }

    private mutating func write(_ response: Response, to slot: inout RequestSlot) throws(FastCGIError) {
        var headers = response.headers
        if !requestID.isEmpty { headers["X-Request-ID"] = requestID }
        let hasBody = response.status != .noContent && response.status != .notModified
        if hasBody, headers["X-Accel-Redirect"] == nil { headers["Content-Length"] = String(response.body.count) }
        let body = hasBody && method != "HEAD" ? response.body : []
        let delivery = try slot.respond(status: response.status.rawValue, headers: headers, body: body)
        status = response.status.rawValue
        size = body.count
        if delivery == .peerGone { log.debug("The client went away before the answer") }
    }

    private func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let tenths = seconds * 10_000 + attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
