import CivilTime
import Domain

/// A language in which mail writes dates, lengths of time and its stand-ins; its sentences are in the templates.
public enum MailLanguage: String, CaseIterable, Sendable {
    case english = "en"
    case hindi = "hi"

    /// The language of a locale such as `hi` or `hi-IN`; English for those that are not known.
    public init(locale: String) {
        self = MailLanguage(rawValue: MailLanguage.code(of: locale)) ?? .english
    }

    /// `hi-IN` as `hi`.
    public static func code(of locale: String) -> String {
        locale.prefix { $0 != "-" && $0 != "_" }.lowercased()
    }
}

extension MailLanguage {
    /// Between a date and its time.
    var dateJoint: String { self == .english ? " at " : " को " }

    func date(_ date: LocalDate) -> String {
        switch self {
        case .english: date.longText
        case .hindi: "\(date.day) \(MailLanguage.hindiMonths[date.month - 1]) \(date.year)"
        }
    }

    func duration(seconds: Int64) -> String {
        let units: [(one: String, many: String)] =
            switch self {
            case .english: [("hour", "hours"), ("minute", "minutes"), ("second", "seconds")]
            case .hindi: [("घंटा", "घंटे"), ("मिनट", "मिनट"), ("सेकंड", "सेकंड")]
            }
        let amounts = [seconds / 3600, seconds / 60 % 60, seconds % 60]
        let words = zip(amounts, units).filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.1.one : $0.1.many)" }
        return words.isEmpty ? "0 \(units[1].many)" : words.joined(separator: " ")
    }

    var indianStandardTime: String { self == .english ? "Indian Standard Time" : "भारतीय मानक समय" }

    var universalTime: String { self == .english ? "Coordinated Universal Time" : "समन्वित विश्व समय" }

    /// `system_design` as `System Design`.
    func interviewType(_ type: String) -> String {
        if self == .hindi, let name = MailLanguage.hindiTypes[type] { return name }
        return type.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: " ")
    }

    /// What stands where a name is missing.
    enum Missing { case candidate, recruiter, job, company }

    func standIn(for missing: Missing) -> String {
        switch (self, missing) {
        case (.english, .candidate): "Candidate"
        case (.english, .recruiter): "there"
        case (.english, .job): "Interview Position"
        case (.english, .company): "Company"
        case (.hindi, .candidate): "उम्मीदवार"
        case (.hindi, .recruiter): "साथी"
        case (.hindi, .job): "इंटरव्यू का पद"
        case (.hindi, .company): "कंपनी"
        }
    }

    private static let hindiMonths = [
        "जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर",
    ]

    private static let hindiTypes = [
        "technical": "तकनीकी", "behavioral": "व्यवहार संबंधी", "coding": "कोडिंग", "system_design": "सिस्टम डिज़ाइन",
        "general": "सामान्य",
    ]
}
