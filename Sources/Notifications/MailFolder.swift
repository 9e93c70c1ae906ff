import FoundationEssentials
public import SMTP

/// A folder that takes mail instead of a relay, one file a message: for development, where nothing is to be sent.
public struct MailFolder: Hashable, Sendable {
    public let path: String

    init(path: String) { self.path = path }

    /// Keeps the message under a name that sorts by time, with the envelope in front as mail servers write it.
    func write(
        _ message: [UInt8],
        from sender: EmailAddress,
        to recipient: EmailAddress,
        at seconds: Int64
    ) throws(MailError) -> Receipt {
        let name = "\(seconds)-\(UInt64.random(in: 0 ... .max)).eml"
        let envelope = "Return-Path: <\(sender)>\r\nDelivered-To: \(recipient)\r\n"
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data(Array(envelope.utf8) + message).write(to: URL(filePath: "\(path)/\(name)"), options: .atomic)
        } catch {
            throw MailError(
                kind: .unreachable,
                phase: .preparation,
                code: nil,
                reply: "",
                message: "The folder \(path) (EMAIL_FILE_PATH) cannot be written."
            )
        }
        return Receipt(code: 250, reply: "250 Kept as \(name)", duration: .zero)
    }
}

/// Where mail goes.
public enum MailDestination: Hashable, Sendable {
    case relay(Relay)
    case folder(MailFolder)

    /// What tells it from others, as it stands in the database.
    public var name: String {
        switch self {
        case .relay(let relay): relay.name
        case .folder(let folder): "file:\(folder.path)"
        }
    }

    /// The longest that one message may take: a session may try twice, on a connection that proves dead and on a new one.
    var longestAttempt: Duration {
        switch self {
        case .relay(let relay): relay.timeouts.total * 2
        case .folder: .seconds(60)
        }
    }

    func advice(for error: MailError) -> String {
        switch self {
        case .relay(let relay): EmailAdvice.sentence(for: error, security: relay.security)
        case .folder: "Set EMAIL_FILE_PATH to a folder that the service's user can write."
        }
    }
}
