public import Domain
public import MariaDB

/// A row that is locked while it is compared with what its editor saw, of a table whose rows count no versions.
public enum LockedRow: Sendable {
    case agencyContact(Int64)
    case candidateDraft(Int64)
    case company(Int64)
    case configuration(Int64)
    case conflict(ConflictID)
    case domain(Int64)
    case evaluation(Int64)
    case job(Int64)
    /// The row of a user's preferences.
    case preferences(user: Int64)
    case questionSet(Int64)
    case user(Int64)

    /// Locks the row until the transaction ends; a row that is gone locks nothing.
    public func lock(_ db: Connection) throws(DatabaseError) {
        let statement: SQL =
            switch self {
            case .agencyContact(let id): "SELECT 1 FROM agency_contact WHERE id = \(id) FOR UPDATE"
            case .candidateDraft(let id): "SELECT 1 FROM candidate_draft WHERE id = \(id) FOR UPDATE"
            case .company(let id): "SELECT 1 FROM company WHERE id = \(id) FOR UPDATE"
            case .configuration(let id): "SELECT 1 FROM interview_configuration WHERE id = \(id) FOR UPDATE"
            case .conflict(let id): "SELECT 1 FROM interview_conflict WHERE id = \(id) FOR UPDATE"
            case .domain(let id): "SELECT 1 FROM domain WHERE id = \(id) FOR UPDATE"
            case .evaluation(let id): "SELECT 1 FROM evaluation WHERE id = \(id) FOR UPDATE"
            case .job(let id): "SELECT 1 FROM job WHERE id = \(id) FOR UPDATE"
            case .preferences(let user): "SELECT 1 FROM notification_preference WHERE user_id = \(user) FOR UPDATE"
            case .questionSet(let id): "SELECT 1 FROM question_set WHERE id = \(id) FOR UPDATE"
            case .user(let id): "SELECT 1 FROM user WHERE id = \(id) FOR UPDATE"
            }
        _ = try db.first(statement) { (row) throws(DatabaseError) in try row.int() }
    }
}
