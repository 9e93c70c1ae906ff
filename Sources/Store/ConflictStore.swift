public import CivilTime
public import Domain
public import JSON
public import MariaDB

/// Two things that cannot both be: found when a booking is refused or forced, and settled by a person.
public struct InterviewConflict: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case overlap
        case aiSystemError = "ai_system_error"
        case slotUnavailable = "slot_unavailable"
        case candidateUnavailable = "candidate_unavailable"
        case systemError = "system_error"
    }

    public enum Resolution: String, CaseIterable, Sendable { case pending, rescheduled, cancelled, resolved }

    /// An interview as a conflict shows it.
    public struct Party: Equatable, Sendable {
        public let id: InterviewID
        public let candidateName: String
        public let status: InterviewStatus
        public let startedAt: Instant?
        public let endedAt: Instant?
    }

    public let id: ConflictID
    public let companyID: Int64?
    public let kind: Kind
    public let resolution: Resolution
    public let primary: Party
    public let other: Party?
    public let details: JSON.Object
    public let notes: String
    public let detectedAt: Instant
    public let resolvedAt: Instant?
    public let resolvedBy: Int64?
    public let resolvedByName: String?
}

/// The `interview_conflict` table.
public struct ConflictStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func conflicts(
        in scope: Access.Scope,
        limit: Int,
        offset: Int
    ) throws(DatabaseError) -> [InterviewConflict] {
        try select(
            """
            WHERE \(scope.condition(on: "interview_conflict.company_id"))
            ORDER BY interview_conflict.detected_at DESC, interview_conflict.id DESC
            LIMIT \(limit) OFFSET \(offset)
            """
        )
    }

    public func count(in scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM interview_conflict WHERE \(scope.condition(on: "company_id"))")
    }

    public func conflict(_ id: ConflictID) throws(DatabaseError) -> InterviewConflict? {
        try select("WHERE interview_conflict.id = \(id)").first
    }

    /// Whether the same conflict is noted and not settled yet.
    public func isPending(
        _ kind: InterviewConflict.Kind,
        primary: InterviewID,
        other: InterviewID?
    ) throws(DatabaseError) -> Bool {
        try db.count(
            """
            SELECT COUNT(*)
            FROM interview_conflict
            WHERE primary_interview_id = \(primary) AND conflicting_interview_id <=> \(other)
              AND conflict_type = \(kind.rawValue) AND resolution = 'pending'
            """
        ) > 0
    }

    public func add(
        _ id: ConflictID,
        _ kind: InterviewConflict.Kind,
        primary: InterviewID,
        other: InterviewID?,
        company: Int64?,
        details: JSON.Object,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO interview_conflict (
                id, company_id, conflict_type, primary_interview_id, conflicting_interview_id, conflict_details,
                detected_at
            ) VALUES (\(id), \(company), \(kind.rawValue), \(primary), \(other), \(details), \(now))
            """
        )
    }

    public func resolve(
        _ id: ConflictID,
        _ resolution: InterviewConflict.Resolution,
        notes: String,
        by user: Int64,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE interview_conflict
            SET resolution = \(resolution.rawValue), resolution_notes = \(notes), resolved_at = \(now),
                resolved_by = \(user)
            WHERE id = \(id)
            """
        )
    }

    private func select(_ rest: SQL) throws(DatabaseError) -> [InterviewConflict] {
        try db.all(
            """
            SELECT interview_conflict.id, interview_conflict.company_id, conflict_type, resolution,
                first.id, first_candidate.full_name, first.status, first.started_at, first.ended_at,
                conflict_details, resolution_notes, detected_at, resolved_at, resolved_by, user.full_name,
                second.id, second_candidate.full_name, second.status, second.started_at, second.ended_at
            FROM interview_conflict
            JOIN interview first ON first.id = interview_conflict.primary_interview_id
            JOIN candidate first_candidate ON first_candidate.id = first.candidate_id
            LEFT JOIN interview second ON second.id = interview_conflict.conflicting_interview_id
            LEFT JOIN candidate second_candidate ON second_candidate.id = second.candidate_id
            LEFT JOIN user ON user.id = interview_conflict.resolved_by
            \(rest)
            """,
            InterviewConflict.init
        )
    }
}

extension InterviewConflict {
    init(_ row: inout Row) throws(DatabaseError) {
        id = try row.id()
        companyID = try row.optionalKey()
        kind = Kind(rawValue: try row.string()) ?? .systemError
        resolution = Resolution(rawValue: try row.string()) ?? .pending
        primary = try Party(id: try row.id(), &row)
        details = try row.object()
        notes = try row.string()
        detectedAt = try row.instant()
        resolvedAt = try row.optionalInstant()
        resolvedBy = try row.optionalKey()
        resolvedByName = try row.optionalString()
        other = try row.optionalID().map { (id) throws(DatabaseError) in try Party(id: id, &row) }
    }
}

extension InterviewConflict.Party {
    /// Reads the columns after the id.
    init(id: InterviewID, _ row: inout Row) throws(DatabaseError) {
        self.id = id
        candidateName = try row.string()
        status = InterviewStatus(rawValue: try row.string()) ?? .scheduled
        startedAt = try row.optionalInstant()
        endedAt = try row.optionalInstant()
    }
}
