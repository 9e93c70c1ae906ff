import CivilTime
import Domain
import JSON
import MariaDB
import Testing
import Web

@Suite struct BookSlotTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    // 7.1, 7.2: every success took two seats, and the last was refused behind a success toast.
    @Test(arguments: [1, 2, 3])
    func `the frontend's sequence gives n candidates n seats and refuses the next`(seats: Int) throws {
        let slot = try fixture.addSlot(seats: seats)

        for taken in 0..<seats {
            let created = try fixture.createInterview(try fixture.addCandidate(), slot: slot)
            #expect(created.status == .created)
            #expect(try fixture.slot(slot)["current_bookings"] == .int(Int64(taken)))
            #expect(try fixture.slot(slot)["available_spots"] == .int(Int64(seats - taken - 1)))
            let put = try fixture.putCounters(slot)
            #expect(put.status == .ok)
            #expect(put.json["current_bookings"] == .int(Int64(taken)))
            #expect(put.json["status"] == "available")
            let booked = try fixture.book(slot, try #require(created.json["id"]?.string))
            #expect(booked.status == .created)
            #expect(try fixture.slot(slot)["current_bookings"] == .int(Int64(taken + 1)))
        }
        let refused = try fixture.createInterview(try fixture.addCandidate(), slot: slot)

        #expect(refused.status == .badRequest)
        #expect(refused.json["code"] == "slot_full")
        #expect(refused.json["detail"]?.string?.isEmpty == false)
        #expect(try fixture.slot(slot)["status"] == "booked")
        #expect(try fixture.count("SELECT COUNT(*) FROM interview") == seats)
        #expect(try fixture.count("SELECT COUNT(*) FROM session") == seats)
    }

    @Test func `an interview without a hold is refused a full slot by book_slot too`() throws {
        let slot = try fixture.addSlot()
        _ = try fixture.bookedInterview(slot)
        let other = try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string)

        let refused = try fixture.book(slot, other)

        #expect(refused.outcome == "400 Slot is fully booked (1 of 1 seats are taken or held).")
        #expect(
            refused.json["error"]
                == "Slot is fully booked (current_bookings=1 >= max_candidates=1) by other interviews"
        )
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule") == 1)
    }

    @Test func `booking gives the interview the slot's wall clock in UTC, a session, and one history line`() throws {
        let slot = try fixture.addSlot("10:30:00", "10:40:00")

        let id = try fixture.bookedInterview(slot)

        let interview = try fixture.interview(id)
        #expect(interview["started_at"] == "2026-11-23T05:00:00Z")
        #expect(interview["ended_at"] == "2026-11-23T05:10:00Z")
        #expect(interview["is_scheduled"] == true)
        #expect(interview["slot_details"]?["id"] == .string(slot))
        #expect(interview["slot"] == nil)
        #expect(interview["interview_link"]?.string?.contains("/?session_key=") == true)
        #expect(try fixture.count("SELECT COUNT(*) FROM booking_event WHERE action = 'booked'") == 1)
        #expect(
            try fixture.count("SELECT COUNT(*) FROM candidate WHERE status = 'INTERVIEW_SCHEDULED'") == 1
        )
    }

    // 7.10: two or three mails and two sessions for one booking.
    @Test func `booking the same interview and slot again changes nothing`() throws {
        let slot = try fixture.addSlot(seats: 2)
        let id = try fixture.bookedInterview(slot)

        let again = try fixture.app.send(
            "POST",
            "/api/interviews/slots/\(slot)/book_slot/",
            ["interview_id": .string(id)],
            as: fixture.recruiter
        )

        #expect(again.status == .created)
        #expect(again.json["booking_notes"] == "bring ID")
        #expect(try fixture.slot(slot)["current_bookings"] == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM booking_event WHERE action = 'booked'") == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM outbox WHERE recipient_role = 'candidate'") == 1)
    }

    @Test func `a hold keeps the seat from others and runs out by itself`() throws {
        let slot = try fixture.addSlot()
        _ = try fixture.createInterview(try fixture.addCandidate(), slot: slot)

        let early = try fixture.createInterview(try fixture.addCandidate(), slot: slot)
        fixture.app.now = fixture.app.now.adding(seconds: 301)
        let late = try fixture.createInterview(try fixture.addCandidate(), slot: slot)

        #expect(early.json["code"] == "slot_full")
        #expect(late.status == .created)
    }

    @Test func `the spelling of the flow description is understood`() throws {
        let body: JSON = ["candidate_id": .int(try fixture.addCandidate()), "job_id": .int(fixture.job)]

        let response = try fixture.app.send("POST", "/api/interviews/", body, as: fixture.recruiter)

        #expect(response.status == .created)
        #expect(response.json["job"] == .int(fixture.job))
    }

    @Test func `times without a slot are resolved to the slot at that wall clock`() throws {
        let slot = try fixture.addSlot()
        let times = ("2026-11-23T10:30:00", "2026-11-23T10:40:00")

        let held = try fixture.createInterview(try fixture.addCandidate(), times: times)
        let refused = try fixture.createInterview(try fixture.addCandidate(), times: times)

        #expect(held.status == .created)
        #expect(held.json["started_at"] == "2026-11-23T05:00:00Z")
        #expect(try fixture.slot(slot)["available_spots"] == 0)
        #expect(refused.json["code"] == "slot_full")
    }

    @Test func `times that no slot has are kept as the zone's wall clock`() throws {
        let created = try fixture.createInterview(
            try fixture.addCandidate(),
            times: ("2026-11-24T09:00:00", "2026-11-24T09:30:00")
        )

        #expect(created.json["started_at"] == "2026-11-24T03:30:00Z")
    }

    // 7.29
    @Test(arguments: ["cancelled", "completed", "booked"])
    func `a slot that is not open is refused`(status: String) throws {
        let slot = try fixture.addSlot()
        _ = try fixture.app.send(
            "PATCH",
            "/api/interviews/slots/\(slot)/",
            ["status": .string(status)],
            as: fixture.owner
        )

        let response = try fixture.createInterview(try fixture.addCandidate(), slot: slot)

        #expect(response.status == .badRequest)
        #expect(response.json["code"]?.string?.hasPrefix("slot_") == true)
    }

    @Test func `a slot that has begun is refused`() throws {
        let slot = try fixture.addSlot()
        let interview = try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string)
        fixture.app.now = fixture.app.now.adding(seconds: 72_000)

        let refused = try fixture.book(slot, interview)

        #expect(refused.json["code"] == "slot_in_past")
    }

    // 3.6
    @Test func `a candidate cannot be in two interviews at once`() throws {
        let first = try fixture.addSlot("10:30:00", "11:00:00")
        let second = try fixture.addSlot("10:45:00", "11:15:00")
        let adjacent = try fixture.addSlot("11:00:00", "11:30:00")
        let candidate = try fixture.addCandidate()
        let id = try #require(try fixture.createInterview(candidate, slot: first).json["id"]?.string)
        _ = try fixture.book(first, id)

        let overlapping = try fixture.createInterview(candidate, slot: second)
        let after = try fixture.createInterview(candidate, slot: adjacent)

        #expect(overlapping.json["code"] == "candidate_overlap")
        #expect(after.status == .created)
    }

    @Test func `a candidate without an address is refused with R's sentence`() throws {
        let slot = try fixture.addSlot()
        let candidate = try fixture.addCandidate(email: nil)
        let id = try #require(try fixture.createInterview(candidate, slot: slot).json["id"]?.string)

        let response = try fixture.book(slot, id)

        #expect(response.outcome == "400 Candidate email is missing - cannot send interview notification")
        #expect(try fixture.slot(slot)["current_bookings"] == 0)
    }

    @Test(arguments: [
        ("{}", 400), (#"{"interview_id": 5}"#, 400), (#"{"interview_id": "zzz"}"#, 400), ("[]", 400), ("{", 400),
        (#"{"interview_id": "00000000-0000-0000-0000-000000000000"}"#, 404), ("\u{FEFF}{}", 400),
        (#"{"interview_id": null, "booking_notes": 3}"#, 400), (#""text""#, 400),
    ])
    func `a body that names no interview has a clear answer`(body: String, status: Int) throws {
        let slot = try fixture.addSlot()

        let response = try fixture.app.send(
            "POST",
            "/api/interviews/slots/\(slot)/book_slot/",
            as: fixture.recruiter,
            headers: ["Content-Type": "application/json"],
            body: Array(body.utf8)
        )

        #expect(response.status.rawValue == status)
        #expect(response.json["detail"]?.string?.isEmpty == false)
    }

    @Test func `another company's slot and interview do not exist`() throws {
        let slot = try fixture.addSlot()
        let id = try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string)
        let stranger = try fixture.app.addUser(.recruiter, company: try fixture.app.addCompany("Beta"))

        #expect(try fixture.book(slot, id, as: stranger).status == .notFound)
        #expect(try fixture.app.send("GET", "/api/interviews/\(id)/", as: stranger).status == .notFound)
        #expect(try fixture.app.send("GET", "/api/interviews/slots/\(slot)/", as: stranger).status == .notFound)
        #expect(try fixture.app.send("DELETE", "/api/interviews/\(id)/", as: stranger).status == .notFound)
        #expect(try fixture.app.send("GET", "/api/interviews/", as: stranger).json == [])
    }

    @Test func `bookings of one slot at once take each seat exactly once`() async throws {
        let slot = try fixture.addSlot(seats: 7)
        var interviews: [String] = []
        for _ in 0..<30 {
            interviews.append(try #require(try fixture.createInterview(try fixture.addCandidate()).json["id"]?.string))
        }
        let ids = interviews
        let race = BookingRace(fixture)

        let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
            for part in 0..<6 {
                group.addTask { try race.book(slot, ids.enumerated().filter { $0.offset % 6 == part }.map(\.element)) }
            }
            return try await group.reduce(into: [Int]()) { $0 += $1 }
        }

        #expect(statuses.filter { $0 == 201 }.count == 7)
        #expect(statuses.filter { $0 == 400 }.count == 23)
        #expect(try fixture.slot(slot)["current_bookings"] == 7)
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule WHERE is_active") == 7)
    }
}

/// What a name may hold: it stands in mail headers, pages and logs.
@Suite struct OneLineTextTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    @Test(arguments: ["Asha\r\nBcc: x@example.com", "Asha\u{0}", "Asha\u{1B}[2J", "Asha\u{2028}Rao"])
    func `a name with line breaks or control characters is refused`(name: String) throws {
        let candidate = try fixture.addCandidate()

        let response = try fixture.app.send(
            "PATCH",
            "/api/candidates/\(candidate)/",
            ["full_name": .string(name)],
            as: fixture.recruiter
        )

        #expect(response.status == .badRequest)
        #expect(response.json["full_name"] != nil)
    }
}
