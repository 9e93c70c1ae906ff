public import CivilTime
public import JSON

/// A time that a company offers, with one seat or more.
public struct Slot: Equatable, Sendable {
    public var id: SlotID
    public var type: SlotType
    /// What staff decided; see `shownStatus`.
    public var status: SlotStatus
    public var time: SlotTime
    public var interviewType: InterviewType
    public var aiConfiguration: JSON.Object
    public var companyID: Int64
    public var companyName: String
    public var jobID: Int64?
    public var jobTitle: String?
    public var isRecurring: Bool
    public var recurringPattern: JSON.Object
    public var notes: String
    public var maxCandidates: Int
    /// Active schedules.
    public var currentBookings: Int
    /// Live holds, which take a seat from others but are no booking.
    public var liveHolds: Int
    /// What its company asks beyond a free seat.
    public var rules: BookingRules
    /// Whether its day is one of the company's blackouts.
    public var isBlackedOut: Bool
    public var version: Int
    public var createdAt: Instant
    public var updatedAt: Instant

    /// Inlinable, because a list makes one for each row, and copied each once more.
    @inlinable
    public init(
        id: SlotID,
        type: SlotType,
        status: SlotStatus,
        time: SlotTime,
        interviewType: InterviewType,
        aiConfiguration: JSON.Object,
        companyID: Int64,
        companyName: String,
        jobID: Int64?,
        jobTitle: String?,
        isRecurring: Bool,
        recurringPattern: JSON.Object,
        notes: String,
        maxCandidates: Int,
        currentBookings: Int,
        liveHolds: Int,
        rules: BookingRules = .none,
        isBlackedOut: Bool = false,
        version: Int,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.type = type
        self.status = status
        self.time = time
        self.interviewType = interviewType
        self.aiConfiguration = aiConfiguration
        self.companyID = companyID
        self.companyName = companyName
        self.jobID = jobID
        self.jobTitle = jobTitle
        self.isRecurring = isRecurring
        self.recurringPattern = recurringPattern
        self.notes = notes
        self.maxCandidates = maxCandidates
        self.currentBookings = currentBookings
        self.liveHolds = liveHolds
        self.rules = rules
        self.isBlackedOut = isBlackedOut
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// When a slot is: the wall clock of its zone, and the same two moments in UTC.
public struct SlotTime: Equatable, Sendable {
    public let date: LocalDate
    public let start: LocalTime
    public let end: LocalTime
    /// The slot's own zone; `nil` is the company's.
    public let zoneName: String?
    public let startsAt: Instant
    public let endsAt: Instant

    /// A time that the database holds.
    public init(
        date: LocalDate,
        start: LocalTime,
        end: LocalTime,
        zoneName: String?,
        startsAt: Instant,
        endsAt: Instant
    ) {
        self.date = date
        self.start = start
        self.end = end
        self.zoneName = zoneName
        self.startsAt = startsAt
        self.endsAt = endsAt
    }

    /// Why a wall clock is no slot.
    public enum Problem: Error, Equatable, Sendable {
        case endNotAfterStart
        /// The clocks skip this time on that day.
        case skipped(LocalTime)
    }

    /// The slot from `start` to `end` on `date` in `zone`; a time that comes twice is the first.
    public static func make(
        date: LocalDate,
        start: LocalTime,
        end: LocalTime,
        zoneName: String?,
        in zone: Zone
    ) -> Result<SlotTime, Problem> {
        guard start < end else { return .failure(.endNotAfterStart) }
        guard let startsAt = zone.instant(of: LocalDateTime(date: date, time: start)) else {
            return .failure(.skipped(start))
        }
        guard let endsAt = zone.instant(of: LocalDateTime(date: date, time: end)) else {
            return .failure(.skipped(end))
        }
        guard startsAt < endsAt else { return .failure(.endNotAfterStart) }
        return .success(
            SlotTime(date: date, start: start, end: end, zoneName: zoneName, startsAt: startsAt, endsAt: endsAt)
        )
    }

    public var span: TimeSpan { TimeSpan(startsAt, endsAt) }

    public var durationMinutes: Int { span.durationMinutes }
}
