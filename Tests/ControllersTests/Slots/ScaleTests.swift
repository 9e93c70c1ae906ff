import Domain
import JSON
import MariaDB
import Testing
import Web

/// The lists over a database of the size of a busy year: 200,000 interviews, 100,000 slots, 50,000 candidates.
///
/// Asserted from the server's own plan, never from time.
@Suite(.serialized) struct ScaleTests {
    let fixture: BookingFixture

    init() throws {
        fixture = try BookingFixture()
        let db = fixture.app.db
        try db.execute(
            "INSERT INTO company (name, created_at) SELECT CONCAT('Company ', seq), NOW(6) FROM seq_1_to_100"
        )
        try db.execute(
            """
            INSERT INTO candidate (company_id, full_name, email, domain, status, last_updated, created_at)
            SELECT \(fixture.company) + 1 + seq % 100, CONCAT('Candidate ', seq), CONCAT('c', seq, '@example.com'),
                CONCAT('Domain ', seq % 20), IF(seq % 7 = 0, 'HIRED', 'NEW'), NOW(6), NOW(6) - INTERVAL seq MINUTE
            FROM seq_1_to_50000
            """
        )
        try db.execute(
            """
            INSERT INTO slot (
                id, interview_date, start_time, end_time, starts_at, ends_at, company_id, max_candidates,
                created_at, updated_at
            )
            SELECT UUID(), '2026-01-01' + INTERVAL seq % 700 DAY, '09:00', '10:00',
                TIMESTAMP('2026-01-01 03:30:00') + INTERVAL seq % 700 DAY,
                TIMESTAMP('2026-01-01 04:30:00') + INTERVAL seq % 700 DAY, \(fixture.company) + 1 + seq % 100, 2,
                NOW(6) - INTERVAL seq MINUTE, NOW(6)
            FROM seq_1_to_100000
            """
        )
        try db.execute(
            """
            INSERT INTO interview (id, candidate_id, company_id, status, started_at, ended_at, created_at, updated_at)
            SELECT UUID(), candidate.id, candidate.company_id, IF(seq = 1, 'scheduled', 'completed'),
                NOW(6) - INTERVAL candidate.id MINUTE, NOW(6), candidate.created_at + INTERVAL seq SECOND, NOW(6)
            FROM candidate
            JOIN seq_1_to_4
            """
        )
        try db.execute(
            """
            INSERT INTO schedule (id, interview_id, slot_id, booked_at)
            SELECT UUID(), interview.id, slot.id, NOW(6)
            FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM interview) interview
            JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM slot) slot ON slot.n = interview.n
            """
        )
        try db.execute("ANALYZE TABLE candidate, slot, interview, schedule")
    }

    @Test func `the filtered lists and the dashboard never read a whole table`() throws {
        let company = fixture.company + 5
        let user = try fixture.app.addUser(.company, company: company)
        let admin = fixture.admin
        let paths: [(String, TestUser)] = [
            ("/api/interviews/slots/?date=2026-11-23&status=available", user),
            ("/api/interviews/slots/?limit=20", user),
            ("/api/interviews/slots/?limit=20&status=available", admin),
            ("/api/interviews/slots/?date=2026-11-23", admin),
            ("/api/interviews/?limit=20", user), ("/api/interviews/?limit=20&status=scheduled", user),
            ("/api/interviews/?limit=20&candidate_id=77", admin), ("/api/candidates/?limit=20", user),
            ("/api/interviews/available-slots/?date=2026-11-23", user),
            ("/api/interviews/calendar/?start_date=2026-11-23&end_date=2026-11-30", user),
            ("/api/dashboard/", user), ("/api/interviews/summary/", user),
        ]

        for (path, caller) in paths {
            let scans = try wholeTableScans(path, as: caller)
            #expect(scans.isEmpty, "\(path): \(scans.joined(separator: "; "))")
        }
    }

    /// The big tables that the statements of a request would read from end to end.
    private func wholeTableScans(_ path: String, as user: TestUser) throws -> [String] {
        var statements: [SQL] = []
        let db = fixture.app.db
        db.trace = { statements.append($0) }
        let response = try fixture.app.send("GET", path, as: user)
        db.trace = nil
        #expect(response.status == .ok, "\(path)")
        var scans: [String] = []
        for statement in statements where statement.text.hasPrefix("SELECT") {
            let rows = try db.all(statement.explained) { (row) throws(DatabaseError) in
                _ = try row.optionalInt()
                _ = try row.optionalString()
                return (table: try row.optionalString() ?? "", access: try row.optionalString() ?? "")
            }
            for row in rows
            where ["slot", "interview", "candidate", "schedule"].contains(row.table) && row.access == "ALL" {
                scans.append("\(row.table) in \(statement.text)")
            }
        }
        return scans
    }
}
