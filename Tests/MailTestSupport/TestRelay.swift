public import Foundation

/// A running `relay.py`: an independent SMTP server with real TLS and AUTH, ended when this value goes.
///
/// What it does with a message is chosen by the recipient: see `relay.py`.
public final class TestRelay: Sendable {
    public let folder: URL
    private let process = Process()
    private let input = Pipe()
    private let ports: [String: Int]

    /// One for all tests of a target; it ends with them, since its standard input does.
    public static let shared = Result { try TestRelay() }

    public init() throws {
        let temporary = FileManager.default.temporaryDirectory
        folder = temporary.appendingPathComponent("relay-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("relay.py")
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [script.path, folder.path]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = output.fileHandleForReading.availableData
        ports = try JSONDecoder().decode([String: Int].self, from: line)
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)  // The test runner's threads block SIGTERM, and so do their children.
        try? FileManager.default.removeItem(at: folder)  // What stays is in the temporary folder.
    }

    /// The authority that signed the relay's certificate.
    public var authority: String { folder.appendingPathComponent("authority.pem").path }
    /// One that did not.
    public var strangeAuthority: String { folder.appendingPathComponent("stranger.pem").path }

    public struct UnknownPort: Error { public let name: String }

    public func port(_ name: String) throws -> Int {
        guard let port = ports[name] else { throw UnknownPort(name: name) }
        return port
    }

    /// A message the relay took, with the envelope it came in.
    public struct Accepted: Sendable {
        public let sender: String
        public let recipient: String
        public let bytes: [UInt8]
        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Everything accepted so far for `recipient`, in order.
    public func accepted(for recipient: String) throws -> [Accepted] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().compactMap { name in
            let parts = name.dropLast(4).split(separator: " ").map(String.init)
            guard name.hasSuffix(".eml"), parts.count == 3, parts[2] == recipient else { return nil }
            let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
            return Accepted(sender: parts[1], recipient: parts[2], bytes: Array(bytes))
        }
    }

    /// What Python's own e-mail parser reads in a message, as the value of `expression` on `m`.
    public static func parse(_ message: [UInt8], _ expression: String) throws -> String {
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        let code = """
            import sys, email, email.header, email.policy, email.utils
            source = sys.stdin.buffer.read()
            m = email.message_from_bytes(source, policy=email.policy.default)
            legacy = email.message_from_bytes(source)
            plain, html = (m.get_body((k,)).get_content().replace("\\r\\n", "\\n") for k in ("plain", "html"))
            sys.stdout.write(str(\(expression)))
            """
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["-X", "utf8", "-c", code]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(message))
        try input.fileHandleForWriting.close()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}
