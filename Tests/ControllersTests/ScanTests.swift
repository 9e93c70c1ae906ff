import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

/// Lists and dashboard over many rows: the server must find its way by an index.
struct ScanTests {
    private static let paths = [
        "/api/candidates/?limit=50", "/api/candidates/?limit=50&status=NEW", "/api/candidates/?limit=50&domain=D1",
        "/api/candidates/summary/", "/api/candidates/pending/?limit=50", "/api/jobs/?limit=50",
        "/api/evaluation/crud/?limit=50", "/api/evaluation/crud/?limit=50&candidate_id=7",
        "/api/notifications/?limit=50", "/api/notifications/unread-count/", "/api/dashboard/",
        "/api/interviews/?limit=50", "/api/interviews/?limit=50&candidate_id=7",
        "/api/interviews/slots/?limit=50&date=2026-11-23", "/api/interviews/slots/?limit=50&status=available",
        "/api/interviews/schedules/?limit=50",
    ]

    /// Rows that this session read without an index, the server's own temporary ones included.
    private func rowsScanned(_ app: TestApp) throws -> Int {
        try app.db.count(
            """
            SELECT VARIABLE_VALUE
            FROM information_schema.SESSION_STATUS
            WHERE VARIABLE_NAME = 'HANDLER_READ_RND_NEXT'
            """
        )
    }

    private func fill(_ app: TestApp) throws {
        try app.db.run(
            script: """
                INSERT INTO company (id, name, created_at) SELECT 100 + seq, CONCAT('C', seq), NOW() FROM seq_1_to_20;
                INSERT INTO user (id, username, email, company_id, role, password_hash, created_at)
                SELECT 100 + seq, CONCAT('u', seq), CONCAT('u', seq), 101 + seq % 20, 'HR', '', NOW() FROM seq_1_to_200;
                INSERT INTO job (id, job_title, company_name, company_id, spoc_email, hiring_manager_email,
                    number_to_hire, position_level, created_at)
                SELECT seq, CONCAT('J', seq), '', 101 + seq % 20, '', '', 1, 'IC',
                    '2026-11-22' - INTERVAL seq MINUTE FROM seq_1_to_2000;
                INSERT INTO resume (id, user_id, path, size, uploaded_at)
                SELECT UUID(), 101 + seq % 200, 'x', 1, '2026-11-22' - INTERVAL seq HOUR FROM seq_1_to_20000;
                INSERT INTO candidate (id, company_id, job_id, domain, status, last_updated, created_at)
                SELECT seq, 101 + seq % 20, 1 + seq % 2000, CONCAT('D', seq % 50), IF(seq % 10, 'HIRED', 'NEW'),
                    NOW(), '2026-11-22' - INTERVAL seq HOUR FROM seq_1_to_20000;
                INSERT INTO slot (id, company_id, status, interview_date, start_time, end_time, starts_at, ends_at,
                    created_at, updated_at)
                SELECT UUID(), 101 + seq % 20, IF(seq % 4, 'completed', 'available'),
                    '2026-11-22' + INTERVAL seq % 100 DAY, '10:00', '10:10',
                    '2026-11-22' + INTERVAL seq % 100 DAY, '2026-11-22' + INTERVAL seq % 100 DAY,
                    '2026-11-22' - INTERVAL seq HOUR, NOW() FROM seq_1_to_20000;
                INSERT INTO interview (id, candidate_id, company_id, status, started_at, created_at, updated_at)
                SELECT UUID(), id, company_id, IF(id % 3, 'completed', 'scheduled'),
                    '2026-12-22' - INTERVAL id HOUR, created_at, created_at FROM candidate;
                INSERT INTO schedule (id, interview_id, slot_id, status, booked_at)
                SELECT UUID(), interview.id, (SELECT id FROM slot LIMIT 1), IF(candidate_id % 5, 'pending', 'cancelled'),
                    interview.created_at FROM interview WHERE status = 'scheduled';
                INSERT INTO evaluation (interview_id, overall_score, created_at)
                SELECT id, 7, created_at FROM interview WHERE status = 'completed';
                INSERT INTO booking_event (interview_id, company_id, action, actor_kind, occurred_at)
                SELECT id, company_id, 'created', 'user', created_at FROM interview;
                INSERT INTO notification (user_id, notification_type, title, message, created_at)
                SELECT 101 + seq % 200, 'system_alert', '', '', '2026-11-22' - INTERVAL seq HOUR FROM seq_1_to_20000;
                ANALYZE TABLE company, user, job, resume, candidate, slot, interview, schedule, evaluation,
                    booking_event, notification;
                """
        )
    }

    @Test func `no list and no counter reads a whole table`() throws {
        let app = try TestApp()
        try fill(app)
        let callers = [try app.addUser(.company, company: 101), try app.addUser(.admin)]
        let asking = try -rowsScanned(app) + rowsScanned(app)

        // The measure itself: this one must be seen.
        let before = try rowsScanned(app)
        _ = try app.db.count("SELECT COUNT(*) FROM candidate WHERE full_name = 'x'")
        #expect(try rowsScanned(app) - before > 20_000)
        for caller in callers {
            for path in ScanTests.paths {
                let before = try rowsScanned(app)
                let response = try app.send("GET", path, as: caller)
                let count = try rowsScanned(app) - before - asking
                #expect(response.status == .ok, "\(path)")
                // The tables that grow have 20,000 rows each; temporary ones, for sorting groups, have few.
                #expect(count < 5000, "\(path) as \(caller.role)")
            }
        }
    }
}
