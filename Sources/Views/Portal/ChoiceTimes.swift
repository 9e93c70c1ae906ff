import CivilTime
import Domain

/// How the page writes its times: in the candidate's zone, and in the company's where that is another.
struct ChoiceTimes {
    let zone: Zone
    let companyZone: Zone

    func days(_ offers: [ChoicePage.Offer], isMove: Bool) -> [ChoiceDay] {
        var days: [(date: LocalDate, times: [ChoiceTime])] = []
        for offer in offers {
            let date = zone.local(offer.startsAt).date
            var fields = [
                "id": offer.id.text,
                "day": dayText(date),
                "time": span(offer.startsAt, offer.endsAt),
            ]
            fields["company_time"] = atCompany(offer.startsAt)
            let time = ChoiceTime(fields: fields)
            if days.last?.date == date {
                days[days.count - 1].times.append(time)
            } else {
                days.append((date, [time]))
            }
        }
        return days.map { ChoiceDay(name: dayText($0.date), times: $0.times) }
    }

    /// As in `Monday, November 23, 2026, 10:30 AM to 10:40 AM IST (UTC+05:30)`.
    func full(_ start: Instant, _ end: Instant) -> String {
        "\(dayText(zone.local(start).date)), \(span(start, end))"
    }

    /// The start where the company is; `nil` when the clocks there show the same.
    func atCompany(_ start: Instant) -> String? {
        guard companyZone.offset(at: start) != zone.offset(at: start) else { return nil }
        return "\(MailText.moment(start, in: companyZone)) where the company is"
    }

    func zoneText(at now: Instant) -> String {
        let text = MailText.zone(zone, at: now)
        return "Times are in the zone " + (text.hasPrefix(zone.identifier) ? text : "\(zone.identifier), \(text)") + "."
    }

    private func span(_ start: Instant, _ end: Instant) -> String {
        "\(zone.local(start).time.twelveHourText) to \(MailText.clock(end, in: zone))"
    }

    private func dayText(_ date: LocalDate) -> String { "\(date.weekdayName), \(date.longText)" }
}
