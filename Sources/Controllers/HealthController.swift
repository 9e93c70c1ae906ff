import Domain
import JSON
import Storage
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

    /// Says whether all that work needs is there, each thing by its name; anything that is not makes this a 503.
    ///
    /// A database that is away, or whose schema is behind, has answered 503 before this is reached.
    private func ready(_ request: Request, _ work: Work) throws -> Response {
        let system = SystemStore(work.db)
        let migrations = try system.appliedMigrations()
        let oldestMail = try system.oldestMailSeconds(at: work.now)
        let hasRoom = (try? work.configuration.recordings.freeBytes()).map { $0 > work.configuration.freeSpaceMinimum }
        let mailIsOnTime = oldestMail <= Int64(work.configuration.mailLateSeconds)
        let isReady = hasRoom == true && mailIsOnTime
        let answer = Response.json(
            [
                "status": isReady ? "ok" : "failing",
                "database": "ok",
                "migrations": .int(Int64(migrations)),
                "disk": hasRoom == true ? "ok" : "nearly full",
                "mail": mailIsOnTime ? "ok" : "late",
            ],
            status: isReady ? .ok : .serviceUnavailable
        )
        return isReady ? answer : answer.with("Retry-After", "60")
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
