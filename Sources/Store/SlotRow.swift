public import CivilTime
public import Domain
public import MariaDB

/// A slot as a row of a list has it, with its texts where they lie: a list has thousands, and looks at none of them.
///
/// Valid like the row itself, until the next one is fetched.
public struct SlotRow: ShownSlot {
    public let idText: ColumnText
    public let typeText: ColumnText
    public let status: SlotStatus
    public let date: LocalDate
    public let start: LocalTime
    public let end: LocalTime
    public let zoneName: ColumnText?
    public let span: TimeSpan
    public let interviewTypeText: ColumnText
    public let aiConfiguration: ColumnDocument
    public let companyID: Int64
    public let companyName: ColumnText
    public let jobID: Int64?
    public let jobTitle: ColumnText?
    public let isRecurring: Bool
    public let recurringPattern: ColumnDocument
    public let notes: ColumnText
    public let maxCandidates: Int
    public let currentBookings: Int
    public let liveHolds: Int
    public let rules: BookingRules
    public let isBlackedOut: Bool
    public let createdAt: Instant
    public let updatedAt: Instant

    /// Reads `Slot.columns`.
    init(_ row: inout Row) throws(DatabaseError) {
        idText = try row.text()
        typeText = try row.text()
        status = SlotStatus(rawValue: try row.string()) ?? .cancelled
        date = try row.date()
        start = try row.time()
        end = try row.time()
        zoneName = try row.optionalText()
        span = TimeSpan(try row.instant(), try row.instant())
        interviewTypeText = try row.text()
        aiConfiguration = try row.document()
        companyID = try row.key()
        companyName = try row.text()
        jobID = try row.optionalKey()
        jobTitle = try row.optionalText()
        isRecurring = try row.bool()
        recurringPattern = try row.document()
        notes = try row.text()
        maxCandidates = try row.int()
        currentBookings = try row.int()
        liveHolds = try row.int()
        rules = try BookingRules(&row)
        isBlackedOut = try row.bool()
        // The version is for the slot's ETag, which a list has none of.
        _ = try row.int()
        createdAt = try row.instant()
        updatedAt = try row.instant()
    }
}
