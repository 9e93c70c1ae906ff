public import Domain
public import MariaDB

/// The rules of booking in `company`, and the table `blackout`.
public struct BookingRulesStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    /// `nil` when there is no such company.
    public func rules(of company: Int64) throws(DatabaseError) -> CompanyBookingRules? {
        let found = try db.first(
            """
            SELECT \(BookingRules.columns), \(SelfBookingTerms.columns)
            FROM company
            WHERE id = \(company)
            """
        ) { (row) throws(DatabaseError) in
            CompanyBookingRules(booking: try BookingRules(&row), selfBooking: try SelfBookingTerms(&row))
        }
        guard var rules = found else { return nil }
        rules.blackouts = try db.all(
            """
            SELECT first_day, last_day, reason
            FROM blackout
            WHERE company_id = \(company)
            ORDER BY first_day, last_day, id
            """
        ) { (row) throws(DatabaseError) in
            Blackout(firstDay: try row.date(), lastDay: try row.date(), reason: try row.string())
        }
        return rules
    }

    /// Writes what `change` makes of the company's rules; `nil` when there is no such company.
    ///
    /// Bookings that stand are not touched.
    public func update(
        _ company: Int64,
        _ change: (inout CompanyBookingRules) -> Void
    ) throws -> CompanyBookingRules? {
        try db.transaction { db in
            try SlotStore(db).lockCompany(company)
            guard var rules = try rules(of: company) else { return nil }
            change(&rules)
            let (booking, own) = (rules.booking, rules.selfBooking)
            try db.execute(
                """
                UPDATE company
                SET notice_minutes = \(booking.noticeMinutes), horizon_days = \(booking.horizonDays),
                    buffer_minutes = \(booking.bufferMinutes), self_notice_minutes = \(own.noticeMinutes),
                    self_horizon_days = \(own.horizonDays), self_cancel_cutoff_minutes = \(own.cancelCutoffMinutes),
                    self_move_cutoff_minutes = \(own.moveCutoffMinutes), self_move_limit = \(own.moveLimit)
                WHERE id = \(company)
                """
            )
            try db.execute("DELETE FROM blackout WHERE company_id = \(company)")
            for blackout in rules.blackouts {
                try db.execute(
                    """
                    INSERT INTO blackout (company_id, first_day, last_day, reason)
                    VALUES (\(company), \(blackout.firstDay), \(blackout.lastDay), \(blackout.reason))
                    """
                )
            }
            return try self.rules(of: company)
        }
    }
}

extension BookingRules {
    static let columns: SQL = "company.notice_minutes, company.horizon_days, company.buffer_minutes"

    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            noticeMinutes: try row.int(),
            horizonDays: try row.optionalInt(),
            bufferMinutes: try row.int()
        )
    }
}

extension SelfBookingTerms {
    static let columns: SQL = """
        company.self_notice_minutes, company.self_horizon_days, company.self_cancel_cutoff_minutes,
        company.self_move_cutoff_minutes, company.self_move_limit
        """

    init(_ row: inout Row) throws(DatabaseError) {
        self.init(
            noticeMinutes: try row.optionalInt(),
            horizonDays: try row.optionalInt(),
            cancelCutoffMinutes: try row.optionalInt(),
            moveCutoffMinutes: try row.optionalInt(),
            moveLimit: try row.optionalInt()
        )
    }
}

extension Blackout {
    /// Whether the company gives no interviews on the slot's day.
    static let coversSlot: SQL = """
        EXISTS (
            SELECT 1
            FROM blackout
            WHERE blackout.company_id = slot.company_id
              AND slot.interview_date BETWEEN blackout.first_day AND blackout.last_day
        )
        """
}
