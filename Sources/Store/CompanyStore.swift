public import CivilTime
public import Domain
public import MariaDB

/// The table `company`.
public struct CompanyStore {
    private static let columns: SQL = "id, name, email, description, is_active, time_zone, contact, signature"

    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// The companies of a scope, the newest first.
    public func list(_ scope: Access.Scope, page: SQL) throws(DatabaseError) -> [Company] {
        try db.all(
            """
            SELECT \(CompanyStore.columns)
            FROM company
            WHERE \(scope.condition(on: "id"))
            ORDER BY id DESC
            \(page)
            """,
            Company.init
        )
    }

    public func count(_ scope: Access.Scope) throws(DatabaseError) -> Int {
        try db.count("SELECT COUNT(*) FROM company WHERE \(scope.condition(on: "id"))")
    }

    public func find(_ id: Int64) throws(DatabaseError) -> Company? {
        try db.first("SELECT \(CompanyStore.columns) FROM company WHERE id = \(id)", Company.init)
    }

    /// The company of that name; of several the active one, then the oldest.
    public func find(name: String) throws(DatabaseError) -> Company? {
        try db.first(
            "SELECT \(CompanyStore.columns) FROM company WHERE name = \(name) ORDER BY is_active DESC, id LIMIT 1",
            Company.init
        )
    }

    /// The id of the company of that name, made if there is none.
    public func findOrCreate(_ name: String, at now: Instant) throws(DatabaseError) -> Int64 {
        if let company = try find(name: name) { return company.id }
        return try db.insert(
            """
            INSERT INTO company (name, description, created_at)
            VALUES (\(name), \("Company created during registration for " + name), \(now))
            """
        )
    }

    /// What came of writing a company.
    public enum Writing: Equatable, Sendable { case written(Int64), emailTaken, notFound, zoneInUse }

    public func create(_ fields: Company.Fields, at now: Instant) throws(DatabaseError) -> Writing {
        do throws(DatabaseError) {
            return .written(
                try db.insert(
                    """
                    INSERT INTO company (name, email, description, is_active, time_zone, contact, signature, created_at)
                    VALUES (\(fields.name), \(fields.email), \(fields.description), \(fields.isActive),
                        \(fields.timeZone), \(fields.contact), \(fields.signature), \(now))
                    """
                )
            )
        } catch {
            guard error.kind == .duplicateKey(key: "company_email") else { throw error }
            return .emailTaken
        }
    }

    /// Writes what `change` makes of the company.
    ///
    /// Its zone stays while slots are in it: their moments were computed from it.
    public func update(_ id: Int64, _ change: (inout Company.Fields) -> Void) throws -> Writing {
        do {
            return try db.transaction { db in
                let found = try db.first(
                    "SELECT \(CompanyStore.columns) FROM company WHERE id = \(id) FOR UPDATE",
                    Company.init
                )
                guard let found else { return .notFound }
                var fields = found.fields
                change(&fields)
                if fields.timeZone != found.fields.timeZone, try hasSlotsInItsZone(id) { return .zoneInUse }
                try db.execute(
                    """
                    UPDATE company
                    SET name = \(fields.name), email = \(fields.email), description = \(fields.description),
                        is_active = \(fields.isActive), time_zone = \(fields.timeZone), contact = \(fields.contact),
                        signature = \(fields.signature)
                    WHERE id = \(id)
                    """
                )
                return .written(id)
            }
        } catch let error as DatabaseError where error.kind == .duplicateKey(key: "company_email") {
            return .emailTaken
        }
    }

    private func hasSlotsInItsZone(_ id: Int64) throws(DatabaseError) -> Bool {
        try db.count("SELECT EXISTS (SELECT 1 FROM slot WHERE company_id = \(id) AND time_zone IS NULL)") > 0
    }
}

extension Company {
    init(_ row: inout Row) throws(DatabaseError) {
        let id = try row.key()
        var fields = Fields(name: try row.string())
        fields.email = try row.optionalString()
        fields.description = try row.string()
        fields.isActive = try row.bool()
        fields.timeZone = try row.optionalString()
        fields.contact = try row.string()
        fields.signature = try row.string()
        self.init(id: id, fields: fields)
    }
}
