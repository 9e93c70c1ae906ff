public import CivilTime
public import Logging

/// One event as one line: message first, then `key=value`, so that it can be read alone and searched by field.
public struct LogLine: Equatable, Sendable {
    /// UTF-8, without a line break.
    public let bytes: [UInt8]

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    private init(_ start: String, _ message: String, _ metadata: Logger.Metadata, _ common: Logger.Metadata) {
        var line = Array(start.utf8)
        line.reserveCapacity(256)
        line.append(contentsOf: LogLine.escaped(message).utf8)
        var fields = Array(metadata)
        for (key, value) in common where metadata[key] == nil { fields.append((key, value)) }
        fields.sort { $0.key < $1.key }
        for (key, value) in fields {
            line.append(UInt8(ascii: " "))
            line.append(contentsOf: LogLine.escaped(key).utf8)
            line.append(UInt8(ascii: "="))
            line.append(contentsOf: LogLine.quoted(LogLine.text(value)).utf8)
        }
        bytes = line
    }

    /// As journald reads it from stderr: the syslog priority in front, the time and the unit its own.
    ///
    /// Of a field that is in both, `common` does not count.
    public static func forJournal(
        _ level: Logger.Level,
        _ message: String,
        _ metadata: Logger.Metadata,
        _ common: Logger.Metadata = [:]
    ) -> LogLine {
        LogLine("<\(level.priority)>", message, metadata, common)
    }

    /// For a terminal or a file: time and level in words.
    public static func forPeople(
        _ level: Logger.Level,
        _ message: String,
        _ metadata: Logger.Metadata,
        _ common: Logger.Metadata = [:],
        at now: Instant
    ) -> LogLine {
        LogLine("\(now.iso8601) \(level.column) ", message, metadata, common)
    }

    private static func text(_ value: Logger.MetadataValue) -> String {
        if case .string(let text) = value { text } else { "\(value)" }
    }

    /// The value, in quotation marks if it could be taken for more than one word.
    private static func quoted(_ value: String) -> String {
        if isPlainASCII(value) { return value }
        let isPlain =
            !value.isEmpty
            && value.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0 != "\\" && !isControl($0)
            }
        guard !isPlain else { return value }
        return "\"" + escaped(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")) + "\""
    }

    /// Control characters written out: a value that holds a line break must not look like a second event.
    private static func escaped(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return text }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.reduce(into: "") { line, scalar in
            switch scalar {
            case "\n": line += "\\n"
            case "\r": line += "\\r"
            case "\t": line += "\\t"
            case let scalar where isControl(scalar): line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
    }

    /// Whether the value is one word of visible ASCII, as almost all are.
    private static func isPlainASCII(_ value: String) -> Bool {
        !value.isEmpty
            && value.utf8.allSatisfy {
                $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
                    && $0 != UInt8(ascii: "\\")
            }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension Logger.Level {
    /// The level's name in the width of the longest.
    fileprivate var column: StaticString {
        switch self {
        case .trace: "TRACE   "
        case .debug: "DEBUG   "
        case .info: "INFO    "
        case .notice: "NOTICE  "
        case .warning: "WARNING "
        case .error: "ERROR   "
        case .critical: "CRITICAL"
        }
    }

    /// The syslog priority, from sd-daemon(3).
    fileprivate var priority: Int {
        switch self {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }
}
