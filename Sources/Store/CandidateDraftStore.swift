public import CivilTime
public import Domain
public import JSON
public import MariaDB

/// The table `candidate_draft`; a draft is its user's alone.
public struct CandidateDraftStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func create(domain: String, role: String, user: Int64, at now: Instant) throws(DatabaseError) -> Int64 {
        try db.insert(
            """
            INSERT INTO candidate_draft (user_id, domain, role, created_at, updated_at)
            VALUES (\(user), \(domain), \(role), \(now), \(now))
            """
        )
    }

    public func find(_ id: Int64, user: Int64) throws(DatabaseError) -> CandidateDraft? {
        try db.first(
            """
            SELECT draft.id, draft.domain, draft.role, draft.extracted_data, draft.verified_data, draft.status,
                draft.created_at, draft.updated_at, \(Resume.columns)
            FROM candidate_draft AS draft
            LEFT JOIN resume ON resume.id = draft.resume_id
            WHERE draft.id = \(id) AND draft.user_id = \(user)
            """,
            CandidateDraft.init
        )
    }

    public func setExtracted(_ id: Int64, _ data: JSON.Object, resume: ResumeID, at now: Instant) throws(DatabaseError)
    {
        try db.execute(
            """
            UPDATE candidate_draft
            SET extracted_data = \(data), resume_id = \(resume), status = 'extracted', updated_at = \(now)
            WHERE id = \(id) AND status <> 'submitted'
            """
        )
    }

    public func setVerified(_ id: Int64, _ data: JSON.Object, at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            UPDATE candidate_draft
            SET verified_data = \(data), status = 'verified', updated_at = \(now)
            WHERE id = \(id) AND status <> 'submitted'
            """
        )
    }

    /// Marks the draft submitted; `false` if it was before.
    public func submit(_ id: Int64, at now: Instant) throws(DatabaseError) -> Bool {
        try db.execute(
            """
            UPDATE candidate_draft
            SET status = 'submitted', updated_at = \(now)
            WHERE id = \(id) AND status <> 'submitted'
            """
        ) == 1
    }
}

extension CandidateDraft {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        let domain = try row.string()
        let role = try row.string()
        let extracted = try row.object()
        let verified = try row.object()
        let status = Status(rawValue: try row.string()) ?? .draft
        let created = try row.instant()
        let updated = try row.instant()
        self.init(
            id: id,
            domain: domain,
            role: role,
            resume: try Resume.optional(&row),
            extracted: extracted,
            verified: verified,
            status: status,
            createdAt: created,
            updatedAt: updated
        )
    }
}
