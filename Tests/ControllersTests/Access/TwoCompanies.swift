import Domain
import JSON
import MariaDB
import Store
import Testing
import Web

/// Two companies that each have one of everything, and a user of every role in the first.
final class TwoCompanies {
    /// Ids as they stand in paths, by the name of what they are of.
    typealias Ids = [EndpointTable.Object: String]

    let app: TestApp
    let own: Ids
    let foreign: Ids
    let users: [TestUser]

    init() throws {
        let app = try TestApp()
        self.app = app
        let domain = try app.db.insert(
            """
            INSERT INTO domain (name, description, created_at, updated_at) VALUES ('Go', '', \(app.now), \(app.now))
            """
        )
        let companies = try ["Acme", "Beta"].map(app.addCompany)
        own = try TwoCompanies.everything(of: companies[0], domain: domain, app)
        foreign = try TwoCompanies.everything(of: companies[1], domain: domain, app)
        users = try Role.allCases.map { try app.addUser($0, company: $0 == .admin ? nil : companies[0]) }
    }

    private static func everything(of company: Int64, domain: Int64, _ app: TestApp) throws -> Ids {
        let office = try app.addUser(.company, company: company)
        let recruiter = try app.addUser(.recruiter, company: company)
        func make(_ path: String, _ body: JSON) throws -> String {
            let response = try app.send("POST", path, body, as: office)
            try #require(response.status == .created, "\(path): \(response.json)")
            let id = response.json["id"]
            return try #require(id?.string ?? id?.int.map(String.init))
        }
        let job = try CandidateFixture.addJob("Dev", company: company, app)
        let candidate = try app.db.insert(
            """
            INSERT INTO candidate (recruiter_id, company_id, full_name, email, last_updated, created_at)
            VALUES (\(recruiter.id), \(company), 'Asha', 'asha@example.com', \(app.now), \(app.now))
            """
        )
        let slot = try make(
            "/api/interviews/slots/",
            ["interview_date": "2026-11-23", "start_time": "10:30", "end_time": "10:40", "max_candidates": 2]
        )
        let interview = try make("/api/interviews/", ["candidate": .int(candidate), "slot": .string(slot)])
        let schedule = try make("/api/interviews/slots/\(slot)/book_slot/", ["interview_id": .string(interview)])
        let message = try app.db.first("SELECT id FROM outbox WHERE interview_id = \(InterviewID(interview))") {
            (row) throws(DatabaseError) in try row.key()
        }
        let completed = try make("/api/interviews/", ["candidate": .int(candidate)])
        _ = try app.send("PATCH", "/api/interviews/\(completed)/", ["status": "completed"], as: office)
        try app.db.execute(
            """
            INSERT INTO interview_conflict (id, company_id, conflict_type, primary_interview_id, detected_at)
            VALUES (UUID(), \(company), 'overlap', \(InterviewID(interview)), \(app.now))
            """
        )
        let conflict = try app.db.first("SELECT id FROM interview_conflict WHERE company_id = \(company)") {
            (row) throws(DatabaseError) in try row.string()
        }
        return [
            .company: String(company),
            .domain: String(domain),
            .job: String(job),
            .candidate: String(candidate),
            .slot: slot,
            .interview: interview,
            .schedule: schedule,
            .completedInterview: completed,
            .conflict: try #require(conflict),
            .message: String(try #require(message)),
            .evaluation: try make(
                "/api/evaluation/crud/",
                ["interview": .string(completed), "overall_score": 7]
            ),
            .configuration: try make(
                "/api/interviews/configurations/",
                [
                    "interview_type": "technical", "day_of_week": 1, "start_time": "09:00", "end_time": "17:00",
                    "valid_from": "2026-11-23",
                ]
            ),
            .contact: try make(
                "/api/hiring_agency/",
                ["email": .string("contact\(company)@example.com"), "role": "Recruiter", "first_name": "A"]
            ),
            .questionSet: try make(
                "/api/interviews/question-sets/",
                ["name": "Own", "ai_interview_type": "general", "questions": [["question_text": "Why?"]]]
            ),
            .recruiter: String(
                try app.db.count("SELECT id FROM recruiter WHERE user_id = \(recruiter.id)")
            ),
        ]
    }

    /// What a request is answered, with nothing of what it did left behind.
    func ask(_ method: Request.Method, _ path: String, as user: TestUser?) throws -> Response {
        struct Undone: Error {}
        var response: Response?
        do {
            try app.db.transaction { _ in
                response = try app.send(method.rawValue, path, method == .get ? nil : [:], as: user)
                throw Undone()
            }
        } catch is Undone {}
        return try #require(response)
    }
}
