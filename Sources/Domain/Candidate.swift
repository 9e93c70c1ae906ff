public import CivilTime

/// Somebody who is being considered for a job.
public struct Candidate: Equatable, Sendable {
    /// What is written of a candidate.
    public struct Fields: Equatable, Sendable {
        public var fullName = ""
        public var email: String?
        public var phone = ""
        public var workExperience: Int?
        public var domain = ""
        /// Whom the candidate belongs to in the frontend's lists.
        public var pocEmail: String?
        public var status = CandidateStatus.new
        /// The language of the candidate's mail, as in `hi` or `en-IN`.
        public var locale = "en"
        /// The IANA name of the candidate's zone, where it is known.
        public var timeZone: String?

        public init() {}
    }

    public let id: Int64
    public let fields: Fields
    public let recruiterID: Int64?
    public let companyID: Int64?
    public let jobID: Int64?
    public let jobTitle: String?
    public let resume: Resume?
    public let lastUpdated: Instant
    public let createdAt: Instant

    public init(
        id: Int64,
        fields: Fields,
        recruiterID: Int64?,
        companyID: Int64?,
        jobID: Int64?,
        jobTitle: String?,
        resume: Resume?,
        lastUpdated: Instant,
        createdAt: Instant
    ) {
        self.id = id
        self.fields = fields
        self.recruiterID = recruiterID
        self.companyID = companyID
        self.jobID = jobID
        self.jobTitle = jobTitle
        self.resume = resume
        self.lastUpdated = lastUpdated
        self.createdAt = createdAt
    }
}

extension Candidate {
    /// What changes with every change.
    public var version: Int { Int(lastUpdated.microseconds) }
}

/// To whom a new candidate belongs.
public struct CandidatePlace: Equatable, Sendable {
    public let recruiterID: Int64
    public let recruiterEmail: String
    public let companyID: Int64?
    public let jobID: Int64?

    /// The recruiter's company owns the candidate; a recruiter without one leaves it to the job's.
    public init(recruiterID: Int64, recruiterEmail: String, company: Int64?, job: Job?) {
        self.recruiterID = recruiterID
        self.recruiterEmail = recruiterEmail
        companyID = company ?? job?.fields.companyID
        jobID = job?.id
    }
}

/// A resume, kept as a file or only known to be missing.
public struct Resume: Equatable, Sendable {
    public let id: ResumeID
    /// Below the media folder; empty when no file was kept.
    public let path: String
    public let originalName: String
    public let mediaType: String
    public let size: Int

    public init(id: ResumeID, path: String, originalName: String, mediaType: String, size: Int) {
        self.id = id
        self.path = path
        self.originalName = originalName
        self.mediaType = mediaType
        self.size = size
    }

    public var hasFile: Bool { !path.isEmpty }
}
