public import CivilTime
public import Domain
public import MariaDB

extension SlotStore {
    /// Slots of the company with a free seat, from `moment` on or before it, the nearest first.
    public func nearest(
        to moment: Instant,
        _ side: Side,
        company: Int64,
        limit: Int,
        at now: Instant
    ) throws(DatabaseError) -> [Slot] {
        let (isOnSide, order): (SQL, SQL) =
            switch side {
            case .before: ("slot.starts_at < \(moment)", "slot.starts_at DESC, slot.id")
            case .from: ("slot.starts_at >= \(moment)", "slot.starts_at, slot.id")
            }
        return try db.all(
            """
            SELECT \(Slot.columns(at: now))
            FROM slot
            JOIN company ON company.id = slot.company_id
            LEFT JOIN job ON job.id = slot.job_id
            WHERE slot.company_id = \(company) AND slot.wire_status = 'available' AND slot.starts_at > \(now)
              AND slot.current_bookings + \(Slot.liveHolds(at: now)) < slot.max_candidates
              AND \(Slot.keepsRules(at: now)) AND \(isOnSide)
            ORDER BY \(order)
            LIMIT \(limit)
            """,
            Slot.init
        )
    }

    public enum Side: Sendable { case before, from }
}
