import Synchronization

/// What one process has answered, as Prometheus reads it (text exposition format 0.0.4).
///
/// Each worker counts for itself: one lock for all of them was spun on by as many threads as there are. Any thread may
/// read, and adds up what the workers have.
public final class RequestMetrics: Sendable {
    /// Upper bounds of the latency histogram, in seconds.
    fileprivate static let bounds: [Double] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    fileprivate struct Answer: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    fileprivate struct Latency {
        /// One for each bound, and one for what is above all of them.
        var counts = [Int](repeating: 0, count: RequestMetrics.bounds.count + 1)
        var sum = 0.0
    }

    fileprivate struct State {
        var answers: [Answer: Int] = [:]
        var latencies: [String: Latency] = [:]
        var failures: [String: Int] = [:]
        var busy = 0
        var retries = 0

        mutating func add(_ other: State) {
            answers.merge(other.answers, uniquingKeysWith: +)
            failures.merge(other.failures, uniquingKeysWith: +)
            busy += other.busy
            retries += other.retries
            for (route, latency) in other.latencies {
                latencies[route, default: Latency()].sum += latency.sum
                for (bucket, count) in latency.counts.enumerated() {
                    latencies[route, default: Latency()].counts[bucket] += count
                }
            }
        }
    }

    /// What one worker has answered.
    public final class Recorder: Sendable {
        /// Written by one worker, read by whoever asks for the metrics.
        fileprivate let state = Mutex(State())

        fileprivate init() {}

        public func begin() { state.withLock { $0.busy += 1 } }

        /// Counts the answer to a request that `begin` was called for.
        ///
        /// `route` is the route's pattern, never the path; `failure` names the kind of what went wrong on our side;
        /// `retries` is how often the database was asked again.
        public func end(
            method: String,
            route: String,
            status: Int,
            duration: Duration,
            retries: Int = 0,
            failure: String?
        ) {
            let (whole, attoseconds) = duration.components
            let seconds = Double(whole) + Double(attoseconds) * 1e-18
            let bucket = RequestMetrics.bounds.firstIndex { seconds <= $0 } ?? RequestMetrics.bounds.count
            state.withLock { state in
                state.busy -= 1
                state.answers[Answer(method: method, route: route, status: status), default: 0] += 1
                state.latencies[route, default: Latency()].counts[bucket] += 1
                state.latencies[route, default: Latency()].sum += seconds
                state.retries += retries
                if let failure { state.failures[failure, default: 0] += 1 }
            }
        }
    }

    /// One for each request that the process can answer at a time.
    public let recorders: [Recorder]

    /// `workers` is how many requests the process can answer at a time.
    public init(workers: Int) { recorders = (0..<workers).map { _ in Recorder() } }

    /// The samples, one a line, each labelled with `process`: counters of several processes stand beside each other.
    public func samples(process: String) -> [String] {
        let state = recorders.reduce(into: State()) { total, one in total.add(one.state.withLock(\.self)) }
        let own = "process=\"\(MetricsText.escaped(process))\""
        var lines = [
            "interviews_workers{\(own)} \(recorders.count)", "interviews_workers_busy{\(own)} \(state.busy)",
            "interviews_database_retries_total{\(own)} \(state.retries)",
        ]
        for (answer, count) in state.answers {
            let method = MetricsText.escaped(answer.method)
            let labels = "\(own),method=\"\(method)\",route=\"\(MetricsText.escaped(answer.route))\""
            lines.append("interviews_requests_total{\(labels),status=\"\(answer.status)\"} \(count)")
        }
        for (route, latency) in state.latencies {
            let labels = "\(own),route=\"\(MetricsText.escaped(route))\""
            var below = 0
            for (bound, count) in zip(RequestMetrics.bounds.map { "\($0)" } + ["+Inf"], latency.counts) {
                below += count
                lines.append("interviews_request_seconds_bucket{\(labels),le=\"\(bound)\"} \(below)")
            }
            lines.append("interviews_request_seconds_sum{\(labels)} \(latency.sum)")
            lines.append("interviews_request_seconds_count{\(labels)} \(below)")
        }
        for (kind, count) in state.failures {
            lines.append("interviews_failures_total{\(own),kind=\"\(MetricsText.escaped(kind))\"} \(count)")
        }
        return lines
    }
}
