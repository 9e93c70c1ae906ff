public import CivilTime

/// A candidate's session: one interview as its candidate meets it at the portal.
public struct PortalSession: Equatable, Sendable {
    /// How many questions are asked where the slot does not say.
    public static let defaultQuestionCount = 4

    public let id: SessionID
    public let interviewID: InterviewID
    public let candidateID: Int64
    public let candidateName: String
    public let companyID: Int64?
    public let companyName: String?
    public let jobID: Int64?
    public let jobTitle: String?
    /// Whom the candidate can ask: words of the company's own, or an address.
    public let contact: String?
    /// The zone of the slot or its company; `nil` is the server's.
    public let zoneName: String?
    public let startsAt: Instant
    public let endsAt: Instant
    /// Whether the interview still has its booking.
    public let isBooked: Bool
    public let isCompleted: Bool
    public let enteredAt: Instant?
    /// As in `en-IN` (BCP 47).
    public let languageCode: String
    public let interviewType: InterviewType
    /// How many questions the slot asks for.
    public let questionCount: Int
    public let accommodation: Accommodation
    /// Until when staff, or an outage of ours, keep the door open.
    public let extendedUntil: Instant?
    /// The outage of ours that `extendedUntil` makes up for.
    public let outage: Outage?
    /// `nil` until a page has begun the interview.
    public let device: ActiveDevice?

    public init(
        id: SessionID,
        interviewID: InterviewID,
        candidateID: Int64,
        candidateName: String,
        companyID: Int64?,
        companyName: String?,
        jobID: Int64?,
        jobTitle: String?,
        contact: String?,
        zoneName: String?,
        startsAt: Instant,
        endsAt: Instant,
        isBooked: Bool,
        isCompleted: Bool,
        enteredAt: Instant?,
        languageCode: String,
        interviewType: InterviewType,
        questionCount: Int,
        accommodation: Accommodation = .none,
        extendedUntil: Instant? = nil,
        outage: Outage? = nil,
        device: ActiveDevice? = nil
    ) {
        self.id = id
        self.interviewID = interviewID
        self.candidateID = candidateID
        self.candidateName = candidateName
        self.companyID = companyID
        self.companyName = companyName
        self.jobID = jobID
        self.jobTitle = jobTitle
        self.contact = contact
        self.zoneName = zoneName
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.isBooked = isBooked
        self.isCompleted = isCompleted
        self.enteredAt = enteredAt
        self.languageCode = languageCode
        self.interviewType = interviewType
        self.questionCount = questionCount
        self.accommodation = accommodation
        self.extendedUntil = extendedUntil
        self.outage = outage
        self.device = device
    }

    public func window(by policy: PortalPolicy) -> PortalPolicy.Window {
        policy.window(
            startsAt: startsAt,
            endsAt: endsAt,
            accommodation: accommodation,
            extendedUntil: extendedUntil
        )
    }

    /// What the portal shows at `now`: a finished interview stays finished, then a cancellation counts, then the clock.
    public func state(at now: Instant, by policy: PortalPolicy) -> PortalPolicy.State {
        if isCompleted { return .completed }
        guard isBooked else { return .cancelled }
        return window(by: policy).state(hasEntered: enteredAt != nil, at: now)
    }

    /// Whether what was recorded may still arrive: in the open interview, and after its end while the door is open.
    public func takesRecordings(at now: Instant, by policy: PortalPolicy) -> Bool {
        switch state(at: now, by: policy) {
        case .open: enteredAt != nil
        case .completed: now <= window(by: policy).closesAt
        case .early, .expired, .cancelled: false
        }
    }
}
