import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

/// AC-06: every rule at every way to a seat.
@Suite struct EntryPointTests {
    /// A way to a seat.
    enum Entry: CaseIterable {
        case create, createByTimes, hold, book, bookInterview, createSchedule, move, bulk, choose
    }

    /// The rules that concern a choice alone, or holds alone, are tested below.
    static let rules = ClaimRefusal.allCases.filter {
        ![.holdQuota, .cutoffPassed, .moveLimit, .notOffered].contains($0)
    }

    @Test(arguments: rules)
    func `a rule refuses at every way to a seat, and nothing is changed`(rule: ClaimRefusal) throws {
        for entry in Entry.allCases {
            // There is no interview yet, whose end could refuse; whose company is another has no invitation to this.
            if rule == .interviewCompleted, entry == .create || entry == .createByTimes { continue }
            if rule == .foreignCompany, entry == .choose || entry == .createByTimes { continue }
            // Of a cancelled slot the wall clock knows nothing: the interview is made without one.
            if [.slotCancelled, .slotCompleted].contains(rule), entry == .createByTimes { continue }
            let scene = try EntryScene()
            try scene.break(rule, entry)
            let seats = try scene.seats()

            let answer = try scene.send(entry)

            #expect(answer.status == (entry == .choose ? .conflict : entry == .bulk ? .ok : .badRequest), "\(entry)")
            if entry != .choose {
                let body = entry == .bulk ? answer.json["results"]?[0] : answer.json
                #expect(body?["code"]?.string == rule.rawValue, "\(entry): \(answer.json)")
            }
            #expect(try scene.seats() == seats, "\(entry)")
            #expect(try scene.bookingsOfTarget() == (rule == .slotFull ? 1 : 0), "\(entry)")
        }
    }

    @Test func `what no rule refuses is given at every way to a seat`() throws {
        for entry in Entry.allCases {
            let scene = try EntryScene()
            try scene.prepare(entry)
            let answer = try scene.send(entry)
            #expect([200, 201, 303].contains(answer.status.rawValue), "\(entry): \(answer.json)")
            #expect(try scene.takenSeats() == 1, "\(entry)")
        }
    }

    @Test(arguments: rules)
    func `staff set aside what is a preference, with a reason that the history keeps`(rule: ClaimRefusal) throws {
        for isBulk in [false, true] {
            let scene = try EntryScene()
            try scene.break(rule, .book)

            let answer = try scene.override(rule, isBulk: isBulk)

            #expect(try scene.bookingsOfTarget() == (rule.mayBeOverridden || rule == .slotFull ? 1 : 0))
            let audited = try scene.base.count(
                """
                SELECT COUNT(*)
                FROM booking_event
                WHERE rule_overridden = \(rule.rawValue) AND reason = 'the client insists' AND action = 'booked'
                """
            )
            #expect(audited == (rule.mayBeOverridden ? 1 : 0), "\(answer.json)")
        }
    }

    @Test func `one rule set aside leaves every other in force`() throws {
        let scene = try EntryScene()
        try scene.break(.blackoutDate, .book)
        try scene.break(.slotClosed, .book)

        let answer = try scene.override(.slotClosed, isBulk: false)

        #expect(answer.json["code"] == "blackout_date")
        #expect(try scene.bookingsOfTarget() == 0)
    }

    // Confirming takes no seat: it can neither pass by a rule nor be hindered by one that came later.
    @Test func `confirming a booking changes no seat, whatever has become of the rules`() throws {
        let scene = try EntryScene()
        try scene.prepare(.book)
        let schedule = try #require(try scene.send(.book).json["id"]?.string)
        try scene.rules(["notice_minutes": 500_000])
        let seats = try scene.seats()

        let confirmed = try scene.confirm(schedule)

        #expect(confirmed.json["status"] == "confirmed")
        #expect(try scene.seats() == seats)
    }

    @Test func `undoing a release is no new claim`() throws {
        let scene = try EntryScene()
        try scene.prepare(.book)
        _ = try scene.send(.book)
        try scene.rules(["notice_minutes": 500_000])
        _ = try scene.base.app.send(
            "POST",
            "/api/interviews/slots/\(scene.target)/release_slot/",
            [:],
            as: scene.base.recruiter
        )

        #expect(try scene.send(.hold).status == .ok)
        #expect(try scene.send(.book).status == .created)
    }

    @Test(arguments: [Entry.create, .hold])
    func `one user keeps no more seats than the settings say`(entry: Entry) throws {
        let scene = try EntryScene { $0.holdsPerUser = 1 }
        try scene.prepare(entry)
        let other: JSON.Object = [
            "candidate": .int(try scene.base.addCandidate()), "slot": .string(try scene.base.addSlot()),
        ]
        _ = try scene.base.app.send("POST", "/api/interviews/", .object(other), as: scene.base.admin)

        let refused = try scene.send(entry)
        #expect(refused.json["code"] == "hold_quota")
        // What ran out counts no more, swept or not.
        scene.base.app.now = scene.base.app.now.adding(seconds: 300)
        #expect([200, 201].contains(try scene.send(entry).status.rawValue))
    }

    @Test func `a hold that ran out blocks nobody, though nothing swept it`() throws {
        let scene = try EntryScene()
        _ = try scene.base.createInterview(try scene.base.addCandidate(), slot: scene.target)
        try scene.prepare(.book)

        let refused = try scene.send(.book)
        scene.base.app.now = scene.base.app.now.adding(seconds: 300)
        let booked = try scene.send(.book)

        #expect(refused.json["code"] == "slot_full")
        #expect(booked.status == .created)
        #expect(try scene.base.count("SELECT COUNT(*) FROM hold") == 1, "it is still there")
    }
}
