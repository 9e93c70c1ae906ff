import JSON
import MariaDB
import Testing
import Web

/// A booking that is edited as an object, by PATCH or by PUT of the whole.
struct EditScheduleTests {
    private let fixture: BookingFixture
    private let slot: String
    private let path: String

    init() throws {
        fixture = try BookingFixture()
        slot = try fixture.addSlot("10:30:00", "10:40:00")
        let interview = try fixture.bookedInterview(slot)
        let schedules = try fixture.app.send("GET", "/api/interviews/schedules/", as: fixture.recruiter).json
        let id = try #require(schedules.array?.first { $0["interview"] == .string(interview) }?["id"]?.string)
        path = "/api/interviews/schedules/\(id)/"
    }

    private func send(_ method: String, _ body: JSON, headers: Headers = [:]) throws -> Response {
        try fixture.app.send(method, path, body, as: fixture.recruiter, headers: headers)
    }

    private func seats(_ slot: String) throws -> JSON? { try fixture.slot(slot)["current_bookings"] }

    private func mails() throws -> Int { try fixture.count("SELECT COUNT(*) FROM outbox") }

    @Test func `the notes are changed, and nobody is told`() throws {
        let before = try mails()

        let response = try send("PATCH", ["booking_notes": "Room 4"])

        #expect(response.status == .ok)
        #expect(response.json["booking_notes"] == "Room 4")
        #expect(response.json["status"] == "pending")
        #expect(try mails() == before)
    }

    @Test func `another slot moves the booking, with its seat and its mail`() throws {
        let other = try fixture.addSlot("12:00:00", "12:10:00")
        let before = try mails()

        let response = try send("PATCH", ["slot": .string(other)])

        #expect(response.json["slot"] == .string(other))
        #expect(response.json["interview_details"]?["started_at"] == "2026-11-23T06:30:00Z")
        #expect(try seats(slot) == 0)
        #expect(try seats(other) == 1)
        #expect(try mails() > before)
    }

    @Test func `a full slot is refused in the words that the frontend knows, and nothing is changed`() throws {
        let full = try fixture.addSlot("12:00:00", "12:10:00")
        _ = try fixture.bookedInterview(full)

        let refused = try send("PATCH", ["slot": .string(full), "booking_notes": "Room 4"])

        #expect(refused.status == .badRequest)
        #expect(refused.json["non_field_errors"] == ["Selected slot is not available for booking"])
        #expect(refused.json["code"] == "slot_full")
        let after = try fixture.app.send("GET", path, as: fixture.recruiter).json
        #expect(after["slot"] == .string(slot))
        #expect(after["booking_notes"] == "bring ID")
    }

    @Test func `a status confirms, cancels and books again`() throws {
        let confirmed = try send("PATCH", ["status": "confirmed"])
        #expect(confirmed.json["status"] == "confirmed")

        let cancelled = try send("PATCH", ["status": "cancelled", "cancellation_reason": "ill"])
        #expect(cancelled.json["status"] == "cancelled")
        #expect(cancelled.json["cancellation_reason"] == "ill")
        #expect(try seats(slot) == 0)

        let again = try send("PATCH", ["status": "pending"])
        #expect(again.json["status"] == "pending")
        #expect(try seats(slot) == 1)
    }

    @Test func `a whole booking that is sent back changes nothing`() throws {
        let whole = try fixture.app.send("GET", path, as: fixture.recruiter).json
        let before = try mails()

        let response = try send("PUT", whole)

        #expect(response.status == .ok)
        #expect(response.json == whole)
        #expect(try mails() == before)
    }

    @Test(
        arguments: [
            ["status": "foo"], ["status": "rescheduled"], ["slot": "zzz"],
            ["slot": "00000000-0000-0000-0000-000000000000"], ["interview": "00000000-0000-0000-0000-000000000000"],
            ["booking_notes": []],
        ] as [JSON]
    )
    func `what cannot be is refused with the field's name`(body: JSON) throws {
        let response = try send("PATCH", body)

        #expect(response.status == .badRequest)
        #expect(response.json[body.object?.keys.first ?? ""] != nil)
    }

    @Test func `a change of what somebody else has changed is refused`() throws {
        let tag = try #require(try fixture.app.send("GET", path, as: fixture.recruiter).headers["ETag"])
        _ = try send("PATCH", ["booking_notes": "Room 4"])

        let late = try send("PATCH", ["booking_notes": "Room 5"], headers: ["If-Match": tag])

        #expect(late.status == .preconditionFailed)
    }

    // The frontend's edit books the same slot again, with the notes as they are now.
    @Test func `booking the same slot again takes new notes over, and keeps them where none are sent`() throws {
        let interview = try #require(try fixture.app.send("GET", path, as: fixture.recruiter).json["interview"]?.string)
        let booking = "/api/interviews/slots/\(slot)/book_slot/"
        let new: JSON = ["interview_id": .string(interview), "booking_notes": "Room 4"]

        let first = try fixture.app.send("POST", booking, new, as: fixture.recruiter)
        let second = try fixture.app.send("POST", booking, ["interview_id": .string(interview)], as: fixture.recruiter)

        #expect(first.json["booking_notes"] == "Room 4")
        #expect(second.json["booking_notes"] == "Room 4")
        #expect(try seats(slot) == 1)
    }
}
