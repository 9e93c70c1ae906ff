import JSON

/// What one check found.
struct Finding: Equatable {
    enum Level: String {
        case ok, warn
        case fail = "FAIL"
    }

    let level: Level
    let name: String
    /// What is so or, if it is not as it should be, what to change.
    let sentence: String

    static func ok(_ name: String, _ sentence: String) -> Finding {
        Finding(level: .ok, name: name, sentence: sentence)
    }

    static func warn(_ name: String, _ sentence: String) -> Finding {
        Finding(level: .warn, name: name, sentence: sentence)
    }

    static func fail(_ name: String, _ sentence: String) -> Finding {
        Finding(level: .fail, name: name, sentence: sentence)
    }

    var line: String {
        let padding = String(repeating: " ", count: 4 - level.rawValue.count)
        return "\(level.rawValue)\(padding) \(name): \(sentence)"
    }

    var json: JSON {
        [
            "name": .string(name), "status": .string(level.rawValue.lowercased()), "message": .string(sentence),
        ]
    }
}
