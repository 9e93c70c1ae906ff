import CivilTime
import Domain
import Testing

/// The rule of recurring slots, held against Foundation in every zone around every change of its clock in three years.
@Suite struct ClockChangeTests {
    private static let longAgo = Instant(seconds: 0)
    private static let office = rule("09:00", "17:00", 60)
    private static let wholeDay = rule("00:00", "23:59", 15)

    private static func rule(_ start: String, _ end: String, _ minutes: Int, pause: Int = 0) -> RecurringSlots {
        RecurringSlots(
            start: time(start),
            end: time(end),
            slotDuration: minutes,
            breakDuration: pause,
            zoneName: nil
        )
    }

    private static func time(_ text: String) -> LocalTime {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        return LocalTime(hour: parts[0], minute: parts[1]) ?? .midnight
    }

    /// The slots that Foundation would make: a piece of the day is one when the clock shows its start and its end.
    private func expectation(
        _ rule: RecurringSlots,
        _ dates: [LocalDate],
        _ readings: [LocalDateTime: Instant]
    ) -> (slots: [LocalDateTime: Instant], skipped: [LocalDateTime]) {
        var slots: [LocalDateTime: Instant] = [:]
        var skipped: [LocalDateTime] = []
        for date in dates {
            let window = rule.start.secondsFromMidnight...(rule.end.secondsFromMidnight - rule.slotDuration * 60)
            for second in stride(from: window.lowerBound, through: window.upperBound, by: rule.slotDuration * 60) {
                let start = LocalDateTime(date: date, time: .midnight).adding(seconds: second)
                let end = start.adding(seconds: rule.slotDuration * 60)
                if let instant = readings[start], readings[end] != nil {
                    slots[start] = instant
                } else {
                    skipped.append(start)
                }
            }
        }
        return (slots, skipped)
    }

    /// What is wrong with the rule's plan for `dates`, one line a mistake.
    private func mistakes(_ rule: RecurringSlots, _ dates: [LocalDate], in checked: CheckedZone) -> [String] {
        let plan = rule.plan(dates, in: checked.zone, avoiding: [], after: ClockChangeTests.longAgo)
        let expected = expectation(rule, dates, checked.oracle.firstInstants(of: dates))
        var mistakes: [String] = []
        for slot in plan.slots {
            let reading = LocalDateTime(date: slot.date, time: slot.start)
            if expected.slots[reading] != slot.startsAt { mistakes.append("\(checked.zone) \(reading)") }
        }
        if plan.slots.count != expected.slots.count { mistakes.append("\(checked.zone) \(dates): missing slots") }
        let skipped = plan.skipped.map { LocalDateTime(date: $0.date, time: $0.start) }
        if skipped != expected.skipped || plan.skipped.contains(where: { $0.reason != .gap }) {
            mistakes.append("\(checked.zone) \(dates): skips \(skipped)")
        }
        for (slot, next) in zip(plan.slots, plan.slots.dropFirst()) where slot.endsAt > next.startsAt {
            mistakes.append("\(checked.zone) \(slot.date) \(slot.start): meets the next")
        }
        return mistakes
    }

    // A rule kept as hours of UTC slips on the day of the change, or after it.
    @Test func `nine to five begins at nine by the local clock on every day around every change`() {
        var mistakes: [String] = []
        var changes = 0
        for checked in CheckedZone.all.zones {
            let constant = [[LocalDate(daysSinceEpoch: 20_780)], [LocalDate(daysSinceEpoch: 21_243)]]
            for dates in checked.daysAroundChanges + constant {
                let plan = ClockChangeTests.office.plan(
                    dates,
                    in: checked.zone,
                    avoiding: [],
                    after: ClockChangeTests.longAgo
                )
                let starts = plan.slots.map { checked.oracle.local($0.startsAt) }
                let wanted = dates.flatMap { date in
                    (9..<17).compactMap { hour in
                        LocalTime(hour: hour, minute: 0).map { LocalDateTime(date: date, time: $0) }
                    }
                }
                if starts != wanted || !plan.skipped.isEmpty { mistakes.append("\(checked.zone) \(dates)") }
            }
            changes += checked.changes.count
        }

        #expect(mistakes.isEmpty, "\(mistakes.prefix(10))")
        #expect(changes > 500)
        #expect(CheckedZone.all.zones.count > 400)
        #expect(CheckedZone.all.differing.count <= 8, "\(CheckedZone.all.differing)")
    }

    @Test func `a slot in the gap does not exist and is reported, and what comes twice is the first`() {
        var mistakes: [String] = []
        for checked in CheckedZone.all.zones {
            for dates in checked.daysAroundChanges {
                mistakes += self.mistakes(ClockChangeTests.wholeDay, dates, in: checked)
            }
        }

        #expect(mistakes.isEmpty, "\(mistakes.prefix(10))")
    }

    @Test(
        arguments: [
            ("Europe/Berlin", "2027-03-28", ["01:45", "02:00", "02:15", "02:30", "02:45"], 0),
            ("Europe/Berlin", "2027-10-31", [], 60),
            ("Australia/Lord_Howe", "2027-10-03", ["01:45", "02:00", "02:15"], 0),
            ("Australia/Lord_Howe", "2027-04-04", [], 30),
            ("Pacific/Chatham", "2027-09-26", ["02:30", "02:45", "03:00", "03:15", "03:30"], 0),
            ("Pacific/Chatham", "2027-04-04", [], 60),
            ("America/St_Johns", "2027-03-14", ["01:45", "02:00", "02:15", "02:30", "02:45"], 0),
            ("America/St_Johns", "2027-11-07", [], 60),
            ("America/Havana", "2027-03-14", ["00:00", "00:15", "00:30", "00:45"], 0),
        ] as [(String, String, [String], Int)]
    )
    func `the pieces of a day that are skipped, and the minutes that come twice`(
        identifier: String,
        date: String,
        skipped: [String],
        twice: Int
    ) throws {
        let zone = try Zone.named(identifier)
        let parts = date.split(separator: "-").compactMap { Int($0) }
        let day = try #require(LocalDate(year: parts[0], month: parts[1], day: parts[2]))

        let plan = ClockChangeTests.wholeDay.plan([day], in: zone, avoiding: [], after: ClockChangeTests.longAgo)

        #expect(plan.skipped.map(\.start) == skipped.map(ClockChangeTests.time))
        #expect(plan.slots.count == 95 - skipped.count)
        #expect(Set(plan.slots.map(\.start)).count == plan.slots.count)
        // Whatever comes twice lies in one slot: the last whose first reading is before the clock is put back.
        #expect(plan.slots.map { $0.durationMinutes - 15 }.reduce(0, +) == twice)
    }

    // Anchored at an hour of UTC, a nine o'clock rule becomes half past eight in half of these.
    @Test(
        arguments: [
            "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham",
            "Australia/Eucla", "Australia/Adelaide", "Asia/Tehran", "Asia/Yangon", "Pacific/Marquesas",
        ],
        ["09:00", "09:15", "10:30"]
    )
    func `the first slot of every day of three years is the rule's start`(identifier: String, start: String) throws {
        let zone = try Zone.named(identifier)
        let oracle = try #require(ClockOracle(identifier))
        let rule = ClockChangeTests.rule(start, "12:00", 45, pause: 10)
        let first = LocalDate(daysSinceEpoch: 20_779)

        let plans = (0..<1096).map { day in
            rule.plan([first.adding(days: day)], in: zone, avoiding: [], after: ClockChangeTests.longAgo)
        }

        let starts = plans.map { plan in plan.slots.first.map { oracle.local($0.startsAt) } }
        let wanted = (0..<1096).map { day in
            LocalDateTime(date: first.adding(days: day), time: ClockChangeTests.time(start))
        }
        #expect(starts == wanted)
    }

    // A rule that is read in the viewer's zone gives every viewer other slots.
    @Test(arguments: ["Asia/Kolkata", "Europe/Berlin", "Pacific/Chatham", "America/St_Johns"])
    func `a viewer's zone changes how a slot reads, and neither which there are nor when`(identifier: String) throws {
        let zone = try Zone.named(identifier)
        let first = LocalDate(daysSinceEpoch: 20_900)
        let dates = (0..<14).map { first.adding(days: $0) }
        let plan = ClockChangeTests.office.plan(dates, in: zone, avoiding: [], after: ClockChangeTests.longAgo)
        let instants = plan.slots.map(\.startsAt)
        var differing: [String] = []

        for viewer in CheckedZone.all.zones {
            let shown = instants.map { viewer.zone.local($0) }
            let meant = zip(instants, shown).map { instant, reading in
                switch viewer.zone.resolve(reading) {
                case .unique(let found): found
                case .overlap(let first, let second): second == instant ? second : first
                case .gap(let before, _): before
                }
            }
            if meant != instants || shown != instants.map(viewer.oracle.local) {
                differing.append(viewer.zone.identifier)
            }
        }

        #expect(instants.count == 14 * 8)
        #expect(differing.isEmpty, "\(differing.prefix(10))")
    }
}
