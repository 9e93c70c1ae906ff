import Domain
import Observability
import Storage
import Store
import Web

/// What a monitoring system reads: `GET /metrics`, for administrators only.
struct MetricsController {
    var routes: [Route<Work>] { [.get("/metrics", metrics)] }

    private func metrics(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request, may: .read, .administration)
        let figures = try SystemStore(work.db).figures(at: work.now)
        var samples = work.configuration.processMetrics(work.now)
        for state in ["queued", "sending", "deferred", "unknown"] {
            samples.append("interviews_mail_waiting{state=\"\(state)\"} \(figures.waitingMail[state] ?? 0)")
        }
        samples.append("interviews_mail_oldest_seconds \(figures.oldestMailSeconds)")
        for (outcome, count) in figures.attemptsOfDay {
            samples.append("interviews_mail_attempts_day{outcome=\"\(MetricsText.escaped(outcome))\"} \(count)")
        }
        samples.append("interviews_bookings \(figures.bookings)")
        samples.append("interviews_recordings \(figures.recordings)")
        if let free = try? work.configuration.recordings.freeBytes() {
            samples.append("interviews_media_free_bytes \(free)")
        }
        return .text(MetricsText.page(samples)).with("Content-Type", MetricsText.mediaType)
            .with("Cache-Control", "no-store")
    }
}
