public import CivilTime

/// Cuts days into slots: on each day a window of the zone's wall clock, divided into pieces with breaks between.
///
/// A pure function of rule, zone and what is taken already; whoever looks at it, from whichever zone, sees the same
/// slots.
public struct RecurringSlots: Equatable, Sendable {
    /// The window of each day.
    public let start: LocalTime
    public let end: LocalTime
    /// Minutes.
    public let slotDuration: Int
    public let breakDuration: Int
    /// The slots' own zone; `nil` is the company's.
    public let zoneName: String?

    public init(start: LocalTime, end: LocalTime, slotDuration: Int, breakDuration: Int, zoneName: String?) {
        self.start = start
        self.end = end
        self.slotDuration = slotDuration
        self.breakDuration = breakDuration
        self.zoneName = zoneName
    }

    /// Why a piece of a day is no slot.
    public enum Reason: String, CaseIterable, Sendable {
        case conflict = "Time conflict with existing slot"
        case past = "The time has passed"
        case gap = "The clocks skip this time on that day"
    }

    public struct Skipped: Equatable, Sendable {
        public let date: LocalDate
        public let start: LocalTime
        public let reason: Reason
    }

    public struct Plan: Equatable, Sendable {
        public var slots: [SlotTime] = []
        public var skipped: [Skipped] = []
    }

    /// The slots of `dates`, and what was left out and why.
    ///
    /// `occupied` is sorted by start.
    public func plan(
        _ dates: [LocalDate],
        in zone: Zone,
        avoiding occupied: [(start: Instant, end: Instant)],
        after now: Instant
    ) -> Plan {
        var plan = Plan()
        for date in dates {
            for (start, end) in pieces {
                switch SlotTime.make(date: date, start: start, end: end, zoneName: zoneName, in: zone) {
                case .failure: plan.skipped.append(Skipped(date: date, start: start, reason: .gap))
                case .success(let time):
                    if time.startsAt <= now {
                        plan.skipped.append(Skipped(date: date, start: start, reason: .past))
                    } else if RecurringSlots.meets(time, occupied) {
                        plan.skipped.append(Skipped(date: date, start: start, reason: .conflict))
                    } else {
                        plan.slots.append(time)
                    }
                }
            }
        }
        return plan
    }

    /// The pieces of a day, anchored at the window's local start.
    private var pieces: [(start: LocalTime, end: LocalTime)] {
        var pieces: [(start: LocalTime, end: LocalTime)] = []
        var second = start.secondsFromMidnight
        let length = slotDuration * 60
        while second + length <= end.secondsFromMidnight {
            guard let from = LocalTime(secondsFromMidnight: second),
                let to = LocalTime(secondsFromMidnight: second + length)
            else { break }
            pieces.append((from, to))
            second += length + breakDuration * 60
        }
        return pieces
    }

    private static func meets(_ time: SlotTime, _ occupied: [(start: Instant, end: Instant)]) -> Bool {
        // Everything from the first span that starts at the slot's end or later cannot meet it.
        var low = 0
        var high = occupied.count
        while low < high {
            let middle = (low + high) / 2
            if occupied[middle].start < time.endsAt { low = middle + 1 } else { high = middle }
        }
        return occupied[..<low].contains { $0.end > time.startsAt }
    }
}
