import CivilTime
import Domain
import JSON
import MariaDB
import Store
import TestSupport
import Testing

/// What a booking locks is locked, and what it reads under its locks is all there, each once.
@Suite struct BookingLocksTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    @Test func `every row is locked that a booking depends on, and read once, however many slots and holds there are`()
        throws
    {
        let slots = try [
            fixture.addSlot(seats: 2), fixture.addSlot("12:00:00", "12:30:00"), fixture.addSlot("14:00:00", "14:30:00"),
        ].map { try #require(SlotID($0)) }
        let id = try #require(InterviewID(fixture.bookedInterview(slots[0].text)))
        let other = try fixture.createInterview(try fixture.addCandidate(), slot: slots[0].text).json["id"]?.string
        let app = fixture.app
        for slot in slots[1...] {
            try BookingStore(app.db).hold(
                slot,
                for: id,
                kind: .new,
                until: app.now.adding(seconds: 60),
                by: nil,
                at: app.now
            )
        }
        let store = BookingStore(app.db)
        let sketch = try #require(try store.sketch(of: id))
        #expect(sketch.slots == Set(slots))
        let rival = try app.database.connect()

        try app.db.transaction { db in
            let locked = try #require(
                try store.lock(
                    sketch.slots,
                    candidate: sketch.candidateID,
                    interview: id,
                    announcing: slots[2],
                    at: app.now
                )
            )

            #expect(Set(locked.slots.keys) == Set(slots))
            #expect(locked.slots.mapValues(\.otherHolds) == [slots[0]: 1, slots[1]: 0, slots[2]: 0])
            #expect(locked.slots[slots[0]]?.currentBookings == 1)
            #expect(locked.interview.schedule?.slotID == slots[0])
            #expect(locked.interview.holds.count == 2)
            #expect(Set(locked.interview.holds.map(\.slotID)) == Set(slots[1...]))
            #expect(!locked.interview.candidate.hasOthers)
            #expect(locked.coming != nil)
            let rows: [SQL] =
                slots.map { "slot WHERE id = \($0)" } + [
                    "candidate WHERE id = \(sketch.candidateID)", "schedule WHERE interview_id = \(id)",
                    "hold WHERE interview_id = \(id) AND slot_id = \(slots[1])",
                    "hold WHERE interview_id = \(id) AND slot_id = \(slots[2])", "interview WHERE id = \(id)",
                ]
            for row in rows {
                let error = #expect(throws: DatabaseError.self, "\(row.text)") {
                    try rival.all("SELECT 1 FROM \(row) FOR UPDATE NOWAIT") { (row) throws(DatabaseError) in
                        try row.int()
                    }
                }
                #expect(error?.kind == .conflict)
            }
            // What only is read is nobody's.
            let company: SQL = "SELECT COUNT(*) FROM company WHERE id = \(fixture.company) FOR UPDATE NOWAIT"
            #expect(try rival.count(company) == 1)
            let stranger = try #require(other.flatMap { InterviewID($0) })
            #expect(try rival.count("SELECT COUNT(*) FROM interview WHERE id = \(stranger) FOR UPDATE NOWAIT") == 1)
        }
    }

    @Test func `an interview without slots is locked and read, and one that is gone is none`() throws {
        let json = try fixture.createInterview(try fixture.addCandidate()).json
        let id = try #require(json["id"]?.string.flatMap { InterviewID($0) })
        let store = BookingStore(fixture.app.db)
        let sketch = try #require(try store.sketch(of: id))
        #expect(sketch.slots.isEmpty)
        let gone = InterviewID(trusted: "01900000-0000-7000-8000-000000000000")

        try fixture.app.db.transaction { _ in
            let locked = try store.lock([], candidate: sketch.candidateID, interview: id, at: fixture.app.now)
            #expect(locked?.interview.id == id)
            #expect(locked?.slots.isEmpty == true)
            #expect(locked?.interview.schedule == nil)
            #expect(try store.lock([], candidate: sketch.candidateID, interview: gone, at: fixture.app.now) == nil)
            #expect(try store.lockSlots([], at: fixture.app.now).isEmpty)
        }
        #expect(try store.sketch(of: gone) == nil)
    }
}
