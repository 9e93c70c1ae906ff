import FoundationEssentials

/// The texts that settings are read from: the process's environment, and below it the `.env` file.
struct Environment: Sendable {
    /// Where the Debian package keeps settings and secrets.
    static let installedFolder = "/etc/interviews"
    static let installedFile = installedFolder + "/interviews.env"
    private static let installedProgram = "/usr/bin/interviews"

    /// What systemd and the shell passed, without the file.
    let variables: [String: String]
    private let file: [String: String]

    init(variables: [String: String], file: [String: String] = [:]) {
        self.variables = variables
        self.file = file
    }

    /// The environment of this process, with the file that INTERVIEWS_ENV_FILE names or `.env` in the working folder.
    ///
    /// Where neither is there, the installed program takes the file and the secrets of the package, so that what an
    /// administrator types needs no words about where they are; systemd's services are handed theirs.
    static func ofProcess() throws -> Environment {
        var variables = ProcessInfo.processInfo.environment
        let manager = FileManager.default
        if let named = variables["INTERVIEWS_ENV_FILE"], !named.isEmpty {
            return Environment(variables: variables, file: try read(named, " (INTERVIEWS_ENV_FILE)"))
        }
        if manager.fileExists(atPath: ".env") { return Environment(variables: variables, file: try read(".env")) }
        guard (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")) == installedProgram,
            manager.fileExists(atPath: installedFile)
        else { return Environment(variables: variables) }
        variables["CREDENTIALS_DIRECTORY"] = variables["CREDENTIALS_DIRECTORY"] ?? installedFolder
        return Environment(variables: variables, file: try read(installedFile))
    }

    /// The value without surrounding spaces and quotation marks; an empty one counts as none.
    subscript(name: String) -> String? {
        guard let text = variables[name] ?? file[name] else { return nil }
        let value = Environment.unquoted(Environment.trimmed(text))
        return value.isEmpty ? nil : value
    }

    /// The settings in a file of `NAME=value` lines, the last of a name; a line without `=` and one that begins with
    /// `#` is none (systemd.exec(5), `EnvironmentFile=`).
    static func parse(_ text: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = trimmed(parts[0])
            guard parts.count == 2, !name.isEmpty, !name.hasPrefix("#") else { continue }
            values[String(name)] = String(parts[1])
        }
        return values
    }

    private static func read(_ path: String, _ origin: String = "") throws(Refusal) -> [String: String] {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Refusal("The settings file \(path)\(origin) cannot be read by this user.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Refusal("The settings file \(path)\(origin) is not UTF-8.")
        }
        return parse(text)
    }

    private static func trimmed(_ text: some StringProtocol) -> Substring {
        var text = Substring(text).drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }

    private static func unquoted(_ text: Substring) -> String {
        for mark: Character in ["\"", "'"] where text.count >= 2 && text.first == mark && text.last == mark {
            return String(text.dropFirst().dropLast())
        }
        return String(text)
    }
}
