public import CivilTime
import Domain

/// How mail writes moments, lengths of time and the words of others.
public enum MailText {
    /// As in `November 23, 2026 at 10:30 AM IST (UTC+05:30)`.
    public static func moment(_ instant: Instant, in zone: Zone) -> String {
        instant.longText(in: zone) + offset(in: zone, at: instant)
    }

    /// The end's clock time, with the date when it is another day's.
    static func end(of facts: BookingFacts) -> String {
        let isSameDay = facts.zone.local(facts.startsAt).date == facts.zone.local(facts.endsAt).date
        return isSameDay
            ? facts.endsAt.clockText(in: facts.zone) + offset(in: facts.zone, at: facts.endsAt)
            : moment(facts.endsAt, in: facts.zone)
    }

    /// As in `IST (Indian Standard Time), UTC+05:30`; other zones have their place instead of a spelt-out name.
    static func zone(_ zone: Zone, at instant: Instant) -> String {
        let name =
            ["Asia/Kolkata", "Asia/Calcutta"].contains(zone.identifier) ? "Indian Standard Time" : zone.identifier
        return "\(zone.displayName(at: instant)) (\(name)), \(zone.offsetText(at: instant))"
    }

    /// As in `30 seconds`, `10 minutes` or `1 hour 30 minutes`.
    public static func duration(seconds: Int64) -> String {
        let parts = [(seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")]
        let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return words.isEmpty ? "0 minutes" : words.joined(separator: " ")
    }

    /// `system_design` as `System Design`.
    static func title(_ type: String) -> String {
        type.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    /// A text of people on one line, or `other` when there is none.
    static func line(_ text: String, or other: String) -> String {
        let words = text.split { $0.isWhitespace || $0.isNewline || $0.unicodeScalars.allSatisfy(isControl) }
        return words.isEmpty ? other : words.joined(separator: " ")
    }

    /// A text of people with its line breaks and without other control characters, or `nil` when there is none.
    static func paragraphs(_ text: String) -> String? {
        let visible = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 == "\n" || !isControl($0) }))
        return visible.allSatisfy(\.isWhitespace) ? nil : visible
    }

    private static func offset(in zone: Zone, at instant: Instant) -> String {
        let offset = zone.offsetText(at: instant)
        return zone.displayName(at: instant) == offset ? "" : " (\(offset))"
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.generalCategory == .control }
}
