public import CivilTime
import Domain
public import MariaDB

/// The table `dead_address`: where a company's mail came back from.
public struct DeadAddressStore {
    private let db: Connection
    private let company: Int64

    /// `company` is `nil` for mail that belongs to none.
    public init(_ db: Connection, company: Int64?) {
        self.db = db
        self.company = company ?? 0
    }

    public func contains(_ address: String) throws(DatabaseError) -> Bool {
        try db.count(
            "SELECT COUNT(*) FROM dead_address WHERE company_id = \(company) AND address = \(address)"
        ) > 0
    }

    public func add(
        _ address: String,
        outbox id: Int64,
        reason: String,
        at now: Instant
    ) throws(DatabaseError) {
        try db.execute(
            """
            INSERT INTO dead_address (company_id, address, outbox_id, reason, since)
            VALUES (\(company), \(address), \(id), \(reason.cut(to: 500)), \(now))
            ON DUPLICATE KEY UPDATE outbox_id = VALUES(outbox_id), reason = VALUES(reason)
            """
        )
    }

    /// Lets mail go to the address again; `false` when nothing kept it from that.
    public func remove(_ address: String) throws(DatabaseError) -> Bool {
        try db.execute("DELETE FROM dead_address WHERE company_id = \(company) AND address = \(address)") > 0
    }
}
