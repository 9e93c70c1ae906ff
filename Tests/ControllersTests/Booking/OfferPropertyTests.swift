import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import TestSupport
import Testing
import Web

/// AC-22, under rules, slots and bookings by chance: what is listed is given, and what is not says why.
@Suite struct OfferPropertyTests {
    /// A week of slots in every state, and the company's rules, all by chance.
    private struct Week {
        let choice: ChoiceFixture
        let slots: [String]
        var base: BookingFixture { choice.base }

        init(_ seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            choice = try ChoiceFixture.opened()
            choice.base.app.configuration.choicesPerCandidate = 10_000
            choice.base.app.configuration.selfBooking = SelfBookingPolicy(
                noticeMinutes: 60,
                horizonDays: 5,
                cancelCutoffMinutes: 0,
                moveCutoffMinutes: 0,
                moveLimit: 10_000
            )
            let base = choice.base
            slots = try (0..<24).map { number in
                let minute = Int.random(in: 0..<4, using: &random) * 15
                return try base.addSlot(
                    "1\(number % 6):\(minute == 0 ? "00" : "\(minute)"):00",
                    "1\(number % 6):59:00",
                    seats: Int.random(in: 1...2, using: &random),
                    more: ["interview_date": .string("2026-11-2\(3 + number / 5)")]
                )
            }
            for slot in slots {
                switch Int.random(in: 0..<8, using: &random) {
                case 0: _ = try base.bookedInterview(slot)
                case 1: _ = try base.createInterview(try base.addCandidate(), slot: slot)
                case 2:
                    let status = ["cancelled", "completed", "booked"].randomElement(using: &random)
                    try base.app.db.execute("UPDATE slot SET status = \(status) WHERE id = \(slot)")
                case 3: _ = try base.createInterview(choice.candidate, slot: slot)
                default: break
                }
            }
            let rules: JSON = [
                "notice_minutes": .int([0, 1500, 3000].randomElement(using: &random) ?? 0),
                "horizon_days": [.null, 3, 4].randomElement(using: &random) ?? .null,
                "buffer_minutes": .int([0, 30, 120].randomElement(using: &random) ?? 0),
                "blackouts": [["first_day": .string("2026-11-2\(Int.random(in: 3...9, using: &random))")]],
            ]
            let path = "/api/companies/\(base.company)/booking-rules/"
            try #require(try base.app.send("PUT", path, rules, as: base.owner).status == .ok)
        }

        func reasons(_ slot: String, _ query: String = "") throws -> [String] {
            let path = "/api/interviews/slots/\(slot)/availability/\(query)"
            let answer = try base.app.send("GET", path, as: base.recruiter).json
            return try #require(answer["reasons"]?.array, "\(answer)").compactMap { $0["code"]?.string }
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `staff are given what is listed, and told why of everything else`(seed: UInt64) throws {
        let week = try Week(seed)
        let base = week.base
        let listed = try base.app.send("GET", "/api/interviews/available-slots/", as: base.recruiter)
        let offered = Set(try #require(listed.json["available_slots"]?.array).compactMap { $0["id"]?.string })
        #expect(offered.isSubset(of: week.slots))

        for slot in week.slots {
            let id = try #require(try base.createInterview(try base.addCandidate()).json["id"]?.string)
            let reasons = try week.reasons(slot, "?interview=\(id)")
            let shown = try base.slot(slot)["is_available"]
            let booked = try base.book(slot, id)

            #expect(reasons.isEmpty == offered.contains(slot), "\(reasons)")
            #expect(try week.reasons(slot).isEmpty == offered.contains(slot) || booked.status == .created)
            #expect(shown == .bool(offered.contains(slot)))
            #expect((booked.status == .created) == offered.contains(slot), "\(booked.json)")
            #expect(booked.json["code"]?.string == reasons.first)
            _ = try base.app.send("DELETE", "/api/interviews/\(id)/", as: base.recruiter)
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `candidates are given what their page lists, and staff can see why of everything else`(seed: UInt64) throws {
        let week = try Week(seed)
        let offered = Set(try week.choice.offered())

        for slot in week.slots {
            let reasons = try week.reasons(slot, "?interview=\(week.choice.interview)&by=candidate")
            let answer = try week.choice.book(slot)

            #expect(reasons.isEmpty == offered.contains(slot), "\(reasons)")
            #expect(answer.status == (offered.contains(slot) ? .seeOther : .conflict), "\(reasons)")
            if answer.status == .seeOther { #expect(try week.choice.cancel().status == .seeOther) }
        }
    }
}
