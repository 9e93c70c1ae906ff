public import CivilTime

/// An interview of one candidate, with its booking, as lists and single answers show it.
public struct Interview: Equatable, Sendable {
    public var id: InterviewID
    public var candidateID: Int64
    public var candidateName: String
    public var companyID: Int64?
    public var jobID: Int64?
    public var jobTitle: String?
    public var status: InterviewStatus
    public var round: String
    public var feedback: String
    public var startedAt: Instant?
    public var endedAt: Instant?
    public var videoURL: String
    public var version: Int
    public var createdAt: Instant
    public var updatedAt: Instant
    public var booking: Booking?

    /// The booking's part of an interview.
    public struct Booking: Equatable, Sendable {
        public let status: ScheduleStatus
        public let notes: String
        public let slotID: SlotID
        public let slotTime: SlotTime
        public let slotStatus: SlotStatus
        public let interviewType: InterviewType
        public let maxCandidates: Int
        public let currentBookings: Int

        public init(
            status: ScheduleStatus,
            notes: String,
            slotID: SlotID,
            slotTime: SlotTime,
            slotStatus: SlotStatus,
            interviewType: InterviewType,
            maxCandidates: Int,
            currentBookings: Int
        ) {
            self.status = status
            self.notes = notes
            self.slotID = slotID
            self.slotTime = slotTime
            self.slotStatus = slotStatus
            self.interviewType = interviewType
            self.maxCandidates = maxCandidates
            self.currentBookings = currentBookings
        }

        public var shownSlotStatus: SlotStatus {
            slotStatus == .available && currentBookings >= maxCandidates ? .booked : slotStatus
        }
    }

    public init(
        id: InterviewID,
        candidateID: Int64,
        candidateName: String,
        companyID: Int64?,
        jobID: Int64?,
        jobTitle: String?,
        status: InterviewStatus,
        round: String,
        feedback: String,
        startedAt: Instant?,
        endedAt: Instant?,
        videoURL: String,
        version: Int,
        createdAt: Instant,
        updatedAt: Instant,
        booking: Booking?
    ) {
        self.id = id
        self.candidateID = candidateID
        self.candidateName = candidateName
        self.companyID = companyID
        self.jobID = jobID
        self.jobTitle = jobTitle
        self.status = status
        self.round = round
        self.feedback = feedback
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.videoURL = videoURL
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.booking = booking
    }
}
