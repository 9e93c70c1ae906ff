private let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]
private let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

extension LocalDate {
    /// The month's English name.
    public var monthName: String { months[month - 1] }

    /// The weekday's English name.
    public var weekdayName: String { weekdays[weekday - 1] }

    /// The date as in `November 23, 2026`; the day has two digits.
    public var longText: String { "\(monthName) \(day.padded(to: 2)), \(year)" }
}

extension LocalTime {
    /// The time as in `10:30 AM`; the hour has two digits.
    public var twelveHourText: String {
        let hour = (self.hour + 11) % 12 + 1
        return "\(hour.padded(to: 2)):\(minute.padded(to: 2)) \(self.hour < 12 ? "AM" : "PM")"
    }
}

extension Instant {
    /// Date and time as in `November 23, 2026 at 10:30 AM IST`.
    public func longText(in zone: Zone) -> String { "\(zone.local(self).date.longText) at \(clockText(in: zone))" }

    /// The time as in `10:40 AM IST`.
    public func clockText(in zone: Zone) -> String {
        "\(zone.local(self).time.twelveHourText) \(zone.displayName(at: self))"
    }

    /// Date and time as in `2026-11-23 10:30 AM IST`.
    public func shortText(in zone: Zone) -> String { "\(zone.local(self).date) \(clockText(in: zone))" }

    /// The form of a mail's `Date` field (RFC 5322): `Mon, 23 Nov 2026 05:00:00 +0000`.
    public var mailDate: String { "\(internetDate) +0000" }

    /// The form of HTTP's date fields (RFC 9110): `Mon, 23 Nov 2026 05:00:00 GMT`.
    public var httpDate: String { "\(internetDate) GMT" }

    private var internetDate: String {
        let local = Zone.utc.local(self)
        let date = local.date
        return "\(date.weekdayName.prefix(3)), \(date.day.padded(to: 2)) \(date.monthName.prefix(3)) "
            + "\(date.year.padded(to: 4)) \(local.time)"
    }
}
