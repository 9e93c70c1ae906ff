import Controllers
import CivilTime
import JSON
import Logging
import TestSupport
import Web

/// What several workers need to book at once, each over a connection of its own.
struct BookingRace: Sendable {
    private let database: TestDatabase
    private let configuration: Configuration
    private let now: Instant
    private let token: String

    init(_ fixture: BookingFixture) {
        database = fixture.app.database
        configuration = fixture.app.configuration
        now = fixture.app.now
        token = fixture.recruiter.token
    }

    /// Books each interview in turn and returns the statuses.
    func book(_ slot: String, _ interviews: [String]) throws -> [Int] {
        try send(interviews.map { ("/api/interviews/slots/\(slot)/book_slot/", ["interview_id": .string($0)]) })
    }

    /// Posts each body in turn and returns the statuses.
    func send(_ requests: [(path: String, body: JSON)], headers: Headers = [:]) throws -> [Int] {
        let db = try database.connect()
        let application = Application(configuration)
        return try requests.map { path, body in
            var headers = headers
            headers["Authorization"] = "Token \(token)"
            headers["Content-Type"] = "application/json"
            let request = Request(
                "POST",
                path,
                headers: headers,
                body: body.encoded()
            )
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            return try application.respond(to: request, at: application.match(request), db: db, now: now, log: log)
                .status.rawValue
        }
    }

    /// Sends each command in turn and returns the responses.
    func responses(_ commands: [BookingCommand]) throws -> [Response] {
        let db = try database.connect()
        let application = Application(configuration)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try commands.map { command in
            let request = Request(
                command.method,
                command.path,
                headers: ["Authorization": "Token \(token)", "Content-Type": "application/json"],
                body: command.body.encoded()
            )
            return try application.respond(to: request, at: application.match(request), db: db, now: now, log: log)
        }
    }

    /// Posts the same body under one `Idempotency-Key` several times.
    func answers(_ path: String, _ body: JSON, key: String, times: Int) throws -> [Response] {
        let db = try database.connect()
        let application = Application(configuration)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let request = Request(
            "POST",
            path,
            headers: [
                "Authorization": "Token \(token)", "Content-Type": "application/json", "Idempotency-Key": key,
            ],
            body: body.encoded()
        )
        return try (0..<times).map { _ in
            try application.respond(to: request, at: application.match(request), db: db, now: now, log: log)
        }
    }
}
