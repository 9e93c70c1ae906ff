public import CivilTime
public import Domain
public import MariaDB

/// The locks that a booking is made under, and what is read under them.
///
/// The rows are locked one after the other by statements that answer nothing; then one SELECT reads them and all that is to
/// be known beside them. A transaction here reads what is committed (`READ COMMITTED`), and of a locked row that cannot
/// change any more.
extension BookingStore {
    /// A slot whose row is locked, with the seats that others have.
    public struct LockedSlot: Equatable, Sendable {
        public let id: SlotID
        public let companyID: Int64
        public let jobID: Int64?
        public let jobTitle: String?
        public let status: SlotStatus
        public let time: SlotTime
        public let maxCandidates: Int
        public let currentBookings: Int
        /// What its company asks beyond a free seat.
        public let rules: BookingRules
        /// Whether its day is one of the company's blackouts.
        public let isBlackedOut: Bool
        /// Live holds that belong to other interviews.
        public let otherHolds: Int
    }

    /// An interview whose row is locked, with those of its candidate, schedule and holds.
    public struct LockedInterview: Equatable, Sendable {
        public let id: InterviewID
        public let candidate: LockedCandidate
        public let companyID: Int64?
        public let status: InterviewStatus
        /// The start that its candidate was last told.
        public let startedAt: Instant?
        /// The end that its candidate was last told.
        public let endedAt: Instant?
        public let schedule: LockedSchedule?
        public internal(set) var holds: [Hold]
    }

    public struct LockedCandidate: Equatable, Sendable {
        public let id: Int64
        public let status: CandidateStatus?
        /// Whether there are other interviews that are to come: most have none, and nothing more need be asked.
        public let hasOthers: Bool
    }

    public struct LockedSchedule: Equatable, Sendable {
        public let id: ScheduleID
        public let slotID: SlotID
        public let status: ScheduleStatus
        public let sequence: Int
    }

    /// Locks the slots in the order of their ids; a missing one is left out.
    public func lockSlots(_ ids: Set<SlotID>, at now: Instant) throws(DatabaseError) -> [SlotID: LockedSlot] {
        guard !ids.isEmpty else { return [:] }
        var batch = Batch()
        lock(ids, in: &batch)
        let slots = batch.all(
            """
            SELECT \(LockedSlot.columns(not: nil, at: now))
            FROM slot
            JOIN company ON company.id = slot.company_id
            LEFT JOIN job slot_job ON slot_job.id = slot.job_id
            WHERE \(BookingStore.isOne(of: ids))
            """,
            LockedSlot.ifAny
        )
        try db.run(batch)
        return slots.value.byID
    }

    /// Locks the slots, then the candidate of an interview that is about to be made; `nil` when there is no candidate.
    ///
    /// Under these locks it is counted how many live holds `user` has; `nil` where nobody is named.
    public func lock(
        _ ids: Set<SlotID>,
        candidate id: Int64,
        user: Int64?,
        at now: Instant
    ) throws(DatabaseError) -> (slots: [SlotID: LockedSlot], candidate: LockedCandidate, liveHolds: Int?)? {
        var batch = Batch()
        lock(ids, in: &batch)
        batch.lock("candidate WHERE id = \(id)")
        let liveHolds: SQL = user.map { "(\(BookingStore.liveHolds(by: $0, not: nil, at: now)))" } ?? "NULL"
        let rows = batch.all(
            """
            SELECT candidate.id, candidate.status, \(BookingStore.hasOthers(not: nil)), \(liveHolds),
                \(LockedSlot.columns(not: nil, at: now))
            FROM candidate
            LEFT JOIN slot ON \(BookingStore.isOne(of: ids))
            LEFT JOIN company ON company.id = slot.company_id
            LEFT JOIN job slot_job ON slot_job.id = slot.job_id
            WHERE candidate.id = \(id)
            """
        ) { (row) throws(DatabaseError) in
            (candidate: try LockedCandidate(&row), liveHolds: try row.optionalInt(), slot: try LockedSlot.ifAny(&row))
        }
        try db.run(batch)
        guard let first = rows.value.first else { return nil }
        return (rows.value.map(\.slot).byID, first.candidate, first.liveHolds)
    }

    /// What `lock` found; `coming` only where it was asked for.
    public typealias LockedBooking = (
        slots: [SlotID: LockedSlot], interview: LockedInterview, coming: BookingFactsStore.Coming?
    )

    /// Locks the slots, the candidate, then the interview with its schedule and holds; `nil` when the interview is gone.
    ///
    /// With `announcing` it is read, too, what a booking in that slot, which is one of `ids`, will have to say.
    public func lock(
        _ ids: Set<SlotID>,
        candidate: Int64,
        interview: InterviewID,
        announcing target: SlotID? = nil,
        at now: Instant
    ) throws(DatabaseError) -> LockedBooking? {
        var batch = Batch()
        lock(ids, in: &batch)
        batch.lock("candidate WHERE id = \(candidate)")
        batch.lock("schedule WHERE interview_id = \(interview)")
        batch.lock("hold WHERE interview_id = \(interview)")
        batch.lock("interview WHERE id = \(interview)")
        let coming = target == nil ? nil : BookingFactsStore.coming
        let columns: SQL = coming.map { ", \($0.columns)" } ?? ""
        let joins: SQL = coming?.joins ?? ""
        // A row for each slot and each hold: one of each, as a rule.
        let rows = batch.all(
            """
            SELECT candidate.id, candidate.status, \(BookingStore.hasOthers(not: interview)),
                interview.company_id, interview.status, interview.started_at, interview.ended_at,
                schedule.id, schedule.slot_id, schedule.status, schedule.calendar_sequence,
                own.slot_id, own.kind, own.status_before, own.expires_at,
                \(LockedSlot.columns(not: interview, at: now)) \(columns)
            FROM interview
            JOIN candidate ON candidate.id = interview.candidate_id
            LEFT JOIN schedule ON schedule.interview_id = interview.id
            LEFT JOIN hold own ON own.interview_id = interview.id
            LEFT JOIN slot ON \(BookingStore.isOne(of: ids))
            LEFT JOIN company ON company.id = slot.company_id
            LEFT JOIN job slot_job ON slot_job.id = slot.job_id
            \(joins)
            WHERE interview.id = \(interview)
            """
        ) { (row) throws(DatabaseError) in
            let found = try LockedInterview(interview, &row)
            let slot = try LockedSlot.ifAny(&row)
            let isTarget = slot != nil && slot?.id == target
            return (
                interview: found, slot: slot, coming: isTarget ? try BookingFactsStore.Coming(interview, &row) : nil
            )
        }
        try db.run(batch)
        guard var found = rows.value.first?.interview else { return nil }
        for hold in rows.value.flatMap(\.interview.holds) where !found.holds.contains(hold) { found.holds.append(hold) }
        return (rows.value.map(\.slot).byID, found, rows.value.lazy.compactMap(\.coming).first)
    }

    private func lock(_ slots: Set<SlotID>, in batch: inout Batch) {
        for id in slots.sorted(by: { $0.text < $1.text }) { batch.lock("slot WHERE id = \(id)") }
    }

    private static func isOne(of slots: Set<SlotID>) -> SQL {
        "slot.id IN (\(list: slots.sorted { $0.text < $1.text }))"
    }

    /// Whether the joined candidate has other interviews that are to come.
    private static func hasOthers(not interview: InterviewID?) -> SQL {
        let others: SQL = interview.map { "AND other.id <> \($0)" } ?? ""
        return """
            EXISTS (
                SELECT 1
                FROM interview other
                WHERE other.candidate_id = candidate.id AND other.status = 'scheduled' \(others)
            )
            """
    }
}

extension [BookingStore.LockedSlot?] {
    fileprivate var byID: [SlotID: BookingStore.LockedSlot] {
        Dictionary(compactMap { slot in slot.map { ($0.id, $0) } }) { first, _ in first }
    }
}

extension BookingStore.LockedSlot {
    /// Where `slot`, its `company` and, as `slot_job`, its job are joined; `interview` is the one whose own holds do not count.
    fileprivate static func columns(not interview: InterviewID?, at now: Instant) -> SQL {
        """
        slot.id, slot.company_id, slot.job_id, slot_job.job_title, slot.status, \(SlotTime.columns), slot.max_candidates,
        slot.current_bookings, \(BookingRules.columns), \(Blackout.coversSlot),
        (\(BookingStore.otherHolds(on: "slot.id", not: interview, at: now)))
        """
    }

    /// `nil` where an outer join has found no slot; the rest of its columns is not read then.
    fileprivate static func ifAny(_ row: inout Row) throws(DatabaseError) -> Self? {
        guard let id: SlotID = try row.optionalID() else { return nil }
        return Self(
            id: id,
            companyID: try row.key(),
            jobID: try row.optionalKey(),
            jobTitle: try row.optionalString(),
            status: SlotStatus(rawValue: try row.string()) ?? .cancelled,
            time: try SlotTime(&row),
            maxCandidates: try row.int(),
            currentBookings: try row.int(),
            rules: try BookingRules(&row),
            isBlackedOut: try row.bool(),
            otherHolds: try row.int()
        )
    }
}

extension BookingStore.LockedCandidate {
    fileprivate init(_ row: inout Row) throws(DatabaseError) {
        id = try row.key()
        status = CandidateStatus(rawValue: try row.string())
        hasOthers = try row.bool()
    }
}

extension BookingStore.LockedInterview {
    fileprivate init(_ id: InterviewID, _ row: inout Row) throws(DatabaseError) {
        self.id = id
        candidate = try BookingStore.LockedCandidate(&row)
        companyID = try row.optionalKey()
        status = InterviewStatus(rawValue: try row.string()) ?? .scheduled
        startedAt = try row.optionalInstant()
        endedAt = try row.optionalInstant()
        schedule = try BookingStore.LockedSchedule.ifAny(&row)
        holds = try [BookingStore.Hold.ifAny(&row)].compactMap(\.self)
    }
}

extension BookingStore.LockedSchedule {
    fileprivate static func ifAny(_ row: inout Row) throws(DatabaseError) -> Self? {
        let id: ScheduleID? = try row.optionalID()
        let slot: SlotID? = try row.optionalID()
        let status = try row.optionalString()
        let sequence = try row.optionalInt()
        guard let id, let slot, let status, let sequence else { return nil }
        return Self(id: id, slotID: slot, status: ScheduleStatus(rawValue: status) ?? .cancelled, sequence: sequence)
    }
}

extension BookingStore.Hold {
    fileprivate static func ifAny(_ row: inout Row) throws(DatabaseError) -> Self? {
        let slot: SlotID? = try row.optionalID()
        let kind = try row.optionalString()
        let statusBefore = try row.optionalString()
        let expiresAt = try row.optionalInstant()
        guard let slot, let kind, let expiresAt else { return nil }
        return Self(
            slotID: slot,
            kind: BookingStore.HoldKind(rawValue: kind) ?? .new,
            statusBefore: statusBefore.flatMap(ScheduleStatus.init(rawValue:)),
            expiresAt: expiresAt
        )
    }
}
