import CivilTime
import Domain
import JSON
import MariaDB
import Testing
import Web

@Suite struct BulkBookingTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func interview() throws -> String {
        try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string)
    }

    private func send(_ pairs: [(String, String)], headers: Headers = [:], as user: TestUser? = nil) throws -> Response
    {
        let bookings = pairs.map { pair -> JSON in ["interview_id": .string(pair.0), "slot_id": .string(pair.1)] }
        return try fixture.app.send(
            "POST",
            "/api/interviews/schedules/bulk/",
            ["bookings": .array(bookings)],
            as: user ?? fixture.recruiter,
            headers: headers
        )
    }

    @Test func `each pair has its own result in the order asked, and the first named gets the last seat`() throws {
        let one = try fixture.addSlot()
        let two = try fixture.addSlot("12:00:00", "12:10:00", seats: 2)
        let ids = try (0..<4).map { _ in try interview() }

        let unknown = "00000000-0000-4000-8000-000000000000"

        let answer = try send([
            (ids[0], two), (ids[1], one), (ids[2], one), (ids[3], two), (ids[3], two), (unknown, one),
        ])

        #expect(answer.status == .ok)
        #expect(answer.json["booked"] == 4)
        #expect(answer.json["refused"] == 2)
        let results = try #require(answer.json["results"]?.array)
        let outcomes = results.map { $0["outcome"]?.string }
        #expect(outcomes == ["booked", "booked", "refused", "booked", "unchanged", "refused"])
        #expect(results[1]["schedule"]?["slot"] == .string(one))
        #expect(results[2]["code"] == "slot_full")
        #expect(results[2]["alternatives"]?.array != nil)
        #expect(results[5]["detail"] == "Interview not found")
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule WHERE is_active") == 3)
        let mails = try fixture.count("SELECT COUNT(*) FROM outbox WHERE recipient_role = 'candidate'")
        #expect(mails == 3)
    }

    @Test func `with a key it is done once, and the answer is the same to the byte`() throws {
        let slots = [try fixture.addSlot(), try fixture.addSlot("12:00:00", "12:10:00")]
        let pairs = [(try interview(), slots[1]), (try interview(), slots[0]), (try interview(), slots[0])]

        let first = try send(pairs, headers: ["Idempotency-Key": "k"])
        let events = try fixture.count("SELECT COUNT(*) FROM booking_event")
        let second = try send(pairs, headers: ["Idempotency-Key": "k"])

        #expect(first.json["booked"] == 2)
        #expect(first.body == second.body)
        #expect(try fixture.count("SELECT COUNT(*) FROM booking_event") == events)
    }

    @Test func `what belongs to another company is not found, and roles that book nothing are refused`() throws {
        let slot = try fixture.addSlot()
        let id = try interview()
        let stranger = try fixture.app.addUser(.company, company: try fixture.app.addCompany("Other"))
        let others = try fixture.app.addUser(.others, company: fixture.company)

        let answer = try send([(id, slot)], as: stranger)

        #expect(answer.json["results"]?[0]?["detail"] == "Interview not found")
        #expect(try send([(id, slot)], as: others).status == .forbidden)
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule") == 0)
    }

    @Test func `a malformed entry refuses the whole list, before anything is booked`() throws {
        let slot = try fixture.addSlot()

        let answer = try send([(try interview(), slot), ("x", slot)])

        #expect(answer.status == .badRequest)
        #expect(answer.json["detail"]?.string?.contains("Entry 2: interview_id") == true)
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule") == 0)
    }

    @Test(arguments: [["bookings": []], [:], ["bookings": "all"], ["bookings": [1]]] as [JSON])
    func `a body without bookings is refused`(body: JSON) throws {
        let path = "/api/interviews/schedules/bulk/"
        #expect(try fixture.app.send("POST", path, body, as: fixture.recruiter).status == .badRequest)
        let many = JSON.array([JSON](repeating: [:], count: 101))
        let tooMany = try fixture.app.send("POST", path, ["bookings": many], as: fixture.recruiter)
        #expect(tooMany.status == .badRequest)
    }

    // Two lists in opposite orders would lock each other out.
    @Test func `lists for the same slots in opposite orders are all done`() async throws {
        let slots = try (10..<16).map { try fixture.addSlot("\($0):00:00", "\($0):10:00", seats: 4) }
        let ids = try (0..<4).map { _ in try slots.map { _ in try interview() } }
        let race = BookingRace(fixture)

        let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
            for (part, interviews) in ids.enumerated() {
                let order = part % 2 == 0 ? slots : slots.reversed()
                let bookings = zip(interviews, order).map { pair -> JSON in
                    ["interview_id": .string(pair.0), "slot_id": .string(pair.1)]
                }
                group.addTask {
                    try race.send([("/api/interviews/schedules/bulk/", ["bookings": .array(bookings)])])
                }
            }
            return try await group.reduce(into: [Int]()) { $0 += $1 }
        }

        #expect(statuses == [200, 200, 200, 200])
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule WHERE is_active") == 24)
        #expect(try fixture.count("SELECT COUNT(*) FROM slot WHERE current_bookings = 4") == 6)
    }
}
