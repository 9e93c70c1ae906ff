public import CivilTime

/// What is shown of a slot: by a `Slot`, or by a list's row, whose texts go on to the answer without becoming strings.
public protocol ShownSlot {
    associatedtype Text
    /// A JSON object, likewise.
    associatedtype Document

    var idText: Text { get }
    var typeText: Text { get }
    /// What staff decided; see `shownStatus`.
    var status: SlotStatus { get }
    var date: LocalDate { get }
    var start: LocalTime { get }
    var end: LocalTime { get }
    /// The slot's own zone; `nil` is the company's.
    var zoneName: Text? { get }
    /// Both moments in UTC.
    var span: TimeSpan { get }
    var interviewTypeText: Text { get }
    var aiConfiguration: Document { get }
    var companyID: Int64 { get }
    var companyName: Text { get }
    var jobID: Int64? { get }
    var jobTitle: Text? { get }
    var isRecurring: Bool { get }
    var recurringPattern: Document { get }
    var notes: Text { get }
    var maxCandidates: Int { get }
    /// Active schedules.
    var currentBookings: Int { get }
    /// Live holds, which take a seat from others but are no booking.
    var liveHolds: Int { get }
    /// What its company asks beyond a free seat.
    var rules: BookingRules { get }
    /// Whether its day is one of the company's blackouts.
    var isBlackedOut: Bool { get }
    var createdAt: Instant { get }
    var updatedAt: Instant { get }
}

extension ShownSlot {
    /// The status that the frontend sees: an open slot whose seats are all booked is `booked`.
    public var shownStatus: SlotStatus {
        status == .available && currentBookings >= maxCandidates ? .booked : status
    }

    /// Seats that somebody could still take.
    public var availableSpots: Int { max(0, maxCandidates - currentBookings - liveHolds) }

    /// Whether a seat could be taken at `now`, by the rules of every claim.
    public func isAvailable(at now: Instant) -> Bool { ClaimRules.refusal(claimFacts, at: now) == nil }

    /// What the rules look at, for a candidate about whom nothing is known.
    public var claimFacts: ClaimFacts {
        ClaimFacts(
            slotStatus: status,
            time: span,
            maxCandidates: maxCandidates,
            otherBookings: currentBookings,
            otherHolds: liveHolds,
            rules: rules,
            isBlackedOut: isBlackedOut
        )
    }
}

extension Slot: ShownSlot {
    public var idText: String { id.text }
    public var typeText: String { type.rawValue }
    public var date: LocalDate { time.date }
    public var start: LocalTime { time.start }
    public var end: LocalTime { time.end }
    public var zoneName: String? { time.zoneName }
    public var span: TimeSpan { time.span }
    public var interviewTypeText: String { interviewType.rawValue }
}
