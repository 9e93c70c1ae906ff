import Booking
import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Secrets
import Store
import Testing
import Web

/// A company with a recruiter, a job and candidates, and what the browser frontend does with them.
final class BookingFixture {
    let app: TestApp
    let company: Int64
    let admin: TestUser
    let owner: TestUser
    let recruiter: TestUser
    let job: Int64
    private var candidates = 0

    init() throws {
        app = try TestApp()
        company = try app.addCompany("Acme")
        admin = try app.addUser(.admin)
        owner = try app.addUser(.company, company: company)
        recruiter = try app.addUser(.recruiter, company: company)
        job = try BookingFixture.addJob(app, company: company)
    }

    static func addJob(_ app: TestApp, company: Int64) throws -> Int64 {
        try app.db.insert(
            """
            INSERT INTO job (
                job_title, company_name, company_id, spoc_email, hiring_manager_email, number_to_hire, position_level,
                created_at
            ) VALUES ('Backend Dev', 'Acme', \(company), 's@a.co', 'h@a.co', 1, 'IC', \(app.now))
            """
        )
    }

    func addCandidate(company: Int64? = nil, email: String? = "asha@example.com") throws -> Int64 {
        candidates += 1
        return try app.db.insert(
            """
            INSERT INTO candidate (
                recruiter_id, company_id, job_id, full_name, email, poc_email, last_updated, created_at
            ) VALUES (
                \(recruiter.id), \(company ?? self.company), \(job), \("Asha Rao \(candidates)"), \(email),
                \(recruiter.email), \(app.now), \(app.now)
            )
            """
        )
    }

    /// A slot on 2026-11-23, the day after the test's now.
    func addSlot(_ start: String = "10:30:00", _ end: String = "10:40:00", seats: Int = 1, more: JSON.Object = [:])
        throws -> String
    {
        var body: JSON.Object = [
            "interview_date": "2026-11-23", "start_time": .string(start), "end_time": .string(end),
            "ai_interview_type": "technical", "max_candidates": .int(Int64(seats)), "status": "available",
            "job": .int(job), "company": .int(company),
        ]
        for (key, value) in more { body[key] = value }
        let response = try app.send("POST", "/api/interviews/slots/", .object(body), as: owner)
        try #require(response.status == .created, "\(response.json)")
        return try #require(response.json["id"]?.string)
    }

    func slot(_ id: String) throws -> JSON { try app.send("GET", "/api/interviews/slots/\(id)/", as: recruiter).json }

    func interview(_ id: String) throws -> JSON { try app.send("GET", "/api/interviews/\(id)/", as: recruiter).json }

    func createInterview(_ candidate: Int64, slot: String? = nil, times: (String, String)? = nil) throws -> Response {
        var body: JSON.Object = ["candidate": .int(candidate), "job": .null, "feedback": ""]
        if let slot { body["slot"] = .string(slot) }
        if let times {
            body["started_at"] = .string(times.0)
            body["ended_at"] = .string(times.1)
        }
        return try app.send("POST", "/api/interviews/", .object(body), as: recruiter)
    }

    /// What the frontend sends before it books: the whole slot, with the counter that it made up.
    func putCounters(_ id: String) throws -> Response {
        var body = try #require(try slot(id).object)
        let taken = body["current_bookings"]?.int ?? 0
        let seats = body["max_candidates"]?.int ?? 1
        body["current_bookings"] = .int(min(taken + 1, seats))
        if taken >= seats - 1 { body["status"] = "booked" }
        return try app.send("PUT", "/api/interviews/slots/\(id)/", .object(body), as: recruiter)
    }

    func book(_ slot: String, _ interview: String, as user: TestUser? = nil) throws -> Response {
        try app.send(
            "POST",
            "/api/interviews/slots/\(slot)/book_slot/",
            ["interview_id": .string(interview), "booking_notes": "bring ID"],
            as: user ?? recruiter
        )
    }

    /// A new candidate's interview, booked into the slot.
    func bookedInterview(_ slot: String) throws -> String {
        let created = try createInterview(try addCandidate(), slot: slot)
        let id = try #require(created.json["id"]?.string, "\(created.json)")
        let booked = try book(slot, id)
        try #require(booked.status == .created, "\(booked.json)")
        return id
    }

    /// Cancels the interview's booking, which there is.
    func cancel(_ interview: String) throws -> Response {
        let id = try app.db.first("SELECT id FROM schedule WHERE interview_id = \(interview)") {
            (row) throws(DatabaseError) in try row.string()
        }
        let path = "/api/interviews/schedules/\(try #require(id))/cancel_schedule/"
        return try app.send("POST", path, ["reason": "sick"], as: recruiter)
    }

    /// Does what the housekeeper does.
    func settleReleases() throws -> Int {
        let configuration = app.configuration
        let keys = SessionKeys(secret: configuration.secret)
        let mail = BookingMail(
            service: configuration.notifications,
            backendURL: configuration.backendURL,
            timeZone: configuration.timeZone,
            keys: keys
        )
        let context = BookingService.Context(keys: keys, holdSeconds: 300, holdsPerUser: 200, mail: mail)
        let service = BookingService(
            app.db,
            at: app.now,
            context: context,
            origin: .init(actor: .system, requestID: "")
        )
        return try service.settleReleases()
    }

    func count(_ sql: SQL) throws -> Int { try app.db.count(sql) }
}
