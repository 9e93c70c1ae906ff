import JSON
import Testing
import Web

/// A list writes its rows without making slots of them: it must say of each what the slot's own address says.
@Suite struct SlotRowTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    @Test func `a list says of a slot what its own address says`() throws {
        let texts = [
            "", "plain", "\"quotes\", \\ and\nlines", "Grüße, नमस्ते 👋", String(repeating: "long", count: 2000),
            "short again", "{}",
        ]
        let ids = try texts.indices.map { number in
            let start = "\(10 + number):00:00"
            return try fixture.addSlot(
                start,
                "\(10 + number):30:00",
                seats: number % 3 + 1,
                more: [
                    "notes": .string(texts[number]),
                    "ai_configuration": .object(
                        number % 2 == 0 ? [:] : ["text": .string(texts[number]), "n": [1, nil]]
                    ),
                    "recurring_pattern": .object(number % 3 == 0 ? [:] : ["days": .array([.string("MO")])]),
                    "ai_interview_type": number % 2 == 0 ? "technical" : "system_design",
                    "job": number == 3 ? .null : .int(fixture.job),
                ]
            )
        }
        _ = try fixture.bookedInterview(ids[0])
        _ = try fixture.bookedInterview(ids[1])

        let list = try fixture.app.send("GET", "/api/interviews/slots/", as: fixture.recruiter).json.array ?? []

        #expect(list.count == ids.count)
        for listed in list {
            let id = try #require(listed["id"]?.string)
            let own = try fixture.app.send("GET", "/api/interviews/slots/\(id)/", as: fixture.recruiter)
            #expect(own.status == .ok)
            #expect(listed.text == own.json.text)
        }
        #expect(Set(list.compactMap { $0["notes"]?.string }) == Set(texts))
    }
}
