import Booking
public import CivilTime
public import Domain
public import Notifications
public import Secrets
public import Speech
public import Storage
public import Views

/// What the controllers need to know; made once at start, from the settings.
public struct Configuration: Sendable {
    /// The address that candidates and browsers use, without a final slash: `https://interviews.example.org`.
    public var backendURL: String
    /// The zone of a company that names none.
    public var timeZone: Zone
    public var secret: ServerSecret
    /// The folder for recordings, spoken questions and resumes.
    public var mediaFolder: String
    public var portal: PortalPolicy
    /// Days that a token lasts.
    public var tokenLifetimeDays = 30
    /// Whether anyone may register; closed, only ADMIN and COMPANY users make users.
    public var registrationIsOpen = false
    /// Origins that browsers may call from.
    ///
    /// `http://localhost:*` and `http://127.0.0.1:*` stand for any port.
    public var corsOrigins: [String] = ["http://localhost:*", "http://127.0.0.1:*"]
    /// Bytes of a recording's chunk.
    public var chunkLimit = 16_777_216
    /// Seconds of a recording that the browser cuts into one chunk: at most so much of an answer is lost with a tab.
    public var chunkSeconds = 3
    /// Bytes of all recordings of one session.
    public var recordingQuota = 2 << 30
    /// Free bytes on the disk below which no recording is taken.
    public var freeSpaceMinimum = 500 << 20
    public var recordings: any RecordingStorage
    public var voice: any Voice
    /// Bytes of a resume.
    public var resumeLimit = 10_485_760
    /// Failed logins of one account within `loginWindowSeconds`, and of one address, before the next must wait.
    public var loginFailuresPerAccount = 10
    public var loginFailuresPerAddress = 100
    public var loginWindowSeconds = 900
    /// Rows of a list when the caller names no `limit`: all of them, as the frontend expects, up to this many.
    public var listLimit = 10_000
    public var templates: Templates
    public var notifications: NotificationService
    /// The OpenAPI description and its readable page, if the docs folder had them at start.
    public var apiDescription: [UInt8]?
    public var apiPage: [UInt8]?
    /// Seconds that a seat is kept between the choice and the booking, and after a release.
    public var holdSeconds = 300
    /// Seats that one user may keep at a time without booking them.
    public var holdsPerUser = 200
    /// Forms of choosing that one candidate may send within `loginWindowSeconds`.
    public var choicesPerCandidate = 30
    /// What candidates may do with their bookings on their own.
    public var selfBooking = SelfBookingPolicy()
    /// Seconds after which mail that waits makes `/readyz` fail.
    public var mailLateSeconds = 900
    /// The samples of this machine's serving processes, for `/metrics` (text exposition format, a sample a line).
    public var processMetrics: @Sendable (Instant) -> [String] = { _ in [] }
    /// Hours that the answer to a request with an `Idempotency-Key` is kept.
    public var idempotencyHours = 24

    public init(
        backendURL: String,
        timeZone: Zone,
        secret: ServerSecret,
        mediaFolder: String,
        portal: PortalPolicy,
        templates: Templates,
        notifications: NotificationService
    ) {
        self.backendURL = backendURL
        self.timeZone = timeZone
        self.secret = secret
        self.mediaFolder = mediaFolder
        recordings = FolderStorage(mediaFolder: mediaFolder)
        voice = EspeakVoice(mediaFolder: mediaFolder)
        self.portal = portal
        self.templates = templates
        self.notifications = notifications
    }

    /// What bookings need to know.
    var bookings: BookingService.Context {
        let keys = SessionKeys(secret: secret)
        let mail = BookingMail(service: notifications, backendURL: backendURL, timeZone: timeZone, keys: keys)
        return BookingService.Context(keys: keys, holdSeconds: holdSeconds, holdsPerUser: holdsPerUser, mail: mail)
    }
}
