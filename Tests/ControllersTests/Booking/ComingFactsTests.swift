import CivilTime
import Domain
import JSON
import MariaDB
import Store
import Testing
import Web

/// What a booking's mail will have to say, read before the booking is written, is what can be read afterwards.
@Suite struct ComingFactsTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    /// The facts foretold for a booking in `slot`, and those that stand once `book` has made it.
    private func foretold(_ interview: String, _ slot: String, notes: String?, _ book: () throws -> Void) throws -> (
        before: BookingFacts?, after: BookingFacts?
    ) {
        let db = fixture.app.db
        let (interview, slot) = try (#require(InterviewID(interview)), #require(SlotID(slot)))
        let store = BookingStore(db)
        let sketch = try #require(try store.sketch(of: interview))
        let locked = try db.transaction { _ in
            try store.lock(
                sketch.slots.union([slot]),
                candidate: sketch.candidateID,
                interview: interview,
                announcing: slot,
                at: fixture.app.now
            )
        }
        let coming = try #require(locked?.coming)
        try book()
        let session = try #require(try BookingStore(db).sessionID(of: interview))
        let link: (SessionID) -> String = { "link \($0.text)" }
        return try (
            coming.facts(notes: notes, session: session, zone: { _ in .utc }, link: link),
            BookingFactsStore(db).facts(of: interview, zone: { _ in .utc }, link: link)
        )
    }

    @Test func `a first booking, a move, and a return after cancelling or after the slot was deleted are foretold`()
        throws
    {
        let slots = try [
            fixture.addSlot(), fixture.addSlot("12:00:00", "12:30:00"), fixture.addSlot("14:00:00", "14:30:00"),
        ]
        let interview = try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string ?? ""
        let steps: [(slot: String, notes: String?, then: (String) throws -> Void)] = [
            (slots[0], "notes of the first", { _ in }),
            (slots[1], nil, { _ in }),
            (slots[0], "others", cancel),
            (slots[1], nil, { _ in try delete(slots[1]) }),
            (slots[2], nil, { _ in }),
        ]
        var versions: [Int] = []

        for (slot, notes, then) in steps {
            var schedule = ""
            let facts = try foretold(interview, slot, notes: notes) { schedule = try book(interview, slot, notes) }
            #expect(facts.before == facts.after)
            versions.append(try #require(facts.before).version)
            try then(schedule)
        }

        #expect(versions == versions.sorted() && Set(versions).count == versions.count)
    }

    /// Returns the schedule's id.
    private func book(_ interview: String, _ slot: String, _ notes: String?) throws -> String {
        var body: JSON.Object = ["interview_id": .string(interview)]
        if let notes { body["booking_notes"] = .string(notes) }
        let path = "/api/interviews/slots/\(slot)/book_slot/"
        let response = try fixture.app.send("POST", path, .object(body), as: fixture.recruiter)
        try #require(response.status == .created, "\(response.json)")
        return try #require(response.json["id"]?.string)
    }

    private func cancel(_ schedule: String) throws {
        let path = "/api/interviews/schedules/\(schedule)/cancel_schedule/"
        let response = try fixture.app.send("POST", path, ["reason": "x"], as: fixture.recruiter)
        try #require(response.status == .ok, "\(response.json)")
    }

    private func delete(_ slot: String) throws {
        let response = try fixture.app.send("DELETE", "/api/interviews/slots/\(slot)/", as: fixture.owner)
        try #require(response.status == .noContent, "\(response.json)")
    }
}
