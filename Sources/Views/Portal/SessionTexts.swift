import CivilTime
import Domain

/// The words in which the portal's pages speak of one session.
struct SessionTexts: Sendable {
    private let session: PortalSession
    private let window: PortalPolicy.Window
    private let zone: Zone
    private let now: Instant

    init(_ session: PortalSession, policy: PortalPolicy, zone: Zone, at now: Instant) {
        self.session = session
        self.zone = zone
        self.now = now
        window = session.window(by: policy)
    }

    func text(named name: String) -> String? {
        switch name {
        case "greeting": firstName.map { "Hello \($0)" } ?? "Hello"
        case "thanks": firstName.map { "Thank you, \($0)." } ?? "Thank you."
        case "job_title": session.jobTitle ?? "Open position"
        case "company_name": session.companyName ?? "the company"
        case "scheduled_ist": session.startsAt.shortText(in: zone)
        case "zone_name": zone.displayName(at: session.startsAt)
        case "starts_at_iso": session.startsAt.iso8601
        case "entry_until_text": moment(window.entryUntil)
        case "extended_text": extended
        case "closes_at_text": moment(window.closesAt)
        case "duration_text": duration
        case "countdown_text": countdown
        case "refresh_seconds": String(min(60, max(5, secondsLeft)))
        case "contact_text": contact
        default: nil
        }
    }

    private var firstName: String? {
        let name = session.candidateName.split(whereSeparator: \.isWhitespace).first.map(String.init)
        return name == "N/A" ? nil : name
    }

    private var secondsLeft: Int64 { max(0, now.seconds(until: session.startsAt)) }

    private var countdown: String {
        [secondsLeft / 3600, secondsLeft / 60 % 60, secondsLeft % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }
            .joined(separator: ":")
    }

    private var duration: String? {
        let seconds = session.startsAt.seconds(until: session.endsAt)
        let minutes = session.accommodation.scaled(Int(seconds)) / 60
        guard minutes > 0 else { return nil }
        let parts = [
            (minutes / 60, minutes / 60 == 1 ? "hour" : "hours"),
            (minutes % 60, minutes % 60 == 1 ? "minute" : "minutes"),
        ]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// The clock's time; with the day where that is not the day of the interview.
    private func moment(_ instant: Instant) -> String {
        let isSameDay = zone.local(instant).date == zone.local(session.startsAt).date
        return isSameDay ? instant.clockText(in: zone) : instant.shortText(in: zone)
    }

    /// That the door is open longer than usual; `nil` where it is not.
    private var extended: String? {
        guard let until = session.extendedUntil, until >= window.entryUntil else { return nil }
        guard let outage = session.outage else {
            return "You have been given more time to come in: until \(moment(until))."
        }
        return "We could not be reached from \(moment(outage.from)) to \(moment(outage.to)). We are sorry: "
            + "you may come in until \(moment(until)), and you have the whole time of the interview."
    }

    private var contact: String? {
        guard let contact = session.contact else { return nil }
        return SessionTexts.question(to: contact)
    }

    /// A sentence of the company's own stands as it is; an address or a number gets one.
    static func question(to contact: String) -> String {
        let isSentence = contact.split(separator: " ").count > 3 || contact.last == "."
        return isSentence ? contact : "Questions? Write to \(contact)."
    }
}
