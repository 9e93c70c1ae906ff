import CivilTime
import Domain
import Logging
import MailTestSupport
import MariaDB
import Notifications
import SMTP
import Secrets
import Store
import Synchronization
import TestSupport
import Testing
import Views

/// A database, a relay with real TLS, and everything between a booking and its mail.
///
/// Time stands still until a test moves it.
final class Fixture {
    let database: TestDatabase
    let db: Connection
    let server: TestRelay
    let service: NotificationService
    let secret: ServerSecret
    let log = LogRecorder()
    private(set) var now = Fixture.booked

    static let booked = Instant(seconds: 1_795_400_000)
    /// 2026-11-23T05:00:00Z.
    static let starts = Instant(seconds: 1_795_410_000)

    init() throws {
        database = try TestDatabase()
        db = try database.connect()
        server = try TestRelay.shared.get()
        secret = try ServerSecret(Array(repeating: 7, count: 32))
        service = try Fixture.service(secret)
    }

    static func service(_ secret: ServerSecret) throws -> NotificationService {
        try NotificationService(
            templates: Fixture.templates(),
            sender: Mailbox("Acme Hiring <noreply@example.org>"),
            secret: secret,
            policy: PortalPolicy(earlySeconds: 30, graceSeconds: 600, endMarginSeconds: 1800)
        )
    }

    static func templates() throws -> Templates { try Templates(folder: TestDatabase.checkout + "/templates") }

    /// Facts about an interview of its own, with the recipient that makes the relay behave as a test wants.
    func facts(
        to address: String,
        version: Int = 1,
        recruiters: [BookingFacts.Recruiter] = []
    ) throws -> BookingFacts {
        BookingFacts(
            interviewID: EntityID(trusted: UUIDText.v4()),
            version: version,
            candidateName: "Asha Rao",
            candidateEmail: address,
            job: "Engineer",
            company: "Acme",
            startsAt: Fixture.starts,
            endsAt: Fixture.starts.adding(seconds: 600),
            zone: try Zone.named("Asia/Kolkata"),
            interviewType: "system_design",
            link: "http://localhost:8000/?session_key=0123456789abcdef",
            recruiters: recruiters
        )
    }

    /// The facts of what was booked, which a loop tells the recruiter of when its mail fails.
    private var booked: [InterviewID: BookingFacts] = [:]

    @discardableResult
    func book(_ facts: BookingFacts) throws -> CandidateMail {
        booked[facts.interviewID] = facts
        return try db.transaction { db in try service.interviewScheduled(facts, at: now, in: db) }
    }

    func relay(port: String = "implicit", password: String = "correct horse") throws -> Relay {
        try Relay(
            host: "127.0.0.1",
            port: server.port(port),
            security: .implicitTLS,
            user: "mailer",
            password: password,
            caFile: server.authority,
            helloName: "portal.example.org",
            timeouts: .init(connect: .seconds(3), reply: .seconds(1), total: .seconds(6))
        )
    }

    /// A loop on a connection of its own, with this fixture's clock and no chance.
    func loop(
        _ relay: Relay,
        by service: NotificationService? = nil,
        owner: String = "first",
        options: DeliveryLoop.Options = DeliveryLoop.Options()
    ) throws -> DeliveryLoop {
        try DeliveryLoop(
            db: database.connect(),
            to: .relay(relay),
            mail: service ?? self.service,
            owner: owner,
            options: options,
            log: log.logger,
            now: { [unowned self] in now },
            random: { 0.5 },
            undelivered: { [unowned self] mail, verdict, db, now in
                guard let facts = mail.interviewID.flatMap({ booked[$0] }) else { return }
                let failure = UndeliveredMail(
                    kind: mail.kind,
                    address: mail.recipient,
                    reason: verdict.error ?? "",
                    about: .booking(facts),
                    key: "\(mail.id)"
                )
                try self.service.undelivered(failure, at: now, in: db)
            }
        )
    }

    /// Lets a loop work until nothing is due.
    func deliver(_ loop: inout DeliveryLoop, steps: Int = 50) throws {
        for _ in 0..<steps { if try loop.step() != nil { return } }
    }

    func pass(seconds: Int64) { now = now.adding(seconds: seconds) }

    func mail(of facts: BookingFacts) throws -> [MailStatus] { try OutboxStore(db).mail(of: facts.interviewID) }

    /// The newest message about the interview as it waits in the outbox.
    func message(
        _ facts: BookingFacts,
        role: String = "candidate",
        by service: NotificationService? = nil
    ) throws -> [UInt8] {
        let body = try db.first(
            """
            SELECT body
            FROM outbox
            WHERE interview_id = \(facts.interviewID) AND recipient_role = \(role)
            ORDER BY id DESC
            LIMIT 1
            """
        ) { (row) throws(DatabaseError) in try row.bytes() }
        let sealed = try #require(body)
        return try #require((service ?? self.service).message(in: sealed))
    }

    func attempts(of mail: MailStatus) throws -> [String] {
        try db.all("SELECT outcome FROM mail_attempt WHERE outbox_id = \(mail.id) ORDER BY number") {
            (row) throws(DatabaseError) in try row.optionalString() ?? "unfinished"
        }
    }

    func hasBody(_ mail: MailStatus) throws -> Bool {
        try db.count("SELECT body IS NOT NULL FROM outbox WHERE id = \(mail.id)") == 1
    }

    func insertUser(email: String) throws -> Int64 {
        try db.insert(
            """
            INSERT INTO user (username, email, full_name, role, password_hash, created_at)
            VALUES (\(email), \(email), 'Ravi', 'RECRUITER', '', \(now))
            """
        )
    }

    /// An interview whose candidate belongs to `recruiter`.
    func insertInterview(_ id: InterviewID, recruiter: Int64) throws {
        let candidate = try db.insert(
            """
            INSERT INTO candidate (recruiter_id, full_name, last_updated, created_at)
            VALUES (\(recruiter), 'Asha Rao', \(now), \(now))
            """
        )
        try db.execute(
            """
            INSERT INTO interview (id, candidate_id, created_at, updated_at)
            VALUES (\(id), \(candidate), \(now), \(now))
            """
        )
    }
}

/// Keeps what is logged.
final class LogRecorder: Sendable {
    /// Guards the lines, which several threads may write.
    private let recorded = Mutex<[String]>([])

    var lines: [String] { recorded.withLock { $0 } }

    var logger: Logger { Logger(label: "test") { _ in Handler(recorder: self) } }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            recorder.recorded.withLock { $0.append("\(event.message) \(fields.joined(separator: " "))") }
        }
    }
}
