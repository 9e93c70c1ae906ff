public import CivilTime
public import Domain
public import MariaDB

/// The table `resume`; the files are the media folder's.
public struct ResumeStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func insert(_ resume: Resume, user: Int64, at now: Instant) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO resume (id, user_id, path, original_name, media_type, size, uploaded_at)
            VALUES (\(resume.id), \(user), \(resume.path), \(resume.originalName), \(resume.mediaType), \(resume.size),
                \(now))
            """
        )
    }

    /// The newest file of that name that the user uploaded and that is nobody's resume yet; its row is locked.
    public func claim(name: String, user: Int64) throws(DatabaseError) -> ResumeID? {
        try db.first(
            """
            SELECT resume.id
            FROM resume
            WHERE resume.user_id = \(user) AND resume.original_name = \(name) AND resume.path <> ''
                AND \(ResumeStore.isLoose)
            ORDER BY resume.uploaded_at DESC, resume.id
            LIMIT 1
            FOR UPDATE
            """
        ) { (row) throws(DatabaseError) in try row.id() }
    }

    /// Forgets the files that the user uploaded before `limit` and that became nobody's; what is to be removed.
    public func forgetLoose(user: Int64, before limit: Instant) throws -> [String] {
        try db.transaction { db in
            let rows: [(id: ResumeID, path: String)] = try db.all(
                """
                SELECT resume.id, resume.path
                FROM resume
                WHERE resume.user_id = \(user) AND resume.uploaded_at < \(limit) AND \(ResumeStore.isLoose)
                FOR UPDATE
                """
            ) { (row) throws(DatabaseError) in (id: try row.id(), path: try row.string()) }
            try db.execute("DELETE FROM resume WHERE id IN (\(list: rows.map(\.id)))")
            return rows.map(\.path).filter { !$0.isEmpty }
        }
    }

    private static let isLoose: SQL = """
        NOT EXISTS (SELECT 1 FROM candidate WHERE candidate.resume_id = resume.id)
            AND NOT EXISTS (SELECT 1 FROM candidate_draft WHERE candidate_draft.resume_id = resume.id)
        """
}

extension Resume {
    static let columns: SQL =
        "resume.id, resume.path, resume.original_name, resume.media_type, resume.size"

    /// The columns of a joined row that may not be there.
    static func optional(_ row: inout Row) throws(DatabaseError) -> Resume? {
        let id: ResumeID? = try row.optionalID()
        let path = try row.optionalString()
        let name = try row.optionalString()
        let type = try row.optionalString()
        let size = try row.optionalInt()
        guard let id, let path, let name, let type, let size else { return nil }
        return Resume(id: id, path: path, originalName: name, mediaType: type, size: size)
    }
}
