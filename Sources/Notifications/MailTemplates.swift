public import Views

/// The templates below `mail`: a folder a language, and in it a folder a message.
struct MailTemplates: Sendable {
    private let templates: Templates
    /// The languages that have every message a candidate may get.
    private let languages: Set<String>

    init(_ templates: Templates) throws(MissingTemplates) {
        self.templates = templates
        let missing = MailTemplates.missing(in: templates)
        if let english = missing["en"] { throw MissingTemplates(names: english) }
        languages = MailTemplates.languages(templates).subtracting(missing.keys)
    }

    /// The templates that each language lacks, if any: a candidate's message is in one language or in English.
    static func missing(in templates: Templates) -> [String: [String]] {
        let names = Set(templates.names)
        let lacks = languages(templates).union(["en"]).map { language in
            (
                language,
                needed(in: language, by: language == "en" ? [.candidates, .recruiters] : [.candidates])
                    .filter { !names.contains($0) }
            )
        }
        return Dictionary(uniqueKeysWithValues: lacks.filter { !$0.1.isEmpty })
    }

    private static func languages(_ templates: Templates) -> Set<String> {
        let folders = templates.names.filter { $0.hasPrefix("mail/") }.map { $0.split(separator: "/") }
        return Set(folders.filter { $0.count == 4 }.map { String($0[1]) })
    }

    /// The folder of a message in the candidate's language, in English where that is not there in full.
    func folder(_ message: String, locale: String) -> String { "mail/\(code(of: locale))/\(message)" }

    /// In which language dates and stand-ins are written in the templates of `locale`.
    func language(of locale: String) -> MailLanguage { MailLanguage(locale: code(of: locale)) }

    func render(_ name: String, _ model: InterviewMail) -> String {
        guard let text = templates.render(name, model) else {
            preconditionFailure("\(name) is one of the names that were there at start")
        }
        return text
    }

    private func code(of locale: String) -> String {
        let code = MailLanguage.code(of: locale)
        return languages.contains(code) ? code : "en"
    }

    /// Who reads a message.
    enum Readers { case candidates, recruiters }

    private static func needed(in language: String, by readers: [Readers]) -> [String] {
        readers.flatMap { readers -> [String] in
            switch readers {
            case .candidates:
                messages(["scheduled", "rescheduled", "cancelled", "reminder", "completed", "invitation"], language)
                    + ["summary", "details", "location"].map { "mail/\(language)/calendar/\($0)" }
            case .recruiters:
                messages(
                    ["scheduled", "rescheduled", "cancelled", "completed", "undelivered"].map { "recruiter-\($0)" },
                    language
                )
            }
        }
    }

    private static func messages(_ names: [String], _ language: String) -> [String] {
        names.flatMap { name in ["subject", "text", "html"].map { "mail/\(language)/\(name)/\($0)" } }
    }
}

/// Templates that mail needs and that are not there.
public struct MissingTemplates: Error, Equatable, CustomStringConvertible {
    public let names: [String]

    /// What each language lacks: without English there is no mail, and in place of any other English is written.
    public static func byLanguage(_ templates: Templates) -> [String: MissingTemplates] {
        MailTemplates.missing(in: templates).mapValues(MissingTemplates.init)
    }

    public var description: String { "Mail templates are missing: \(names.joined(separator: ", "))." }
}
