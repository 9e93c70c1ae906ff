import JSON
import MariaDB
import Testing
import Web

@Suite struct RecurringSlotsTests {
    let fixture: BookingFixture

    init() throws { fixture = try BookingFixture() }

    private func create(_ more: JSON.Object) throws -> Response {
        // 2026-11-23 is a Monday; the test's now is the Sunday before, 14:30 in Kolkata.
        var body: JSON.Object = [
            "company_id": .int(fixture.company), "start_date": "2026-11-23", "end_date": "2026-11-29",
            "start_time": "09:00", "end_time": "10:20", "days_of_week": [1, 3], "slot_duration": 30,
            "break_duration": 15,
        ]
        for (key, value) in more { body[key] = value }
        return try fixture.app.send("POST", "/api/interviews/slots/create_recurring/", .object(body), as: fixture.owner)
    }

    private func starts(_ response: Response) -> [String] {
        (response.json["slots"]?.array ?? []).map {
            "\($0["interview_date"]?.string ?? "") \($0["start_time"]?.string ?? "")"
        }
    }

    // 7.20: always a 500, and one slot a day whatever the duration.
    @Test func `each matching day's window is cut into pieces with breaks`() throws {
        let response = try create([:])

        #expect(response.status == .created)
        #expect(response.json["created_slots"] == 4)
        #expect(
            starts(response) == [
                "2026-11-23 09:00:00", "2026-11-23 09:45:00", "2026-11-25 09:00:00", "2026-11-25 09:45:00",
            ]
        )
        #expect(response.json["slots"]?[0]?["full_start_datetime"] == "2026-11-23T03:30:00Z")
        #expect(response.json["slots"]?[0]?["is_recurring"] == true)
    }

    @Test func `a recurrence rule takes the place of weekdays`() throws {
        let response = try create([
            "rrule": "FREQ=WEEKLY;BYDAY=TU,TH", "days_of_week": .null, "end_time": "09:30",
        ])

        #expect(starts(response) == ["2026-11-24 09:00:00", "2026-11-26 09:00:00"])
    }

    @Test(arguments: ["FREQ=NEVER", "x", "FREQ=DAILY;COUNT=-1", "FREQ=SECONDLY"])
    func `a rule that cannot be read is an error of its field`(rule: String) throws {
        let response = try create(["rrule": .string(rule), "days_of_week": .null])

        #expect(response.status == .badRequest)
        #expect(response.json["rrule"] != nil)
    }

    @Test func `what is taken or past is left out, and the answer says why`() throws {
        _ = try fixture.addSlot("09:10:00", "09:20:00")

        let response = try create(["start_date": "2026-11-22", "days_of_week": [1, 7]])

        let skipped = response.json["skipped_slots"]?.array ?? []
        #expect(skipped.contains { $0["date"] == "2026-11-22" && $0["reason"] == "The time has passed" })
        #expect(
            skipped.contains {
                $0["date"] == "2026-11-23" && $0["start_time"] == "09:00:00"
                    && $0["reason"] == "Time conflict with existing slot"
            }
        )
        #expect(starts(response).first == "2026-11-23 09:45:00")
    }

    @Test func `times that the clocks skip do not exist`() throws {
        let response = try create([
            "start_date": "2027-03-28", "end_date": "2027-03-28", "days_of_week": [7], "start_time": "01:00",
            "end_time": "05:00", "slot_duration": 60, "break_duration": 0, "time_zone": "Europe/Berlin",
        ])

        #expect(starts(response).map { $0.suffix(8) } == ["03:00:00", "04:00:00"])
        #expect(
            (response.json["skipped_slots"]?.array ?? []).map { $0["reason"]?.string ?? "" }.allSatisfy {
                $0.contains("skip")
            }
        )
    }

    @Test(
        arguments: [
            ["days_of_week": []], ["days_of_week": [0, 8]], ["days_of_week": "x"], ["end_time": "08:00"],
            ["end_date": "2026-11-01"], ["end_date": "2036-11-01"], ["slot_duration": 0], ["slot_duration": "x"],
            ["max_candidates_per_slot": 11], ["start_date": "2026-02-30"], ["ai_configuration": []],
        ] as [JSON.Object]
    )
    func `bad input is refused and makes no slot`(change: JSON.Object) throws {
        let response = try create(change)

        #expect(response.status == .badRequest)
        #expect(response.json["detail"]?.string?.isEmpty == false)
        #expect(try fixture.count("SELECT COUNT(*) FROM slot") == 0)
    }

    @Test func `a configuration makes its slots`() throws {
        let rule = try fixture.app.send(
            "POST",
            "/api/interviews/configurations/",
            [
                "interview_type": "technical", "day_of_week": 1, "start_time": "09:00", "end_time": "12:00",
                "valid_from": "2026-11-23",
            ],
            as: fixture.owner
        )
        let id = try #require(rule.json["id"]?.int, "\(rule.json)")

        let generated = try fixture.app.send(
            "POST",
            "/api/interviews/configurations/\(id)/generate_slots/",
            ["start_date": "2026-11-01", "end_date": "2026-12-05"],
            as: fixture.owner
        )
        let duplicate = try fixture.app.send("POST", "/api/interviews/configurations/", rule.json, as: fixture.owner)

        #expect(
            starts(generated) == [
                "2026-11-23 09:00:00", "2026-11-23 10:15:00", "2026-11-30 09:00:00", "2026-11-30 10:15:00",
            ]
        )
        #expect(duplicate.status == .badRequest)
    }

    @Test func `a refused overlap is recorded, and staff may set the rule aside with a reason`() throws {
        let first = try fixture.addSlot("10:30:00", "11:00:00")
        let second = try fixture.addSlot("10:45:00", "11:15:00")
        let candidate = try fixture.addCandidate()
        let booked = try #require(try fixture.createInterview(candidate, slot: first).json["id"]?.string)
        _ = try fixture.book(first, booked)
        let other = try #require(try fixture.createInterview(candidate).json["id"]?.string)

        let refused = try fixture.book(second, other)
        _ = try fixture.book(second, other)
        let conflicts = try fixture.app.send("GET", "/api/interviews/conflicts/", as: fixture.recruiter).json
        let forced = try fixture.app.send(
            "POST",
            "/api/interviews/slots/\(second)/book_slot/",
            ["interview_id": .string(other), "override": "candidate_overlap", "override_reason": "Agreed by phone."],
            as: fixture.recruiter
        )
        let resolved = try fixture.app.send(
            "POST",
            "/api/interviews/conflicts/\(conflicts[0]?["id"]?.string ?? "")/resolve_conflict/",
            ["resolution": "resolved", "resolution_notes": "ok"],
            as: fixture.recruiter
        )

        #expect(refused.json["code"] == "candidate_overlap")
        #expect(conflicts.array?.count == 1)
        #expect(conflicts[0]?["conflicting_interview"] == .string(booked))
        #expect(forced.status == .created)
        #expect(resolved.json["resolution"] == "resolved")
        #expect(
            try fixture.count("SELECT COUNT(*) FROM booking_event WHERE rule_overridden = 'candidate_overlap'") == 1
        )
    }
}
