internal import Glibc

/// The command that prints an access token for XOAUTH2, since such tokens last an hour and come from elsewhere.
enum TokenCommand {
    private static let longestToken = 16_384

    /// The first line that the command prints, which has half a minute for it.
    static func run(_ command: String) throws(MailError) -> String {
        let quoted =
            "'" + command.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
        let line = "exec timeout -k 2 30 /bin/sh -c \(quoted) </dev/null"
        guard let pipe = unsafe popen(line, "re") else { throw failure("could not be started") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe fread($0.baseAddress, 1, $0.count, pipe) }
            if count == 0 { break }
            if bytes.count < longestToken { bytes += buffer[..<count] }
        }
        guard unsafe pclose(pipe) == 0 else { throw failure("failed or took longer than 30 seconds") }
        let token = bytes.prefix { $0 > 0x20 && $0 < 0x7F }
        guard !token.isEmpty else { throw failure("printed no token") }
        return String(decoding: token, as: UTF8.self)
    }

    private static func failure(_ what: String) -> MailError {
        MailError(
            kind: .token,
            phase: .authentication,
            code: nil,
            reply: "",
            message: "The command for the access token \(what)."
        )
    }
}
