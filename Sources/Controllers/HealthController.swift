import JSON
import Store
import Web

/// Whether the server is alive, and whether it can work.
struct HealthController {
    var routes: [Route<Work>] {
        [
            .get("/healthz", alive),
            .get("/readyz", ready),
        ]
    }

    /// Says that the process answers; asks nothing of the database.
    private func alive(_ request: Request, _ work: Work) throws -> Response { .json(["status": "ok"]) }

    /// Says that a request could be served now; a database that is away makes this a 503.
    private func ready(_ request: Request, _ work: Work) throws -> Response {
        let migrations = try SystemStore(work.db).appliedMigrations()
        return .json(["status": "ok", "migrations": .int(Int64(migrations))])
    }
}
