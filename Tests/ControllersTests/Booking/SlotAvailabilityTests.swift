import CivilTime
import Domain
import JSON
import MariaDB
import Testing
import Web

/// Why a slot can or cannot be had, and that lists, reasons and claims agree.
@Suite struct SlotAvailabilityTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func availability(_ slot: String, candidate: Int64? = nil) throws -> JSON {
        let query = candidate.map { "?candidate=\($0)" } ?? ""
        let path = "/api/interviews/slots/\(slot)/availability/\(query)"
        return try fixture.app.send("GET", path, as: fixture.recruiter).json
    }

    private func codes(_ slot: String, candidate: Int64? = nil) throws -> [String] {
        try availability(slot, candidate: candidate)["reasons"]?.array?.compactMap { $0["code"]?.string } ?? ["?"]
    }

    private func spoil(_ slot: String, _ status: String) throws {
        try fixture.app.db.execute("UPDATE slot SET status = \(status) WHERE id = \(slot)")
    }

    /// A day of slots in every state, some of them in several.
    private func addMixture() throws -> [String] {
        var slots: [String] = []
        for hour in 10..<22 {
            slots.append(try fixture.addSlot("\(hour):00:00", "\(hour):30:00", seats: 1 + hour % 3))
        }
        _ = try fixture.bookedInterview(slots[0])
        _ = try fixture.bookedInterview(slots[2])
        _ = try fixture.createInterview(try fixture.addCandidate(), slot: slots[5])
        for (index, status) in [(3, "cancelled"), (4, "completed"), (6, "booked"), (7, "cancelled")] {
            try spoil(slots[index], status)
        }
        // A slot of the morning has begun.
        try fixture.app.db.execute(
            "UPDATE slot SET starts_at = \(fixture.app.now) WHERE id IN (\(slots[7]), \(slots[8]))"
        )
        return slots
    }

    // AC-22: offered, then refused.
    @Test func `every listed slot can be booked alone, and every other says why not`() throws {
        let slots = try addMixture()
        let listed = try fixture.app.send("GET", "/api/interviews/available-slots/", as: fixture.recruiter)
        let offered = Set(try #require(listed.json["available_slots"]?.array).compactMap { $0["id"]?.string })
        #expect((3..<slots.count).contains(offered.count))

        for slot in slots {
            let candidate = try fixture.addCandidate()
            let id = try #require(try fixture.createInterview(candidate).json["id"]?.string)
            let reasons = try codes(slot, candidate: candidate)
            let booked = try fixture.book(slot, id)

            #expect(reasons.isEmpty == offered.contains(slot))
            #expect((booked.status == .created) == offered.contains(slot), "\(booked.json)")
            #expect(booked.json["code"]?.string == reasons.first)
            _ = try fixture.app.send("DELETE", "/api/interviews/\(id)/", as: fixture.recruiter)
        }
        #expect(try codes(slots[7]) == ["slot_cancelled", "slot_in_past"])
    }

    @Test func `the candidate's own obstacles are told when the candidate is named`() throws {
        let slot = try fixture.addSlot(seats: 2)
        let candidate = try fixture.addCandidate()
        _ = try fixture.createInterview(candidate, slot: slot)
        let other = try fixture.addCandidate(company: try fixture.app.addCompany("Other"))
        let path = "/api/interviews/slots/\(slot)/availability/?candidate="

        #expect(try availability(slot) == ["available": true, "reasons": []])
        #expect(try codes(slot, candidate: candidate) == ["candidate_overlap"])
        let reason = try availability(slot, candidate: candidate)["reasons"]?[0]
        #expect(reason?["sentence"] == "The candidate already has an interview at that time.")
        #expect(reason?["may_be_overridden"] == true)
        let foreign = try fixture.app.send("GET", path + "\(other)", as: fixture.admin).json
        #expect(foreign["reasons"]?[0]?["code"] == "foreign_company")
        #expect(try fixture.app.send("GET", path + "\(other)", as: fixture.recruiter).status == .badRequest)
        #expect(try fixture.app.send("GET", path + "x", as: fixture.recruiter).status == .badRequest)
        #expect(try fixture.app.send("GET", path).status == .unauthorized)
    }

    @Test func `a refused booking names the three nearest slots that the candidate could have`() throws {
        let full = try fixture.addSlot("12:00:00", "12:30:00")
        let early = try fixture.addSlot("10:00:00", "10:30:00")
        let before = try fixture.addSlot("11:30:00", "12:00:00")
        let after = try fixture.addSlot("12:45:00", "13:15:00")
        let own = try fixture.addSlot("12:30:00", "12:40:00", seats: 2)
        try spoil(try fixture.addSlot("11:45:00", "12:00:00"), "cancelled")
        _ = try fixture.addSlot("16:00:00", "16:30:00")
        _ = try fixture.bookedInterview(full)
        let candidate = try fixture.addCandidate()
        _ = try fixture.createInterview(candidate, slot: own)
        let id = try #require(try fixture.createInterview(candidate).json["id"]?.string)

        let refused = try fixture.book(full, id)

        #expect(refused.status == .badRequest)
        #expect(refused.json["code"] == "slot_full")
        let alternatives = try #require(refused.json["alternatives"]?.array)
        #expect(alternatives.map { $0["id"]?.string } == [before, after, early])
        #expect(
            alternatives.first == [
                "id": .string(before), "interview_date": "2026-11-23", "start_time": "11:30:00",
                "end_time": "12:00:00",
            ]
        )
        #expect(try fixture.book(before, id).status == .created)
    }

    @Test(arguments: [
        ("/api/interviews/", "candidate", "slot"), ("/api/interviews/schedules/", "interview", "slot"),
        ("/api/interviews/schedules/book_interview/", "interview_id", "slot_id"),
    ])
    func `every way to a seat names alternatives`(path: String, who: String, which: String) throws {
        let full = try fixture.addSlot()
        let free = try fixture.addSlot("12:00:00", "12:30:00")
        _ = try fixture.bookedInterview(full)
        let candidate = try fixture.addCandidate()
        let interview = try fixture.createInterview(candidate).json["id"] ?? .null
        let body: JSON.Object = [who: who == "candidate" ? .int(candidate) : interview, which: .string(full)]

        let refused = try fixture.app.send("POST", path, .object(body), as: fixture.recruiter)

        #expect(refused.status == .badRequest)
        #expect(refused.json["code"] == "slot_full")
        #expect(refused.json["alternatives"]?.array?.map { $0["id"]?.string } == [free])
    }
}
