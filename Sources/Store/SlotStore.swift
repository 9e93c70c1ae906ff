public import CivilTime
public import Domain
import JSON
public import MariaDB

/// The `slot` table: reading it, and writing what is no matter of seats.
public struct SlotStore {
    let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// What a list of slots is narrowed to.
    public struct Filter: Sendable {
        public var status: SlotStatus?
        public var from: LocalDate?
        public var to: LocalDate?
        public var companyID: Int64?
        public var jobID: Int64?
        public var interviewType: InterviewType?
        public var startsNotBefore: LocalTime?
        public var endsNotAfter: LocalTime?
        public var minimumMinutes: Int?
        /// Only slots in which a seat could be taken now.
        public var onlyAvailable = false

        public init() {}
    }

    public enum Order: Sendable { case newestFirst, byTime }

    /// Calls `body` with each slot of a list, in its order; what it is called with is valid until it returns.
    public func each(
        _ filter: Filter,
        in scope: Access.Scope,
        order: Order,
        limit: Int,
        offset: Int,
        at now: Instant,
        _ body: (SlotRow) -> Void
    ) throws(DatabaseError) {
        let ordering: SQL =
            order == .newestFirst
            ? "slot.created_at DESC, slot.id DESC" : "slot.interview_date, slot.start_time, slot.id"
        // Without STRAIGHT_JOIN the few companies are read first and every slot is sorted.
        try db.each(
            """
            SELECT \(Slot.columns(at: now))
            FROM slot \(SlotStore.index(for: filter, scope))
            STRAIGHT_JOIN company ON company.id = slot.company_id
            LEFT JOIN job ON job.id = slot.job_id
            WHERE \(SlotStore.condition(filter, scope, now))
            ORDER BY \(ordering)
            LIMIT \(limit) OFFSET \(offset)
            """
        ) { (row) throws(DatabaseError) in body(try SlotRow(&row)) }
    }

    public func count(_ filter: Filter, in scope: Access.Scope, at now: Instant) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM slot WHERE \(SlotStore.condition(filter, scope, now))")
    }

    public func slot(_ id: SlotID, at now: Instant) throws(DatabaseError) -> Slot? {
        try db.first(
            """
            SELECT \(Slot.columns(at: now))
            FROM slot
            JOIN company ON company.id = slot.company_id
            LEFT JOIN job ON job.id = slot.job_id
            WHERE slot.id = \(id)
            """,
            Slot.init
        )
    }

    /// Adds a slot; seats taken and the shown status are never written from outside.
    public func add(_ slot: Slot) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO slot (
                id, slot_type, status, interview_date, start_time, end_time, time_zone, starts_at, ends_at,
                ai_interview_type, ai_configuration, company_id, job_id, is_recurring, recurring_pattern, notes,
                max_candidates, created_at, updated_at
            ) VALUES (
                \(slot.id), \(slot.type.rawValue), \(slot.status.rawValue), \(slot.time.date), \(slot.time.start),
                \(slot.time.end), \(slot.time.zoneName), \(slot.time.startsAt), \(slot.time.endsAt),
                \(slot.interviewType.rawValue), \(slot.aiConfiguration), \(slot.companyID), \(slot.jobID),
                \(slot.isRecurring), \(slot.recurringPattern), \(slot.notes), \(slot.maxCandidates),
                \(slot.createdAt), \(slot.updatedAt)
            )
            """
        )
    }

    /// Writes every editable column of a slot whose row is locked.
    ///
    /// The caller has seen to the bookings that it has.
    public func update(_ slot: Slot) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE slot
            SET slot_type = \(slot.type.rawValue), status = \(slot.status.rawValue), interview_date = \(slot.time.date),
                start_time = \(slot.time.start), end_time = \(slot.time.end),
                time_zone = IF(
                    time_zone IS NULL
                        AND \(slot.time.zoneName) <=> (SELECT time_zone FROM company WHERE company.id = slot.company_id),
                    NULL,
                    \(slot.time.zoneName)
                ),
                starts_at = \(slot.time.startsAt), ends_at = \(slot.time.endsAt),
                ai_interview_type = \(slot.interviewType.rawValue), ai_configuration = \(slot.aiConfiguration),
                company_id = \(slot.companyID), job_id = \(slot.jobID), is_recurring = \(slot.isRecurring),
                recurring_pattern = \(slot.recurringPattern), notes = \(slot.notes),
                max_candidates = \(slot.maxCandidates), version = version + 1, updated_at = \(slot.updatedAt)
            WHERE id = \(slot.id)
            """
        )
    }

    public func delete(_ id: SlotID) throws(DatabaseError) {
        try db.execute("DELETE FROM slot WHERE id = \(id)")
    }

    /// The times of the company's open or booked slots that touch the days from `from` to `to`.
    public func occupied(
        company: Int64,
        from: Instant,
        to: Instant
    ) throws(DatabaseError) -> [(start: Instant, end: Instant)] {
        try db.all(
            """
            SELECT starts_at, ends_at
            FROM slot
            WHERE company_id = \(company) AND starts_at < \(to) AND ends_at > \(from)
              AND status IN ('available', 'booked')
            ORDER BY starts_at
            """
        ) { (row) throws(DatabaseError) in (start: try row.instant(), end: try row.instant()) }
    }

    /// Locks the company's row, so that two series for it do not fill the same times.
    public func lockCompany(_ id: Int64) throws(DatabaseError) {
        _ = try db.count("SELECT id FROM company WHERE id = \(id) FOR UPDATE")
    }

    /// What slots show of their company and job.
    public func names(company: Int64, job: Int64?) throws(DatabaseError) -> (company: String, job: String?) {
        try db.first(
            "SELECT name, (SELECT job_title FROM job WHERE job.id = \(job)) FROM company WHERE id = \(company)"
        ) { (row) throws(DatabaseError) in (try row.string(), try row.optionalString()) } ?? ("", nil)
    }

    /// The company's slots at exactly this wall clock, in id order.
    public func ids(
        company: Int64,
        date: LocalDate,
        start: LocalTime,
        end: LocalTime
    ) throws(DatabaseError) -> [SlotID] {
        try db.all(
            """
            SELECT id
            FROM slot
            WHERE company_id = \(company) AND interview_date = \(date) AND start_time = \(start)
              AND end_time = \(end) AND status IN ('available', 'booked')
            ORDER BY id
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    /// The index of a company's day, which has the rows in the list's order; for any other list the server chooses.
    ///
    /// Left to choose here too, it weighs seven indexes for each list, and intersects two of them.
    private static func index(for filter: Filter, _ scope: Access.Scope) -> SQL {
        guard filter.from != nil, filter.from == filter.to else { return "" }
        if case .everything = scope, filter.companyID == nil { return "" }
        return "FORCE INDEX (slot_company_day)"
    }

    private static func condition(_ filter: Filter, _ scope: Access.Scope, _ now: Instant) -> SQL {
        var conditions: [SQL] = [scope.condition(on: "slot.company_id")]
        if let status = filter.status { conditions.append("slot.wire_status = \(status.rawValue)") }
        if let from = filter.from, filter.from == filter.to {
            conditions.append("slot.interview_date = \(from)")
        } else {
            if let from = filter.from { conditions.append("slot.interview_date >= \(from)") }
            if let to = filter.to { conditions.append("slot.interview_date <= \(to)") }
        }
        if let company = filter.companyID { conditions.append("slot.company_id = \(company)") }
        if let job = filter.jobID { conditions.append("slot.job_id = \(job)") }
        if let type = filter.interviewType { conditions.append("slot.ai_interview_type = \(type.rawValue)") }
        if let start = filter.startsNotBefore { conditions.append("slot.start_time >= \(start)") }
        if let end = filter.endsNotAfter { conditions.append("slot.end_time <= \(end)") }
        if let minutes = filter.minimumMinutes {
            conditions.append("slot.ends_at >= slot.starts_at + INTERVAL \(minutes) MINUTE")
        }
        if filter.onlyAvailable {
            conditions.append(
                """
                slot.wire_status = 'available' AND slot.starts_at > \(now)
                AND slot.current_bookings + \(Slot.liveHolds(at: now)) < slot.max_candidates
                AND \(Slot.keepsRules(at: now))
                """
            )
        }
        return conditions.joined(separator: " AND ")
    }
}

extension Slot {
    static func liveHolds(at now: Instant) -> SQL {
        "(SELECT COUNT(*) FROM hold WHERE hold.slot_id = slot.id AND hold.expires_at > \(now))"
    }

    /// Whether the company's rules let the slot be booked, as `ClaimRules` has them.
    static func keepsRules(at now: Instant) -> SQL {
        """
        NOT \(Blackout.coversSlot)
        AND EXISTS (
            SELECT 1
            FROM company AS own
            WHERE own.id = slot.company_id AND slot.starts_at >= \(now) + INTERVAL own.notice_minutes MINUTE
              AND (own.horizon_days IS NULL OR slot.starts_at <= \(now) + INTERVAL own.horizon_days DAY)
        )
        """
    }

    static func columns(at now: Instant) -> SQL {
        """
        slot.id, slot.slot_type, slot.status, \(SlotTime.columns), slot.ai_interview_type, slot.ai_configuration,
        slot.company_id, company.name, slot.job_id, job.job_title, slot.is_recurring, slot.recurring_pattern,
        slot.notes, slot.max_candidates, slot.current_bookings, \(liveHolds(at: now)), \(BookingRules.columns),
        \(Blackout.coversSlot), slot.version,
        slot.created_at, slot.updated_at
        """
    }

    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            id: try row.id(),
            type: SlotType(rawValue: try row.string()) ?? .fixed,
            status: SlotStatus(rawValue: try row.string()) ?? .cancelled,
            time: try SlotTime(&row),
            interviewType: InterviewType(rawValue: try row.string()) ?? .general,
            aiConfiguration: try row.object(),
            companyID: try row.key(),
            companyName: try row.string(),
            jobID: try row.optionalKey(),
            jobTitle: try row.optionalString(),
            isRecurring: try row.bool(),
            recurringPattern: try row.object(),
            notes: try row.string(),
            maxCandidates: try row.int(),
            currentBookings: try row.int(),
            liveHolds: try row.int(),
            rules: try BookingRules(&row),
            isBlackedOut: try row.bool(),
            version: try row.int(),
            createdAt: try row.instant(),
            updatedAt: try row.instant()
        )
    }
}

extension SlotTime {
    static let columns: SQL = """
        slot.interview_date, slot.start_time, slot.end_time, COALESCE(slot.time_zone, company.time_zone),
        slot.starts_at, slot.ends_at
        """

    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            date: try row.date(),
            start: try row.time(),
            end: try row.time(),
            zoneName: try row.optionalString(),
            startsAt: try row.instant(),
            endsAt: try row.instant()
        )
    }
}
