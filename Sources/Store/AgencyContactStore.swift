public import CivilTime
public import Domain
public import MariaDB

/// The table `agency_contact`.
public struct AgencyContactStore {
    private static let columns: SQL = """
        id, email, role, first_name, last_name, phone_number, company_id, company_name, linkedin_url, is_active,
        permission_granted, created_by
        """

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func list(_ scope: Access.Scope, page: SQL) throws(DatabaseError) -> [AgencyContact] {
        try db.all(
            """
            SELECT \(AgencyContactStore.columns)
            FROM agency_contact
            WHERE \(scope.condition(on: "company_id"))
            ORDER BY id DESC
            \(page)
            """,
            AgencyContact.init
        )
    }

    public func count(_ scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM agency_contact WHERE \(scope.condition(on: "company_id"))")
    }

    public func find(_ id: Int64) throws(DatabaseError) -> AgencyContact? {
        try db.first("SELECT \(AgencyContactStore.columns) FROM agency_contact WHERE id = \(id)", AgencyContact.init)
    }

    /// What came of writing a contact.
    public enum Writing: Equatable, Sendable { case written(Int64), emailTaken, noSuchCompany, notFound }

    public func create(_ fields: AgencyContact.Fields, by user: Int64, on day: LocalDate) throws -> Writing {
        try refusals {
            .written(
                try db.insert(
                    """
                    INSERT INTO agency_contact (email, role, first_name, last_name, phone_number, company_id,
                        company_name, linkedin_url, is_active, permission_granted, created_by)
                    VALUES (\(fields.email), \(fields.role), \(fields.firstName), \(fields.lastName),
                        \(fields.phoneNumber), \(fields.companyID), \(fields.companyName), \(fields.linkedinURL),
                        \(fields.isActive), \(day), \(user))
                    """
                )
            )
        }
    }

    /// Writes what `change` makes of the contact.
    public func update(_ id: Int64, _ change: (inout AgencyContact.Fields) -> Void) throws -> Writing {
        try refusals {
            try db.transaction { db in
                let found = try db.first(
                    "SELECT \(AgencyContactStore.columns) FROM agency_contact WHERE id = \(id) FOR UPDATE",
                    AgencyContact.init
                )
                guard var fields = found?.fields else { return .notFound }
                change(&fields)
                try db.execute(
                    """
                    UPDATE agency_contact
                    SET email = \(fields.email), role = \(fields.role), first_name = \(fields.firstName),
                        last_name = \(fields.lastName), phone_number = \(fields.phoneNumber),
                        company_id = \(fields.companyID), company_name = \(fields.companyName),
                        linkedin_url = \(fields.linkedinURL), is_active = \(fields.isActive)
                    WHERE id = \(id)
                    """
                )
                return .written(id)
            }
        }
    }

    public func delete(_ id: Int64) throws(DatabaseError) {
        try db.execute("DELETE FROM agency_contact WHERE id = \(id)")
    }

    private func refusals(_ body: () throws -> Writing) throws -> Writing {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.kind {
            case .duplicateKey: return .emailTaken
            case .foreignKey: return .noSuchCompany
            default: throw error
            }
        }
    }
}

extension AgencyContact {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        var fields = Fields()
        fields.email = try row.string()
        fields.role = try row.string()
        fields.firstName = try row.string()
        fields.lastName = try row.string()
        fields.phoneNumber = try row.string()
        fields.companyID = try row.optionalKey()
        fields.companyName = try row.string()
        fields.linkedinURL = try row.string()
        fields.isActive = try row.bool()
        self.init(
            id: id,
            fields: fields,
            permissionGranted: try row.date(),
            createdBy: try row.optionalKey()
        )
    }
}
