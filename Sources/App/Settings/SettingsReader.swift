import CivilTime

/// Reads settings one by one and keeps what is wrong with them, so that all of it can be told at once.
struct SettingsReader {
    private let environment: Environment
    private(set) var problems: [SettingsError.Problem] = []

    init(_ environment: Environment) { self.environment = environment }

    func text(_ name: String) -> String? { environment[name] }

    func text(_ name: String, default value: String) -> String { environment[name] ?? value }

    mutating func int(_ name: String, default value: Int, in range: ClosedRange<Int>) -> Int {
        guard let text = environment[name] else { return value }
        guard let number = Int(text), range.contains(number) else {
            refuse(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
            return value
        }
        return number
    }

    /// The value of one of a few words.
    mutating func choice<Value>(_ name: String, _ choices: KeyValuePairs<String, Value>, default value: Value) -> Value
    {
        guard let text = environment[name]?.lowercased() else { return value }
        guard let choice = choices.first(where: { $0.key == text }) else {
            refuse(name, choices.map(\.key).joined(separator: ", "))
            return value
        }
        return choice.value
    }

    func list(_ name: String, default value: [String]) -> [String] {
        guard let text = environment[name] else { return value }
        return text.split(separator: ",").map { part in
            let start = part.trimmingPrefix(while: \.isWhitespace)
            return String(start.reversed().drop(while: \.isWhitespace).reversed())
        }.filter { !$0.isEmpty }
    }

    mutating func zone(_ name: String, default value: String) -> Zone {
        do {
            return try Zone.named(environment[name] ?? value)
        } catch {
            refuse(name, "the name of a time zone, such as Asia/Kolkata, in /usr/share/zoneinfo (package tzdata)")
            return .utc
        }
    }

    /// Notes that the value of `name` is not what is `expected`.
    mutating func refuse(_ name: String, _ expected: String) {
        problems.append(SettingsError.Problem(name: name, value: environment[name], expected: expected))
    }
}
