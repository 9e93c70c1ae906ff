import Foundation

/// The scripts beside this file, run by Debian's Python: readers of mail that share no code with its writer.
public enum Interpreter {
    /// What the script prints, with whatever went wrong.
    public static func run(_ script: String, _ arguments: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(script)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-X", "utf8", place.path] + arguments
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}
