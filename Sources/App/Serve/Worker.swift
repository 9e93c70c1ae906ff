import CivilTime
import Controllers
import FastCGI
import JSON
import Logging
import Observability
import Store
import Web

/// Serves one request after the other until it is told to stop, on a thread of its own.
struct Worker: Sendable {
    let listener: Listener
    let stop: StopSignal
    let application: Application
    let settings: Settings
    let migrations: [Migration]
    let log: Logger
    let activity: WorkerActivity
    let metrics: RequestMetrics.Recorder

    func run() {
        let database = WorkerDatabase(settings.database, migrations)
        repeat {
            do {
                var slot = try RequestSlot(listener, until: stop)
                while try slot.accept() {
                    activity.begin()
                    serve(&slot, database)
                    activity.end()
                }
            } catch {
                log.error("Requests cannot be accepted", metadata: ["reason": "\(error)"])
            }
        } while !stop.wait(milliseconds: 1000)
    }

    private func serve(_ slot: inout RequestSlot, _ database: WorkerDatabase) {
        let began = ContinuousClock.now
        metrics.begin()
        let parameters = slot.parameters()
        var exchange = Exchange(log: log, requestID: parameters["REQUEST_ID"]?.text ?? "")
        exchange.method = parameters["REQUEST_METHOD"]?.text ?? ""
        let response = answer(parameters, &slot, database, &exchange)
        exchange.send(response, to: &slot)
        exchange.report(duration: .now - began, retries: database.takeRetries(), to: metrics)
    }

    private func answer(
        _ parameters: Parameters,
        _ slot: inout RequestSlot,
        _ database: WorkerDatabase,
        _ exchange: inout Exchange
    ) -> Response {
        do {
            let body: [UInt8]
            switch slot.readBody(limit: bodyLimit(parameters["DOCUMENT_URI"]?.text ?? "")) {
            case .complete(let bytes): body = bytes
            case .tooLarge:
                return .failure(.contentTooLarge, "Too large", "What was sent is larger than this server takes here.")
            case .truncated:
                return .failure(.badRequest, "Bad request", "The body of the request did not arrive completely.")
            }
            var request = try Request(parameters, body: body)
            request.jsonValueLimit = settings.jsonValueLimit
            let match = application.match(request)
            exchange.route = match?.pattern
            if request.path == "/healthz", request.method == .get || request.method == .head {
                return .json(["status": "ok"])
            }
            return try application.respond(
                to: request,
                at: match,
                db: try database.open(),
                now: SystemClock.read(),
                log: exchange.log
            )
        } catch let error as MalformedRequest {
            return .failure(.badRequest, "Bad request", error.sentence)
        } catch {
            // Whatever happened on the connection, the next request does not inherit it.
            database.close()
            return exchange.fail(error)
        }
    }

    /// Recordings and resumes are large; nothing else is.
    private func bodyLimit(_ path: String) -> Int {
        let isUpload = ["/portal/recordings/", "/api/candidates", "/api/requests"].contains { path.hasPrefix($0) }
        return isUpload ? max(settings.uploadLimit, settings.bodyLimit) : settings.bodyLimit
    }
}
