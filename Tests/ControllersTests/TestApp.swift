import Booking
import CivilTime
import Controllers
import Domain
import JSON
import Logging
import MariaDB
import Notifications
import SMTP
import Secrets
import TestSupport
import Views
import Web

/// The whole application over a database of its own, at a time that stands still until a test moves it.
final class TestApp {
    let database: TestDatabase
    let db: Connection
    /// 2026-11-22T09:00:00Z, a Sunday, unless the test says otherwise.
    var now = Instant(seconds: 1_795_338_000)
    var configuration: Configuration
    private var users = 0

    init(_ change: (inout Configuration) -> Void = { _ in }) throws {
        database = try TestDatabase()
        db = try database.connect()
        let secret = try ServerSecret([UInt8](repeating: 7, count: 32))
        let portal = PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800)
        let templates = try Templates(folder: TestDatabase.checkout + "/templates")
        configuration = Configuration(
            backendURL: "http://localhost:8000",
            timeZone: try Zone.named("Asia/Kolkata"),
            secret: secret,
            mediaFolder: "/nonexistent",
            portal: portal,
            templates: templates,
            notifications: try NotificationService(
                templates: templates,
                sender: try Mailbox("Interviews <interviews@example.com>"),
                secret: secret,
                policy: portal
            )
        )
        change(&configuration)
    }

    /// Answers a request as the server would; a query may stand in `path`.
    func send(
        _ method: String,
        _ path: String,
        _ json: JSON? = nil,
        as user: TestUser? = nil,
        headers: Headers = [:],
        body: [UInt8] = [],
        from address: String = "192.0.2.1"
    ) throws -> Response {
        var headers = headers
        if let user { headers["Authorization"] = "Token " + user.token }
        if json != nil { headers["Content-Type"] = "application/json" }
        let parts = path.split(separator: "?", maxSplits: 1)
        let request = Request(
            method,
            String(parts[0]),
            query: parts.count > 1 ? PercentEncoding.pairs(parts[1].utf8) ?? [] : [],
            headers: headers,
            body: json?.encoded() ?? body,
            remoteAddress: address,
            id: "test"
        )
        let application = Application(configuration)
        return try application.respond(
            to: request,
            at: application.match(request),
            db: db,
            now: now,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// What `deliver` writes by itself.
    var mail: BookingMail {
        BookingMail(
            service: configuration.notifications,
            backendURL: configuration.backendURL,
            timeZone: configuration.timeZone,
            keys: SessionKeys(secret: configuration.secret)
        )
    }

    /// A company with nothing in it.
    func addCompany(_ name: String = "Acme") throws -> Int64 {
        try db.insert("INSERT INTO company (name, created_at) VALUES (\(name), \(now))")
    }

    /// A user with a token and the password `correct horse`, and the recruiter's row of a recruiter.
    func addUser(_ role: Role, company: Int64? = nil, email: String? = nil) throws -> TestUser {
        users += 1
        let email = email ?? "user\(users)@example.com"
        let id = try db.insert(
            """
            INSERT INTO user (username, email, full_name, company_id, role, password_hash, created_at)
            VALUES (\(email), \(email), \("User \(users)"), \(company), \(role.rawValue), \(TestApp.passwordHash), \(now))
            """
        )
        if role == .recruiter, let company {
            try db.execute("INSERT INTO recruiter (user_id, company_id) VALUES (\(id), \(company))")
        }
        let token = SHA256.hash(Array(email.utf8)).hex
        try db.execute(
            """
            INSERT INTO token (token_hash, user_id, created_at, expires_at)
            VALUES (\(SHA256.hash(Array(token.utf8))), \(id), \(now), \(now.adding(seconds: 86_400)))
            """
        )
        return TestUser(id: id, email: email, role: role, companyID: company, token: token)
    }

    static let password = "correct horse"
    /// Cheap on purpose: the cost of a hash is tested with the hashes.
    private static let passwordHash = (try? Password.hash(password, opslimit: 1, memlimit: 8192)) ?? ""
}

/// A user of a test, with a token that is valid for a day.
struct TestUser {
    let id: Int64
    let email: String
    let role: Role
    let companyID: Int64?
    let token: String
}

extension Response {
    /// The body as JSON; `null` if it is none.
    var json: JSON { (try? JSON.parse(body)) ?? .null }

    /// The status and what the body says of it, for one expectation about both.
    var outcome: String { "\(status.rawValue) \(json["detail"]?.string ?? "")" }
}
