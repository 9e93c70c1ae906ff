/// Everything that is wrong with the settings.
struct SettingsError: Error, Equatable, CustomStringConvertible {
    /// One setting that cannot be used; the value of a secret is never given.
    struct Problem: Equatable {
        let name: String
        let value: String?
        let expected: String

        init(name: String, value: String?, expected: String) {
            self.name = name
            self.value = Problem.isSecret(name) ? nil : value
            self.expected = expected
        }

        var sentence: String {
            let found = value.map { ", not \"\($0)\"" } ?? ""
            return "\(name) must be \(expected)\(found)."
        }

        private static func isSecret(_ name: String) -> Bool {
            name.contains("PASSWORD") || name == "SPEECH_KEY" || name.contains("SECRET") && !name.hasSuffix("_FILE")
        }
    }

    let problems: [Problem]

    var description: String {
        problems.count == 1
            ? "A setting cannot be used. " + problems[0].sentence
            : "\(problems.count) settings cannot be used.\n"
                + problems.map { "  " + $0.sentence }.joined(separator: "\n")
    }
}
