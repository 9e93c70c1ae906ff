import Domain
import JSON
import Store
import Web

/// Whether the server is alive, and whether it can work.
struct HealthController {
    var routes: [Route<Work>] {
        [
            .get("/healthz", alive),
            .get("/readyz", ready),
            .get("/api/health/", health),
        ]
    }

    /// Says that the process answers; asks nothing of the database.
    private func alive(_ request: Request, _ work: Work) throws -> Response { .json(["status": "ok"]) }

    /// Says that a request could be served now; a database that is away makes this a 503.
    private func ready(_ request: Request, _ work: Work) throws -> Response {
        let migrations = try SystemStore(work.db).appliedMigrations()
        return .json(["status": "ok", "migrations": .int(Int64(migrations))])
    }

    /// Says how each part is; what to change is for administrators, and 503 is for requests that cannot be served.
    private func health(_ request: Request, _ work: Work) throws -> Response {
        let mail = try MailHealth(work)
        var told: JSON.Object = ["status": .string(mail.status)]
        if request.headers["Authorization"] != nil, try work.caller(request).role == .admin {
            for (key, value) in mail.details { told[key] = value }
        }
        return .json([
            "status": .string(mail.status == "ok" ? "ok" : "degraded"),
            "database": ["status": "ok"],
            "mail": .object(told),
        ])
    }
}
