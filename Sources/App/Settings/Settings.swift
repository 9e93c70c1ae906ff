import CivilTime
import Domain
import FoundationEssentials
import Logging
import MariaDB
import SMTP

/// What an administrator can set, with every default; `init` is where the names and the defaults stand.
struct Settings: Sendable {
    let database: Connection.Options
    /// Without a final slash.
    let backendURL: String
    /// Who mail comes from.
    let mailSender: Mailbox
    let timeZone: Zone
    let secretKeyFile: String?
    let templatesFolder: String
    let migrationsFolder: String
    let mediaFolder: String
    /// Holds the API's description; without it, the server merely does not serve that.
    let docsFolder: String
    let workers: Int
    let portal: PortalPolicy
    let outage: OutagePolicy
    let delivery: Delivery
    let holdSeconds: Int
    /// Seats that one user may keep at a time without booking them.
    let holdsPerUser: Int
    let selfBooking: SelfBookingPolicy
    let reminders: ReminderPolicy
    /// Forms of choosing that one candidate may send within a quarter of an hour.
    let choicesPerCandidate: Int
    let idempotencyHours: Int
    let registrationIsOpen: Bool
    let tokenLifetimeDays: Int
    let corsOrigins: [String]
    /// Bytes of a request's body, but for uploads.
    let bodyLimit: Int
    let jsonValueLimit: Int
    /// Bytes of a recording's chunk or a resume with its form.
    let uploadLimit: Int
    /// Seconds of a recording in one chunk.
    let chunkSeconds: Int
    /// Bytes of all recordings of one session.
    let recordingQuota: Int
    /// Days after an interview that its recordings are kept; 0 for ever.
    let recordingKeepDays: Int
    /// Free bytes on the media folder's disk below which no recording is taken.
    let freeSpaceMinimum: Int
    let logLevel: Logger.Level
    /// Where the serving processes of a machine show each other their counters.
    let metricsFolder: String?
    /// Seconds after which mail that waits is late.
    let mailLateSeconds: Int
    let spokenQuestions: SpokenQuestions

    /// Throws everything that is wrong with what `environment` says; names that are not settings are ignored.
    init(_ environment: Environment) throws(SettingsError) {
        var reader = SettingsReader(environment)
        database = Settings.database(&reader)
        backendURL = Settings.backendURL(&reader)
        let sender = Settings.mailSender(&reader)
        timeZone = reader.zone("TIME_ZONE", default: "Asia/Kolkata")
        secretKeyFile =
            reader.text("SECRET_KEY_FILE") ?? environment.variables["CREDENTIALS_DIRECTORY"].map { $0 + "/secret-key" }
        templatesFolder = reader.text("TEMPLATES_DIR", default: "templates")
        migrationsFolder = reader.text("MIGRATIONS_DIR", default: "migrations")
        mediaFolder = reader.text("MEDIA_DIR", default: "media")
        docsFolder = reader.text("DOCS_DIR", default: "docs")
        metricsFolder = reader.text("METRICS_DIR")
        mailLateSeconds = reader.int("MAIL_LATE_SECONDS", default: 900, in: 60...604_800)
        workers = reader.int("WORKERS", default: Settings.usualWorkers, in: 1...256)
        portal = PortalPolicy(
            earlySeconds: reader.int("PORTAL_EARLY_SECONDS", default: 30, in: 0...86_400),
            graceSeconds: reader.int("PORTAL_GRACE_SECONDS", default: 600, in: 0...86_400),
            endMarginSeconds: reader.int("PORTAL_END_MARGIN_SECONDS", default: 1800, in: 0...86_400)
        )
        outage = OutagePolicy(
            leastSeconds: reader.int("OUTAGE_SECONDS", default: 60, in: 2...86_400),
            mostSeconds: reader.int("OUTAGE_EXTENSION_SECONDS", default: 86_400, in: 0...604_800)
        )
        delivery = Delivery(&reader)
        holdSeconds = reader.int("HOLD_SECONDS", default: 300, in: 10...86_400)
        holdsPerUser = reader.int("HOLDS_PER_USER", default: 200, in: 1...1_000_000)
        idempotencyHours = reader.int("IDEMPOTENCY_HOURS", default: 24, in: 1...720)
        selfBooking = SelfBookingPolicy(
            noticeMinutes: reader.int("SELF_BOOK_NOTICE_MINUTES", default: 60, in: 0...525_600),
            horizonDays: reader.int("SELF_BOOK_HORIZON_DAYS", default: 365, in: 1...3650),
            cancelCutoffMinutes: reader.int("SELF_CANCEL_CUTOFF_MINUTES", default: 120, in: 0...525_600),
            moveCutoffMinutes: reader.int("SELF_MOVE_CUTOFF_MINUTES", default: 120, in: 0...525_600),
            moveLimit: reader.int("SELF_MOVE_LIMIT", default: 3, in: 0...1000)
        )
        reminders = Settings.reminders(&reader)
        choicesPerCandidate = reader.int("SELF_ATTEMPTS", default: 30, in: 1...10_000)
        registrationIsOpen = reader.choice("REGISTRATION", ["open": true, "closed": false], default: false)
        tokenLifetimeDays = reader.int("TOKEN_LIFETIME_DAYS", default: 30, in: 1...3650)
        corsOrigins = reader.list("CORS_ORIGINS", default: ["http://localhost:*", "http://127.0.0.1:*"])
        jsonValueLimit = reader.int("MAX_JSON_VALUES", default: 50_000, in: 100...10_000_000)
        bodyLimit = reader.int("MAX_BODY_BYTES", default: 1 << 20, in: 1024...(1 << 30))
        uploadLimit = reader.int("MAX_UPLOAD_BYTES", default: 16 << 20, in: 1024...(1 << 30))
        chunkSeconds = reader.int("RECORDING_CHUNK_SECONDS", default: 3, in: 1...30)
        recordingQuota = reader.int("RECORDING_QUOTA_BYTES", default: 2 << 30, in: 0...(1 << 50))
        recordingKeepDays = reader.int("RECORDING_KEEP_DAYS", default: 0, in: 0...36_500)
        freeSpaceMinimum = reader.int("MEDIA_FREE_BYTES", default: 500 << 20, in: 0...(1 << 50))
        spokenQuestions = SpokenQuestions(&reader)
        logLevel = reader.choice(
            "LOG_LEVEL",
            ["trace": .trace, "debug": .debug, "info": .info, "notice": .notice, "warning": .warning, "error": .error],
            default: .info
        )
        guard let sender, reader.problems.isEmpty else { throw SettingsError(problems: reader.problems) }
        mailSender = sender
    }

    private static func database(_ reader: inout SettingsReader) -> Connection.Options {
        let name = reader.text("DATABASE_NAME", default: "interviews")
        let isWord = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if !isWord || name.utf8.count > 64 {
            reader.refuse("DATABASE_NAME", "letters, digits and underscores, at most 64")
        }
        return Connection.Options(
            socket: reader.text("DATABASE_SOCKET", default: "/run/mysqld/mysqld.sock"),
            user: reader.text("DATABASE_USER", default: ProcessInfo.processInfo.userName),
            password: reader.text("DATABASE_PASSWORD"),
            database: name
        )
    }

    private static func mailSender(_ reader: inout SettingsReader) -> Mailbox? {
        let mailbox = try? Mailbox(reader.text("DEFAULT_FROM_EMAIL", default: "noreply@example.com"))
        if mailbox == nil {
            reader.refuse(
                "DEFAULT_FROM_EMAIL",
                "an address such as interviews@example.org or Interviews <interviews@example.org>"
            )
        }
        return mailbox
    }

    /// An empty list is not possible, since an empty value counts as none; 0 is no reminder.
    private static func reminders(_ reader: inout SettingsReader) -> ReminderPolicy {
        let texts = reader.list("REMINDER_MINUTES", default: ["1440", "60"])
        let minutes = texts.compactMap(Int.init).filter { 0...20_160 ~= $0 }
        if minutes.count != texts.count || minutes.count > 5 {
            reader.refuse("REMINDER_MINUTES", "up to five whole numbers from 0 to 20160 with commas between")
        }
        return ReminderPolicy(minutes: minutes)
    }

    /// An origin: it stands in links that end with a path of ours, and decides whether cookies need HTTPS.
    private static func backendURL(_ reader: inout SettingsReader) -> String {
        var text = reader.text("BACKEND_URL", default: "http://localhost:8000")
        while text.hasSuffix("/") { text.removeLast() }
        let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) } ?? ""
        if rest.isEmpty || rest.contains(where: { $0.isWhitespace || "?#/@\"<>".contains($0) }) {
            reader.refuse(
                "BACKEND_URL",
                "the address of the site, such as https://interviews.example.org, without a path"
            )
        }
        return text
    }
}
