import JSON
import MariaDB
import Testing
import Web

/// How often a booking waits for the database: with the slot's row locked, each time is one that others wait too.
@Suite struct RoundTripsTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func roundTrips(_ body: () throws -> Response) throws -> Int {
        let before = fixture.app.db.roundTrips
        #expect(try body().status == .created)
        return fixture.app.db.roundTrips - before
    }

    @Test func `creating an interview with a slot and booking it take three round trips each`() throws {
        let slot = try fixture.addSlot(seats: 2)
        let candidate = try fixture.addCandidate()
        var interview = ""

        let creating = try roundTrips {
            let response = try fixture.createInterview(candidate, slot: slot)
            interview = response.json["id"]?.string ?? ""
            return response
        }
        let booking = try roundTrips { try fixture.book(slot, interview) }

        #expect(creating == 3)
        #expect(booking == 3)
    }
}
