public import CivilTime

/// A booking: the seat of one interview in one slot, with what lists show of both.
public struct Schedule: Equatable, Sendable {
    public let id: ScheduleID
    public let interviewID: InterviewID
    public let slotID: SlotID
    public let status: ScheduleStatus
    public let bookingNotes: String
    public let bookedAt: Instant
    public let confirmedAt: Instant?
    public let cancelledAt: Instant?
    public let cancellationReason: String
    public let cancelledBy: Int64?
    public let candidateName: String
    public let interviewStatus: InterviewStatus
    public let startedAt: Instant?
    public let endedAt: Instant?
    public let interviewType: InterviewType
    public let slotTime: SlotTime
    public let companyID: Int64
    public let companyName: String

    public init(
        id: ScheduleID,
        interviewID: InterviewID,
        slotID: SlotID,
        status: ScheduleStatus,
        bookingNotes: String,
        bookedAt: Instant,
        confirmedAt: Instant?,
        cancelledAt: Instant?,
        cancellationReason: String,
        cancelledBy: Int64?,
        candidateName: String,
        interviewStatus: InterviewStatus,
        startedAt: Instant?,
        endedAt: Instant?,
        interviewType: InterviewType,
        slotTime: SlotTime,
        companyID: Int64,
        companyName: String
    ) {
        self.id = id
        self.interviewID = interviewID
        self.slotID = slotID
        self.status = status
        self.bookingNotes = bookingNotes
        self.bookedAt = bookedAt
        self.confirmedAt = confirmedAt
        self.cancelledAt = cancelledAt
        self.cancellationReason = cancellationReason
        self.cancelledBy = cancelledBy
        self.candidateName = candidateName
        self.interviewStatus = interviewStatus
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.interviewType = interviewType
        self.slotTime = slotTime
        self.companyID = companyID
        self.companyName = companyName
    }
}
