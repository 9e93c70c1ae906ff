import Observability
import Testing

@Suite struct RequestMetricsTests {
    private func answered(_ metrics: RequestMetrics, _ route: String, _ status: Int, _ duration: Duration) {
        metrics.recorders[0].begin()
        metrics.recorders[0].end(method: "GET", route: route, status: status, duration: duration, failure: nil)
    }

    @Test func `each bucket of the histogram counts all that was as fast`() {
        let metrics = RequestMetrics(workers: 4)
        answered(metrics, "/api/", 200, .milliseconds(3))
        answered(metrics, "/api/", 200, .milliseconds(30))
        answered(metrics, "/api/", 500, .seconds(60))

        let samples = metrics.samples(process: "7")

        func bucket(_ bound: String) -> String {
            "interviews_request_seconds_bucket{process=\"7\",route=\"/api/\",le=\"\(bound)\"}"
        }
        #expect(samples.contains(bucket("0.005") + " 1"))
        #expect(samples.contains(bucket("0.05") + " 2"))
        #expect(samples.contains(bucket("10.0") + " 2"))
        #expect(samples.contains(bucket("+Inf") + " 3"))
        #expect(samples.contains("interviews_request_seconds_count{process=\"7\",route=\"/api/\"} 3"))
    }

    @Test func `answers are counted by method, route and status, and failures by their kind`() {
        let metrics = RequestMetrics(workers: 4)
        answered(metrics, "/api/", 200, .zero)
        answered(metrics, "/api/", 200, .zero)
        metrics.recorders[1].begin()
        metrics.recorders[1]
            .end(
                method: "POST",
                route: "/api/",
                status: 503,
                duration: .zero,
                retries: 2,
                failure: "connectionLost"
            )
        metrics.recorders[2].begin()

        let samples = metrics.samples(process: "7")

        #expect(
            samples.contains("interviews_requests_total{process=\"7\",method=\"GET\",route=\"/api/\",status=\"200\"} 2")
        )
        #expect(samples.contains("interviews_failures_total{process=\"7\",kind=\"connectionLost\"} 1"))
        #expect(samples.contains("interviews_database_retries_total{process=\"7\"} 2"))
        #expect(samples.contains("interviews_workers_busy{process=\"7\"} 1"))
        #expect(samples.contains("interviews_workers{process=\"7\"} 4"))
    }

    @Test func `on the page a family stands once, above the samples of all processes`() throws {
        let one = RequestMetrics(workers: 4)
        let other = RequestMetrics(workers: 8)
        answered(one, "/a", 200, .zero)
        answered(other, "/b", 200, .zero)

        let page = MetricsText.page(one.samples(process: "1") + other.samples(process: "2") + ["unknown_thing 1"])

        let lines = page.split(separator: "\n")
        #expect(lines.filter { $0 == "# TYPE interviews_requests_total counter" }.count == 1)
        #expect(
            lines.filter { $0.hasPrefix("interviews_workers{") } == [
                "interviews_workers{process=\"1\"} 4", "interviews_workers{process=\"2\"} 8",
            ]
        )
        #expect(!page.contains("unknown_thing"))
        let families = lines.filter { $0.hasPrefix("# TYPE") }
        #expect(Set(families).count == families.count)
    }

    @Test func `what would end a label is escaped`() {
        #expect(MetricsText.escaped("a\"b\\c\nd") == "a\\\"b\\\\c\\nd")
    }
}
