import CivilTime
import JSON
import MariaDB
import Testing
import Web

/// AC-02: requests that wait for somebody's word.
@Suite struct ConfirmTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func schedule(_ slot: String) throws -> (id: String, tag: String) {
        let id = try fixture.bookedInterview(slot)
        let all = try fixture.app.send("GET", "/api/interviews/schedules/", as: fixture.recruiter).json
        let schedule = try #require(all.array?.first { $0["interview"] == .string(id) }?["id"]?.string)
        let path = "/api/interviews/schedules/\(schedule)/"
        let tag = try fixture.app.send("GET", path, as: fixture.recruiter).headers["ETag"]
        return (schedule, try #require(tag))
    }

    @Test func `the second of two who want the last seat is refused when asking, and after a while has it`() throws {
        let slot = try fixture.addSlot()
        _ = try fixture.createInterview(try fixture.addCandidate(), slot: slot)
        let second = try fixture.addCandidate()

        let refused = try fixture.createInterview(second, slot: slot)
        fixture.app.now = fixture.app.now.adding(seconds: 300)
        let held = try fixture.createInterview(second, slot: slot)

        #expect(refused.json["code"] == "slot_full")
        #expect(held.status == .created)
    }

    @Test func `of confirmations at once of the booking that was seen, one is done and the others are refused`()
        async throws
    {
        let (schedule, tag) = try schedule(try fixture.addSlot())
        let mails = try fixture.count("SELECT COUNT(*) FROM outbox")
        let race = BookingRace(fixture)
        let path = "/api/interviews/schedules/\(schedule)/confirm_schedule/"

        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 { group.addTask { try race.send([(path, [:])], headers: ["If-Match": tag])[0] } }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }

        #expect(statuses.sorted() == [200, 412, 412, 412, 412, 412])
        #expect(try fixture.count("SELECT COUNT(*) FROM booking_event WHERE action = 'confirmed'") == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM outbox") == mails, "the booking's own mail is the one")
    }

    @Test func `confirming again without saying what was seen changes nothing`() throws {
        let (schedule, _) = try schedule(try fixture.addSlot())
        let path = "/api/interviews/schedules/\(schedule)/confirm_schedule/"

        let answers = try (0..<2).map { _ in try fixture.app.send("POST", path, [:], as: fixture.recruiter) }

        #expect(answers[0] == answers[1])
        #expect(try fixture.count("SELECT COUNT(*) FROM booking_event WHERE action = 'confirmed'") == 1)
    }
}
