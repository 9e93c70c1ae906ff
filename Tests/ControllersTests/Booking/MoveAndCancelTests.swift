import CivilTime
import JSON
import MariaDB
import Testing
import Web

@Suite struct MoveAndCancelTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func release(_ slot: String, _ body: JSON = [:]) throws -> Response {
        try fixture.app.send("POST", "/api/interviews/slots/\(slot)/release_slot/", body, as: fixture.recruiter)
    }

    private func mails(_ kind: String) throws -> Int {
        try fixture.count("SELECT COUNT(*) FROM outbox WHERE kind = \(kind) AND recipient_role = 'candidate'")
    }

    // 7.4: a 500 on a slot with several seats, the old seat never freed, the session's time stale.
    @Test func `booking another slot moves the booking, its session and its key`() throws {
        let old = try fixture.addSlot("10:30:00", "10:40:00")
        let new = try fixture.addSlot("15:00:00", "15:10:00", seats: 2)
        let id = try fixture.bookedInterview(old)
        let link = try fixture.interview(id)["interview_link"]

        let moved = try fixture.book(new, id)

        #expect(moved.status == .created)
        #expect(try fixture.slot(old)["current_bookings"] == 0)
        #expect(try fixture.slot(new)["current_bookings"] == 1)
        #expect(try fixture.interview(id)["started_at"] == "2026-11-23T09:30:00Z")
        #expect(try fixture.interview(id)["interview_link"] == link)
        #expect(try fixture.count("SELECT COUNT(*) FROM session WHERE scheduled_at = '2026-11-23 09:30:00'") == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule") == 1)
        #expect(try mails("interview_rescheduled") == 1)
    }

    @Test func `an interview of nobody or of another company cannot be released`() throws {
        let slot = try fixture.addSlot("10:30:00", "10:40:00")
        _ = try fixture.bookedInterview(slot)
        let foreign = try fixture.app.addCompany("Beta")
        let other =
            try fixture.createInterview(try fixture.addCandidate(email: "b@example.com")).json["id"]?.string ?? ""
        try fixture.app.db.execute("UPDATE interview SET company_id = \(foreign) WHERE id = \(other)")

        for id in [other, "00000000-0000-4000-8000-000000000000"] {
            #expect(try release(slot, ["interview_id": .string(id)]).status == .notFound)
        }
        #expect(try fixture.slot(slot)["current_bookings"] == 1)
    }

    @Test func `the frontend's release, patch and book is one move with one mail`() throws {
        let old = try fixture.addSlot("10:30:00", "10:40:00")
        let new = try fixture.addSlot("15:00:00", "15:10:00")
        let id = try fixture.bookedInterview(old)

        let released = try release(old)
        let patched = try fixture.app.send(
            "PATCH",
            "/api/interviews/\(id)/",
            [
                "candidate": try #require(try fixture.interview(id)["candidate"]), "job": .null, "slot": .string(new),
                "started_at": "2026-11-23T15:00:00", "ended_at": "2026-11-23T15:10:00", "feedback": "",
            ],
            as: fixture.recruiter
        )
        _ = try fixture.putCounters(new)
        let booked = try fixture.book(new, id)

        #expect(released.json["message"] == "Slot released successfully")
        #expect(patched.status == .ok)
        #expect(booked.status == .created)
        #expect(try fixture.slot(old)["current_bookings"] == 0)
        #expect(try fixture.slot(old)["available_spots"] == 1)
        #expect(try fixture.slot(new)["current_bookings"] == 1)
        #expect(try mails("interview_rescheduled") == 1)
        #expect(try mails("interview_cancelled") == 0)
    }

    @Test func `a released seat stays the interview's for the hold's time, and booking it again undoes the release`()
        throws
    {
        let slot = try fixture.addSlot()
        let id = try fixture.bookedInterview(slot)

        _ = try release(slot)
        let stranger = try fixture.createInterview(try fixture.addCandidate(), slot: slot)
        let again = try fixture.book(slot, id)

        #expect(stranger.json["code"] == "slot_full")
        #expect(again.status == .created)
        #expect(try fixture.slot(slot)["current_bookings"] == 1)
        #expect(try mails("interview_cancelled") == 0)
        #expect(try mails("interview_scheduled") == 1)
    }

    @Test func `a slot's end is told to the candidate, released from it or not, and the next booking too`() throws {
        for isReleased in [false, true] {
            let (cancelled, scheduled) = (try mails("interview_cancelled"), try mails("interview_scheduled"))
            let slot = try fixture.addSlot()
            let id = try fixture.bookedInterview(slot)
            if isReleased { _ = try release(slot) }

            let deleted = try fixture.app.send("DELETE", "/api/interviews/slots/\(slot)/", as: fixture.owner)
            let toldOfTheEnd = try mails("interview_cancelled")
            let again = try fixture.book(try fixture.addSlot("15:00:00", "15:10:00"), id)

            #expect(deleted.status == .noContent)
            #expect(again.status == .created)
            #expect(toldOfTheEnd == cancelled + 1)
            #expect(try mails("interview_scheduled") == scheduled + 2)
        }
    }

    @Test func `a slot that moves while its booking is released is a new time for the candidate`() throws {
        let slot = try fixture.addSlot("10:30:00", "10:40:00")
        let id = try fixture.bookedInterview(slot)

        _ = try release(slot)
        _ = try fixture.app.send(
            "PATCH",
            "/api/interviews/slots/\(slot)/",
            ["start_time": "12:00", "end_time": "12:10"],
            as: fixture.recruiter
        )
        let again = try fixture.book(slot, id)

        #expect(again.status == .created)
        #expect(try fixture.interview(id)["started_at"] == "2026-11-23T06:30:00Z")
        #expect(try mails("interview_rescheduled") == 1)
    }

    // 3.3: a hold on the released slot put the cancellation off as often as it was asked for.
    @Test func `a hold after the release ran out does not put off what the candidate is to hear`() throws {
        let slot = try fixture.addSlot()
        let id = try fixture.bookedInterview(slot)
        try fixture.app.db.execute("UPDATE outbox SET state = 'sent'")
        _ = try release(slot)
        fixture.app.now = fixture.app.now.adding(seconds: 300)

        let path = "/api/interviews/\(id)/"
        let held = try fixture.app.send("PATCH", path, ["slot": .string(slot)], as: fixture.recruiter)

        #expect(held.status == .ok)
        #expect(try mails("interview_cancelled") == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM hold WHERE kind = 'release'") == 0)
        #expect(try fixture.count("SELECT COUNT(*) FROM hold WHERE kind = 'new'") == 1)
        #expect(try fixture.book(slot, id).status == .created)
        #expect(try mails("interview_scheduled") == 2)
    }

    @Test func `a release that runs out leaves a seat that is kept elsewhere`() throws {
        let old = try fixture.addSlot("10:30:00", "10:40:00")
        let new = try fixture.addSlot("15:00:00", "15:10:00")
        let id = try fixture.bookedInterview(old)
        _ = try release(old)
        fixture.app.now = fixture.app.now.adding(seconds: 200)
        let path = "/api/interviews/\(id)/"
        _ = try fixture.app.send("PATCH", path, ["slot": .string(new)], as: fixture.recruiter)
        fixture.app.now = fixture.app.now.adding(seconds: 200)

        #expect(try fixture.settleReleases() == 1)

        #expect(try fixture.slot(old)["available_spots"] == 1)
        #expect(try fixture.slot(new)["available_spots"] == 0)
        #expect(try fixture.book(new, id).status == .created)
    }

    // The announcement waits in the queue: taken back, it needs no cancellation.
    @Test(arguments: [("queued", 0, false), ("deferred", 1, true), ("sending", 0, true), ("sent", 1, true)])
    func `a cancellation is sent unless the booking cannot have been announced`(
        state: String,
        attempts: Int,
        isSent: Bool
    ) throws {
        let slot = try fixture.addSlot()
        let id = try fixture.bookedInterview(slot)
        try fixture.app.db.execute("UPDATE outbox SET state = \(state), attempts = \(attempts)")

        _ = try fixture.app.send("DELETE", "/api/interviews/\(id)/", as: fixture.recruiter)

        let states = try fixture.app.db.all(
            "SELECT DISTINCT state FROM outbox WHERE kind = 'interview_cancelled'"
        ) { (row) throws(DatabaseError) in try row.string() }
        #expect(states == [isSent ? "queued" : "cancelled"])
    }

    @Test func `a booking told, cancelled, booked and cancelled again before the second was sent has one cancellation`()
        throws
    {
        let slot = try fixture.addSlot()
        let id = try fixture.bookedInterview(slot)
        let schedules = try fixture.app.send("GET", "/api/interviews/schedules/", as: fixture.recruiter).json
        let schedule = try #require(schedules[0]?["id"]?.string)
        let path = "/api/interviews/schedules/\(schedule)/cancel_schedule/"
        let deliver: SQL = "UPDATE outbox SET state = 'sent', attempts = 1 WHERE state = 'queued'"
        try fixture.app.db.execute(deliver)
        for _ in 0..<2 {
            _ = try fixture.app.send("POST", path, [:], as: fixture.recruiter)
            try fixture.app.db.execute(deliver)
            _ = try fixture.book(slot, id)
        }
        _ = try fixture.app.send("POST", path, [:], as: fixture.recruiter)

        let sent = try fixture.count(
            "SELECT COUNT(*) FROM outbox WHERE kind = 'interview_cancelled' AND state IN ('queued', 'sent')"
        )
        #expect(sent == 1 * 2, "one to the candidate, one to the recruiter")
    }

    // 3.3: releasing a slot with several seats threw out everybody.
    @Test func `releasing a slot with several bookings evicts nobody unless one is named`() throws {
        let slot = try fixture.addSlot(seats: 3)
        let first = try fixture.bookedInterview(slot)
        _ = try fixture.bookedInterview(slot)

        let unnamed = try release(slot)
        let named = try release(slot, ["interview_id": .string(first)])

        #expect(unnamed.json["current_bookings"] == 2)
        #expect(unnamed.status == .ok)
        #expect(named.json["current_bookings"] == 1)
        #expect(named.json["released_interview"] == .string(first))
    }

    // 7.5: a deleted interview kept its seat for ever, and its link stayed alive.
    @Test func `deleting an interview frees exactly its seat and tells the candidate`() throws {
        let slot = try fixture.addSlot(seats: 2)
        let first = try fixture.bookedInterview(slot)
        _ = try fixture.bookedInterview(slot)

        _ = try release(slot)
        let deleted = try fixture.app.send("DELETE", "/api/interviews/\(first)/", as: fixture.recruiter)
        let again = try fixture.app.send("DELETE", "/api/interviews/\(first)/", as: fixture.recruiter)

        #expect(deleted.status == .noContent)
        #expect(again.status == .notFound)
        #expect(try fixture.slot(slot)["current_bookings"] == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM session") == 1)
        #expect(try mails("interview_cancelled") == 1)
    }

    // 7.5: cancelling twice decremented twice.
    @Test func `cancelling a booking is idempotent, and it can be booked again`() throws {
        let slot = try fixture.addSlot(seats: 2)
        let id = try fixture.bookedInterview(slot)
        _ = try fixture.bookedInterview(slot)
        let schedules = try fixture.app.send("GET", "/api/interviews/schedules/", as: fixture.recruiter).json
        let schedule = try #require(schedules.array?.first { $0["interview"] == .string(id) }?["id"]?.string)

        for _ in 0..<2 {
            let cancelled = try fixture.app.send(
                "POST",
                "/api/interviews/schedules/\(schedule)/cancel_schedule/",
                ["reason": "sick"],
                as: fixture.recruiter
            )
            #expect(cancelled.json["status"] == "cancelled")
            #expect(cancelled.json["cancellation_reason"] == "sick")
        }
        let confirmed = try fixture.app.send(
            "POST",
            "/api/interviews/schedules/\(schedule)/confirm_schedule/",
            as: fixture.recruiter
        )

        #expect(try fixture.slot(slot)["current_bookings"] == 1)
        #expect(try mails("interview_cancelled") == 1)
        #expect(confirmed.outcome == "400 Cannot confirm a cancelled schedule")
        #expect(try fixture.book(slot, id).status == .created)
        #expect(try fixture.slot(slot)["current_bookings"] == 2)
    }

    @Test func `a slot that moves takes its bookings along and tells their candidates`() throws {
        let slot = try fixture.addSlot()
        let id = try fixture.bookedInterview(slot)

        let moved = try fixture.app.send(
            "PATCH",
            "/api/interviews/slots/\(slot)/",
            ["start_time": "12:00", "end_time": "12:10"],
            as: fixture.recruiter
        )

        #expect(moved.status == .ok)
        #expect(try fixture.interview(id)["started_at"] == "2026-11-23T06:30:00Z")
        #expect(try mails("interview_rescheduled") == 1)
    }

    @Test(arguments: [(0, "2020-01-01"), (72_000, "2026-11-30")])
    func `a booked slot is not moved into the past, nor once it has begun`(later: Int, date: String) throws {
        let slot = try fixture.addSlot()
        let id = try fixture.bookedInterview(slot)
        fixture.app.now = fixture.app.now.adding(seconds: Int64(later))

        let moved = try fixture.app.send(
            "PATCH",
            "/api/interviews/slots/\(slot)/",
            ["interview_date": .string(date)],
            as: fixture.recruiter
        )

        #expect(moved.status == .badRequest)
        #expect(try fixture.interview(id)["started_at"] == "2026-11-23T05:00:00Z")
        #expect(try mails("interview_rescheduled") == 0)
    }

    @Test func `deleting a slot cancels its bookings`() throws {
        let slot = try fixture.addSlot()
        let id = try fixture.bookedInterview(slot)

        let deleted = try fixture.app.send("DELETE", "/api/interviews/slots/\(slot)/", as: fixture.owner)

        #expect(deleted.status == .noContent)
        #expect(try fixture.interview(id)["is_scheduled"] == false)
        #expect(try mails("interview_cancelled") == 1)
    }

    @Test func `a null job in a patch keeps the job`() throws {
        let candidate = try fixture.addCandidate()
        let created = try fixture.app.send(
            "POST",
            "/api/interviews/",
            ["candidate": .int(candidate), "job": .int(fixture.job)],
            as: fixture.recruiter
        )
        let id = try #require(created.json["id"]?.string)

        let patched = try fixture.app.send("PATCH", "/api/interviews/\(id)/", ["job": .null], as: fixture.recruiter)

        #expect(patched.json["job"] == .int(fixture.job))
    }

    @Test func `two people who swap slots at once end with one seat each`() async throws {
        let a = try fixture.addSlot("10:30:00", "10:40:00", seats: 2)
        let b = try fixture.addSlot("15:00:00", "15:10:00", seats: 2)
        let first = try fixture.bookedInterview(a)
        let second = try fixture.bookedInterview(b)
        let race = BookingRace(fixture)

        let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
            for (interview, slots) in [(first, [b, a]), (second, [a, b])] {
                group.addTask {
                    let rounds = (0..<20).flatMap { _ in slots }
                    return try race.send(
                        rounds.map { ("/api/interviews/slots/\($0)/book_slot/", ["interview_id": .string(interview)]) }
                    )
                }
            }
            return try await group.reduce(into: [Int]()) { $0 += $1 }
        }

        #expect(statuses.allSatisfy { $0 == 201 })
        #expect(try fixture.slot(a)["current_bookings"] == 1)
        #expect(try fixture.slot(b)["current_bookings"] == 1)
        #expect(try fixture.count("SELECT COUNT(*) FROM schedule WHERE is_active") == 2)
    }
}
