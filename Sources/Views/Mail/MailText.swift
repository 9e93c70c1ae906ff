public import CivilTime
import Domain

/// How mail writes moments, lengths of time and the words of others.
public enum MailText {
    /// As in `November 23, 2026 at 10:30 AM IST (UTC+05:30)`.
    public static func moment(_ instant: Instant, in zone: Zone, _ language: MailLanguage = .english) -> String {
        language.date(zone.local(instant).date) + language.dateJoint + clock(instant, in: zone)
    }

    /// The same where `other` is, if the clocks there show something else.
    static func moment(
        _ instant: Instant,
        in other: Zone,
        besides zone: Zone,
        _ language: MailLanguage
    ) -> String? {
        other.offset(at: instant) == zone.offset(at: instant) ? nil : moment(instant, in: other, language)
    }

    /// As in `10:30 AM IST (UTC+05:30)`; `10:45 AM Kathmandu (UTC+05:45)` where the zone's name has only digits.
    public static func clock(_ instant: Instant, in zone: Zone) -> String {
        "\(zone.local(instant).time.twelveHourText) \(name(of: zone, at: instant))\(offset(of: zone, at: instant))"
    }

    /// The end's clock time, with the date when it is another day's.
    static func end(of facts: BookingFacts, in zone: Zone, _ language: MailLanguage) -> String {
        let isSameDay = zone.local(facts.startsAt).date == zone.local(facts.endsAt).date
        return isSameDay ? clock(facts.endsAt, in: zone) : moment(facts.endsAt, in: zone, language)
    }

    /// As in `IST (Indian Standard Time), UTC+05:30`; other zones have their place instead of a spelt-out name.
    static func zone(_ zone: Zone, at instant: Instant, _ language: MailLanguage = .english) -> String {
        let name = zone.displayName(at: instant)
        let offset = zone.offsetText(at: instant)
        if name == "UTC" { return "UTC (\(language.universalTime))" }
        let isIndian = ["Asia/Kolkata", "Asia/Calcutta"].contains(zone.identifier)
        let place = isIndian ? language.indianStandardTime : zone.identifier
        return name == offset ? "\(place), \(offset)" : "\(name) (\(place)), \(offset)"
    }

    /// As in `30 seconds`, `10 minutes` or `1 hour 30 minutes`.
    public static func duration(seconds: Int64, _ language: MailLanguage = .english) -> String {
        language.duration(seconds: seconds)
    }

    /// Whether the text is words of visible ASCII with one space between them, as most are.
    private static func isPlainLine(_ text: String) -> Bool {
        var isSpace = true
        for byte in text.utf8 {
            guard 0x20..<0x7F ~= byte, byte != 0x20 || !isSpace else { return false }
            isSpace = byte == 0x20
        }
        return !isSpace
    }

    /// A text of people on one line, or `other` when there is none.
    static func line(_ text: String, or other: String) -> String {
        guard !isPlainLine(text) else { return text }
        let words = text.split { $0.isWhitespace || $0.isNewline || $0.unicodeScalars.allSatisfy(isControl) }
        return words.isEmpty ? other : words.joined(separator: " ")
    }

    /// A text of people on one line, or `nil` when there is none.
    static func optionalLine(_ text: String) -> String? {
        let line = line(text, or: "")
        return line.isEmpty ? nil : line
    }

    /// A text of people with its line breaks and without other control characters, or `nil` when there is none.
    static func paragraphs(_ text: String) -> String? {
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 == "\n" || !isControl($0) }))
        return visible.allSatisfy(\.isWhitespace) ? nil : visible
    }

    /// The zone's abbreviation, else the place that names it; the signs of `Etc/GMT+5` are the wrong way round.
    private static func name(of zone: Zone, at instant: Instant) -> String {
        let name = zone.displayName(at: instant)
        guard name == zone.offsetText(at: instant), !zone.identifier.hasPrefix("Etc/"),
            let place = zone.identifier.split(separator: "/").last
        else { return name }
        return String(place.map { $0 == "_" ? " " : $0 })
    }

    private static func offset(of zone: Zone, at instant: Instant) -> String {
        let name = name(of: zone, at: instant)
        let offset = zone.offsetText(at: instant)
        return name == offset || name == "UTC" ? "" : " (\(offset))"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }
}
