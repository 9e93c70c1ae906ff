/// Samples of several sources as one page in Prometheus's text exposition format 0.0.4.
public enum MetricsText {
    public static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// Every family that we have, in the order of the page: name, type and what it says.
    private static let families: [(name: String, type: String, help: String)] = [
        ("interviews_requests", "counter", "Requests answered, by route, method and status."),
        ("interviews_request_seconds", "histogram", "Time from a request's arrival to its answer, by route."),
        ("interviews_workers", "gauge", "Requests that a process can answer at a time."),
        ("interviews_workers_busy", "gauge", "Requests that a process is answering."),
        ("interviews_failures", "counter", "Requests that failed on our side, by kind of failure."),
        ("interviews_database_retries", "counter", "Transactions and statements that were tried again, by serve."),
        ("interviews_mail_waiting", "gauge", "Messages that are not yet with the relay, by state."),
        ("interviews_mail_oldest_seconds", "gauge", "Age of the oldest message that should have been sent already."),
        ("interviews_mail_attempts_day", "gauge", "Attempts at delivery in the last 24 hours, by outcome."),
        ("interviews_bookings", "gauge", "Interviews that are booked and have not ended."),
        ("interviews_recordings", "gauge", "Recordings that are kept."),
        ("interviews_media_free_bytes", "gauge", "Bytes left on the disk of the recordings."),
    ]

    /// The page: each family once, with all its samples below; a sample of no family is left out.
    public static func page(_ samples: [String]) -> String {
        var text = ""
        for family in families {
            let suffixes = family.type == "counter" ? ["_total{"] : ["{", " ", "_bucket{", "_sum{", "_count{"]
            let lines = samples.filter { line in suffixes.contains { line.hasPrefix(family.name + $0) } }
            guard !lines.isEmpty else { continue }
            let name = family.type == "counter" ? family.name + "_total" : family.name
            text += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.type)\n"
            text += lines.sorted().joined(separator: "\n") + "\n"
        }
        return text
    }

    /// A label's value with what would end it escaped.
    public static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
