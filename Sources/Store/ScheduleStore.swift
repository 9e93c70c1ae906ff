public import CivilTime
public import Domain
public import MariaDB

/// The `schedule` table, for reading; bookings are written by `BookingStore` under locks.
public struct ScheduleStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func schedules(
        in scope: Access.Scope,
        limit: Int,
        offset: Int
    ) throws(DatabaseError) -> [Schedule] {
        try select(
            """
            WHERE \(scope.condition(on: "slot.company_id"))
            ORDER BY schedule.booked_at DESC, schedule.id DESC
            LIMIT \(limit) OFFSET \(offset)
            """
        )
    }

    public func count(in scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM schedule
            JOIN slot ON slot.id = schedule.slot_id
            WHERE \(scope.condition(on: "slot.company_id"))
            """
        )
    }

    /// The bookings of slots from one day to another, in the order of time.
    public func calendar(
        in scope: Access.Scope,
        from: LocalDate?,
        to: LocalDate?,
        limit: Int,
        offset: Int
    ) throws(DatabaseError) -> [Schedule] {
        try select(
            """
            WHERE \(ScheduleStore.days(scope, from, to))
            ORDER BY slot.starts_at, schedule.id
            LIMIT \(limit) OFFSET \(offset)
            """
        )
    }

    public func calendarCount(
        in scope: Access.Scope,
        from: LocalDate?,
        to: LocalDate?
    ) throws(DatabaseError) -> Int {
        try db.count(
            """
            SELECT COUNT(*)
            FROM schedule
            JOIN slot ON slot.id = schedule.slot_id
            WHERE \(ScheduleStore.days(scope, from, to))
            """
        )
    }

    /// How many slots there are in those days: all, with a free seat, and without.
    public func calendarCounts(
        in scope: Access.Scope,
        from: LocalDate?,
        to: LocalDate?
    ) throws(DatabaseError) -> (total: Int, available: Int, booked: Int) {
        try db.first(
            """
            SELECT COUNT(*), COUNT(IF(slot.wire_status = 'available', 1, NULL)),
                COUNT(IF(slot.wire_status = 'booked', 1, NULL))
            FROM slot
            WHERE \(ScheduleStore.days(scope, from, to))
            """
        ) { (row) throws(DatabaseError) in (try row.int(), try row.int(), try row.int()) } ?? (0, 0, 0)
    }

    public func schedule(_ id: ScheduleID) throws(DatabaseError) -> Schedule? {
        try select("WHERE schedule.id = \(id)").first
    }

    /// The booking of the interview.
    public func schedule(of interview: InterviewID) throws(DatabaseError) -> Schedule? {
        try select("WHERE schedule.interview_id = \(interview)").first
    }

    /// A booking and what became of the mail that tells its candidate of it.
    public struct Announced: Equatable, Sendable {
        public let schedule: Schedule
        public let mailState: MailState?
        public let mailError: String?
    }

    /// The booking of the interview with its mail, asked for together with others.
    public func announced(_ interview: InterviewID, in batch: inout Batch) -> Batch.Answer<Announced?> {
        let mail = OutboxStore.latestCandidateMail(of: interview)
        return batch.first(
            ScheduleStore.selection(
                adding: ", mail.state, mail.last_error",
                "LEFT JOIN outbox mail ON mail.id = (\(mail)) WHERE schedule.interview_id = \(interview)"
            )
        ) { (row) throws(DatabaseError) in
            Announced(
                schedule: try Schedule(&row),
                mailState: try row.optionalString().flatMap(MailState.init(rawValue:)),
                mailError: try row.optionalString()
            )
        }
    }

    private func select(_ rest: SQL) throws(DatabaseError) -> [Schedule] {
        try db.all(ScheduleStore.selection(rest), Schedule.init)
    }

    private static func selection(adding columns: SQL = "", _ rest: SQL) -> SQL {
        """
        SELECT schedule.id, schedule.interview_id, schedule.slot_id, schedule.status, schedule.booking_notes,
            schedule.booked_at, schedule.confirmed_at, schedule.cancelled_at, schedule.cancellation_reason,
            schedule.cancelled_by, candidate.full_name, interview.status, interview.started_at,
            interview.ended_at, slot.ai_interview_type, \(SlotTime.columns), slot.company_id, company.name
            \(columns)
        FROM schedule
        JOIN slot ON slot.id = schedule.slot_id
        JOIN company ON company.id = slot.company_id
        JOIN interview ON interview.id = schedule.interview_id
        JOIN candidate ON candidate.id = interview.candidate_id
        \(rest)
        """
    }

    private static func days(_ scope: Access.Scope, _ from: LocalDate?, _ to: LocalDate?) -> SQL {
        var conditions: [SQL] = [scope.condition(on: "slot.company_id")]
        if let from { conditions.append("slot.interview_date >= \(from)") }
        if let to { conditions.append("slot.interview_date <= \(to)") }
        return conditions.joined(separator: " AND ")
    }
}

extension Schedule {
    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.id(),
            interviewID: try row.id(),
            slotID: try row.id(),
            status: ScheduleStatus(rawValue: try row.string()) ?? .cancelled,
            bookingNotes: try row.string(),
            bookedAt: try row.instant(),
            confirmedAt: try row.optionalInstant(),
            cancelledAt: try row.optionalInstant(),
            cancellationReason: try row.string(),
            cancelledBy: try row.optionalKey(),
            candidateName: try row.string(),
            interviewStatus: InterviewStatus(rawValue: try row.string()) ?? .scheduled,
            startedAt: try row.optionalInstant(),
            endedAt: try row.optionalInstant(),
            interviewType: InterviewType(rawValue: try row.string()) ?? .general,
            slotTime: try SlotTime(&row),
            companyID: try row.key(),
            companyName: try row.string()
        )
    }
}
