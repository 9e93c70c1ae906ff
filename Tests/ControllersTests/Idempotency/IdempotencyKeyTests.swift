import CivilTime
import Controllers
import JSON
import MariaDB
import TestSupport
import Testing
import Web

/// `Idempotency-Key`: what is sent again because the answer was lost is answered again, and done once.
@Suite struct IdempotencyKeyTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func post(_ path: String, _ body: JSON, key: String, as user: TestUser? = nil) throws -> Response {
        try fixture.app.send("POST", path, body, as: user ?? fixture.recruiter, headers: ["Idempotency-Key": key])
    }

    private func create(_ candidate: Int64, slot: String? = nil, key: String, as user: TestUser? = nil) throws
        -> Response
    {
        var body: JSON.Object = ["candidate": .int(candidate), "job": .null, "feedback": ""]
        if let slot { body["slot"] = .string(slot) }
        return try post("/api/interviews/", .object(body), key: key, as: user)
    }

    private func interviews() throws -> Int { try fixture.count("SELECT COUNT(*) FROM interview") }

    @Test func `the same key and body give the same answer, byte for byte, and one interview`() throws {
        let candidate = try fixture.addCandidate()
        let slot = try fixture.addSlot(seats: 5)

        let first = try create(candidate, slot: slot, key: "k1")
        fixture.app.now = fixture.app.now.adding(seconds: 60)
        let second = try create(candidate, slot: slot, key: "k1")

        #expect(first.status == .created)
        #expect(first.headers["Idempotent-Replayed"] == nil)
        #expect(second.status == .created)
        #expect(second.body == first.body)
        #expect(second.headers["Idempotent-Replayed"] == "true")
        for name in ["Content-Type", "ETag", "Allow"] { #expect(second.headers[name] == first.headers[name]) }
        #expect(try interviews() == 1)
    }

    @Test func `a booking sent again is one booking and one mail, and a refusal stays a refusal`() throws {
        let slot = try fixture.addSlot()
        let path = "/api/interviews/slots/\(slot)/book_slot/"
        let mine = try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"])
        let other = try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"])

        let booked = try post(path, ["interview_id": mine], key: "mine")
        let refused = try post(path, ["interview_id": other], key: "other")
        _ = try fixture.app.send("POST", "/api/interviews/slots/\(slot)/release_slot/", [:], as: fixture.recruiter)

        #expect(booked.status == .created)
        #expect(refused.status == .badRequest)
        #expect(try post(path, ["interview_id": mine], key: "mine").body == booked.body)
        #expect(try post(path, ["interview_id": other], key: "other").body == refused.body)
        #expect(try fixture.count("SELECT COUNT(*) FROM booking_event WHERE action = 'booked'") == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM outbox WHERE recipient_role = 'candidate'") == 1)
    }

    @Test func `another body or path under the same key is refused, another caller or route is not`() throws {
        let candidate = try fixture.addCandidate()
        let other = try fixture.addCandidate()
        let path = "/api/interviews/slots/\(try fixture.addSlot())/release_slot/"
        let elsewhere = "/api/interviews/slots/\(try fixture.addSlot("12:00:00", "12:30:00"))/release_slot/"
        #expect(try create(candidate, key: "k").status == .created)

        let mixed = try create(other, key: "k")

        #expect(mixed.status == .unprocessableContent)
        #expect(mixed.json["detail"]?.string?.contains("new key") == true)
        #expect(try create(other, key: "k", as: fixture.owner).status == .created)
        #expect(try post(path, [:], key: "k").status == .ok)
        #expect(try post(elsewhere, [:], key: "k").status == .unprocessableContent)
        #expect(try interviews() == 2)
    }

    @Test func `while the first request is at work the second is told to come back`() throws {
        let candidate = try fixture.addCandidate()
        _ = try create(candidate, key: "k")
        let first = try fixture.app.database.connect()

        let second = try first.transaction { db in
            _ = try db.count("SELECT COUNT(*) FROM (SELECT key_hash FROM idempotency_key FOR UPDATE) AS locked")
            return try create(candidate, key: "k")
        }

        #expect(second.status == .conflict)
        #expect(second.headers["Retry-After"] == "1")
        #expect(try create(candidate, key: "k").status == .created)
    }

    // The hole of keys that are kept beside the work: killed in between, the retry makes a second interview.
    @Test func `killed between the work and its answer, neither stands, and the retry does both`() throws {
        let candidate = try fixture.addCandidate()
        let slot = try fixture.addSlot()
        let connection = try fixture.count("SELECT CONNECTION_ID()")
        let killer = try fixture.app.database.connect()
        var kills = 0
        fixture.app.db.trace = { sql in
            guard sql.text.contains("state = 'done'"), kills == 0 else { return }
            kills += 1
            // Its own failure shows in the expectation below.
            try? killer.run(script: "KILL \(connection);")
        }

        #expect(throws: DatabaseError.self) { try create(candidate, slot: slot, key: "k") }
        #expect(kills == 1)
        #expect(try interviews() == 0)
        #expect(try fixture.count("SELECT COUNT(*) FROM hold") == 0)
        // Until the server has rolled back what the lost session did, the key counts as in flight.
        while try killer.count("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = \(connection)") > 0 {}
        let again = try create(candidate, slot: slot, key: "k")

        #expect(again.status == .created)
        #expect(try create(candidate, slot: slot, key: "k").body == again.body)
        #expect(try interviews() == 1)
    }

    @Test func `many at once with one key make one interview and hear of no other`() async throws {
        let candidate = try fixture.addCandidate()
        let race = BookingRace(fixture)

        let answers = try await withThrowingTaskGroup(of: [Response].self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try race.answers("/api/interviews/", ["candidate": .int(candidate)], key: "k", times: 4)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(try interviews() == 1)
        #expect(answers.allSatisfy { $0.status == .created || $0.status == .conflict })
        #expect(Set(answers.filter { $0.status == .created }.map(\.body)).count == 1)
    }

    @Test func `a key lasts a day`() throws {
        let candidate = try fixture.addCandidate()
        _ = try create(candidate, key: "k")

        fixture.app.now = fixture.app.now.adding(seconds: 86_399)
        #expect(try create(candidate, key: "k").headers["Idempotent-Replayed"] == "true")
        fixture.app.now = fixture.app.now.adding(seconds: 1)
        // The token lasts as long as the key.
        try fixture.app.db.execute("UPDATE token SET expires_at = expires_at + INTERVAL 1 DAY")
        #expect(try create(candidate, key: "k").headers["Idempotent-Replayed"] == nil)

        #expect(try interviews() == 2)
    }

    @Test(arguments: ["", " k", "a b", "ü", String(repeating: "k", count: 256)])
    func `a key that is none is refused`(key: String) throws {
        #expect(try create(try fixture.addCandidate(), key: key).status == .badRequest)
        #expect(try interviews() == 0)
    }

    @Test func `no answer is kept in clear, and none that logs somebody in`() throws {
        let slot = try fixture.addSlot()
        let interview = try fixture.bookedInterview(slot)

        let path = "/api/interviews/schedules/create_interview_session/"
        let session = try post(path, ["interview_id": .string(interview)], key: "s")
        let login = try post(
            "/api/auth/login/",
            ["email": .string(fixture.recruiter.email), "password": .string(TestApp.password)],
            key: "l"
        )

        #expect(session.json["session_key"]?.string?.isEmpty == false)
        #expect(try post(path, ["interview_id": .string(interview)], key: "s").body == session.body)
        #expect(login.status == .ok)
        #expect(try fixture.count("SELECT COUNT(*) FROM idempotency_key") == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM idempotency_key WHERE body LIKE '%session%'") == 0)
    }

    @Test func `without a valid token a key means nothing`() throws {
        let response = try fixture.app.send("POST", "/api/interviews/", [:], headers: ["Idempotency-Key": "k"])

        #expect(response.status == .unauthorized)
        #expect(try fixture.count("SELECT COUNT(*) FROM idempotency_key") == 0)
    }
}
