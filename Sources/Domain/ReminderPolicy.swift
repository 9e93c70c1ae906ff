public import CivilTime

/// How long before its start a candidate is reminded of an interview.
public struct ReminderLead: Hashable, Sendable {
    public let minutes: Int

    public init(minutes: Int) { self.minutes = minutes }

    /// What tells this reminder from the others about the same booking.
    public var key: String { "interview_reminder-\(minutes)" }
}

/// When candidates are reminded.
///
/// A reminder's time lasts until the next one's begins, so that after an outage only the one that still fits is sent.
public struct ReminderPolicy: Equatable, Sendable {
    /// The longest first.
    public let leads: [ReminderLead]

    public init(minutes: [Int] = [1440, 60]) {
        leads = Set(minutes.filter { $0 > 0 }).sorted(by: >).map(ReminderLead.init)
    }

    /// The starts of the interviews whose candidates that reminder is for at `now`: after the first, up to the second.
    public func starts(for lead: ReminderLead, at now: Instant) -> (after: Instant, upTo: Instant) {
        let next = leads.first { $0.minutes < lead.minutes }?.minutes ?? 0
        return (now.adding(seconds: Int64(next) * 60), now.adding(seconds: Int64(lead.minutes) * 60))
    }

    /// Until when the reminder of an interview that starts at `start` is of use.
    public func end(of lead: ReminderLead, start: Instant) -> Instant {
        let next = leads.first { $0.minutes < lead.minutes }?.minutes ?? 0
        return start.adding(seconds: -Int64(next) * 60)
    }
}
