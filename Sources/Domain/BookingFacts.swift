public import CivilTime

/// What a mail about a booking has to say, as it stood when the booking was written.
public struct BookingFacts: Equatable, Sendable {
    /// Someone of the company who is told of the booking.
    public struct Recruiter: Equatable, Sendable {
        public let userID: Int64
        public let name: String
        public let email: String
        /// How they want to be told; `nil` where it was not asked.
        public let channels: NotificationChannels?

        public init(userID: Int64, name: String, email: String, channels: NotificationChannels? = nil) {
            self.userID = userID
            self.name = name
            self.email = email
            self.channels = channels
        }
    }

    public var interviewID: InterviewID
    /// Rises with each change of the booking, so that each change has mail of its own.
    public var version: Int
    public var candidateName: String
    public var candidateEmail: String
    public var locale: String
    /// Empty when the interview has no job.
    public var job: String
    /// Empty when none is known.
    public var company: String
    /// The job's, as in `PYTHON`.
    public var codingLanguage: String
    public var startsAt: Instant
    public var endsAt: Instant
    /// The company's.
    public var zone: Zone
    /// The candidate's, where it is known.
    public var candidateZone: Zone?
    /// As in `system_design`.
    public var interviewType: String
    public var notes: String
    /// The portal's address with the key: as secret as a password.
    public var link: String
    /// Whom the candidate may ask; empty when nobody is named.
    public var contact: String
    /// What the company's mails end with; empty for the usual.
    public var signature: String
    public var recruiters: [Recruiter]

    public init(
        interviewID: InterviewID,
        version: Int,
        candidateName: String,
        candidateEmail: String,
        locale: String = "en",
        job: String,
        company: String,
        codingLanguage: String = "PYTHON",
        startsAt: Instant,
        endsAt: Instant,
        zone: Zone,
        candidateZone: Zone? = nil,
        interviewType: String,
        notes: String = "",
        link: String,
        contact: String = "",
        signature: String = "",
        recruiters: [Recruiter] = []
    ) {
        self.interviewID = interviewID
        self.version = version
        self.candidateName = candidateName
        self.candidateEmail = candidateEmail
        self.locale = locale
        self.job = job
        self.company = company
        self.codingLanguage = codingLanguage
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.zone = zone
        self.candidateZone = candidateZone
        self.interviewType = interviewType
        self.notes = notes
        self.link = link
        self.contact = contact
        self.signature = signature
        self.recruiters = recruiters
    }
}
