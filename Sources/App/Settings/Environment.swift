import Configuration
import Dispatch
import FoundationEssentials
import Synchronization
import SystemPackage

/// The texts that settings are read from: the process's environment, and below it the `.env` file.
struct Environment: Sendable {
    private let reader: ConfigReader
    /// What systemd and the shell passed, without the file.
    let variables: [String: String]

    init(variables: [String: String], file: EnvironmentVariablesProvider? = nil) {
        self.variables = variables
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider(environmentVariables: variables)]
        if let file { providers.append(file) }
        reader = ConfigReader(providers: providers)
    }

    /// Where the Debian package keeps settings and secrets.
    static let installedFolder = "/etc/interviews"
    static let installedFile = installedFolder + "/interviews.env"
    private static let installedProgram = "/usr/bin/interviews"

    /// The environment of this process, with the file that INTERVIEWS_ENV_FILE names or `.env` in the working folder.
    ///
    /// Where neither is there, the installed program takes the file and the secrets of the package, so that what an
    /// administrator types needs no words about where they are; systemd's services are handed theirs.
    /// Reading the file is asynchronous in swift-configuration; this thread waits for it.
    static func ofProcess() throws -> Environment {
        var variables = ProcessInfo.processInfo.environment
        var named = variables["INTERVIEWS_ENV_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        let manager = FileManager.default
        if named == nil, !manager.fileExists(atPath: ".env"), manager.fileExists(atPath: installedFile),
            (try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")) == installedProgram
        {
            named = installedFile
            variables["CREDENTIALS_DIRECTORY"] = variables["CREDENTIALS_DIRECTORY"] ?? installedFolder
        }
        let path = named ?? ".env"
        let isOptional = named == nil
        do {
            let file = try waiting {
                try await EnvironmentVariablesProvider(environmentFilePath: FilePath(path), allowMissing: isOptional)
            }
            return Environment(variables: variables, file: file)
        } catch {
            throw Refusal(
                "The settings file \(path)\(isOptional ? "" : " (INTERVIEWS_ENV_FILE)") cannot be read by this user."
            )
        }
    }

    /// The value without surrounding spaces and quotation marks; an empty one counts as none.
    subscript(name: String) -> String? {
        guard let text = reader.string(forKey: ConfigKey([name.lowercased()])) else { return nil }
        let value = Environment.unquoted(text.trimmingPrefix(while: \.isWhitespace))
        return value.isEmpty ? nil : value
    }

    private static func unquoted(_ text: Substring) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        for mark: Character in ["\"", "'"] where text.count >= 2 && text.first == mark && text.last == mark {
            return String(text.dropFirst().dropLast())
        }
        return String(text)
    }

    private static func waiting<Value: Sendable>(
        _ work: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let outcome = Outcome<Value>()
        let done = DispatchSemaphore(value: 0)
        Task {
            let result: Result<Value, any Error>
            do { result = .success(try await work()) } catch { result = .failure(error) }
            outcome.result.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = outcome.result.withLock({ $0 }) else {
            preconditionFailure("the semaphore was signalled before the result was set")
        }
        return try result.get()
    }

    private final class Outcome<Value: Sendable>: Sendable {
        /// Guards the result between the task that sets it and the thread that waits for it.
        let result = Mutex<Result<Value, any Error>?>(nil)
    }
}
