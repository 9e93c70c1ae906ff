public import CivilTime
import SMTP

/// A real message through the very code that sends all mail, told step by step.
public struct TestEmail {
    private let settings: EmailSettings
    private let helloName: String
    private let report: (String) -> Void

    /// `report` is given each line as it happens.
    public init(_ settings: EmailSettings, helloName: String, report: @escaping (String) -> Void) {
        self.settings = settings
        self.helloName = helloName
        self.report = report
    }

    /// Sends to `recipient` and returns whether the relay took it; `id` is a text that no other message has.
    public func send(to recipient: String, id: String, at now: Instant) -> Bool {
        let check = settings.check(helloName: helloName)
        for warning in check.warnings { report("warning: \(warning)") }
        guard let destination = check.destination, let sender = check.sender else {
            report("The mail settings cannot be used:")
            for problem in check.problems { report("  \(problem)") }
            return false
        }
        do throws(MailError) {
            let address = try EmailAddress(recipient)
            guard case .relay(let relay) = destination else {
                return try keep(
                    destination,
                    try message(from: sender, to: address, id: id, at: now),
                    sender,
                    address,
                    now
                )
            }
            report("Connecting to \(relay.host), port \(relay.port), with \(relay.security.name).")
            let message = try message(from: sender, to: address, id: id, at: now)
            var session = Session(relay, onReply: { [report] in report("  \($0.phase.title): \($0.reply)") })
            let receipt = try session.send(message, from: sender.address, to: address)
            report("Sent: the relay took the message (\(receipt.reply)).")
            return true
        } catch {
            report("Not sent. \(error.message)")
            if !error.reply.isEmpty { report("  The relay's last answer: \(error.reply)") }
            report(destination.advice(for: error))
            return false
        }
    }

    private func keep(
        _ destination: MailDestination,
        _ message: [UInt8],
        _ sender: Mailbox,
        _ address: EmailAddress,
        _ now: Instant
    ) throws(MailError) -> Bool {
        guard case .folder(let folder) = destination else { return false }
        let receipt = try folder.write(message, from: sender.address, to: address, at: now.seconds)
        report("Not sent, but kept in \(folder.path): \(receipt.reply.dropFirst(4)).")
        return true
    }

    private func message(
        from sender: Mailbox,
        to address: EmailAddress,
        id: String,
        at now: Instant
    ) throws(MailError) -> [UInt8] {
        let text = "This is a test of the interview portal's mail. If you can read it, sending works."
        return try Message(
            from: sender,
            to: Mailbox(address: address),
            subject: "Test Email - Interview Portal",
            date: now.seconds,
            id: MessageID("test.\(id)", domain: sender.address.asciiDomain),
            boundary: id,
            text: text + "\n",
            html: "<!DOCTYPE html>\n<html lang=\"en\"><body><p>\(text)</p></body></html>\n"
        )
        .rendered()
    }
}

extension Relay.Security {
    fileprivate var name: String { self == .implicitTLS ? "TLS from the first byte" : "STARTTLS" }
}

extension MailError.Phase {
    fileprivate var title: String {
        switch self {
        case .preparation: "preparing"
        case .connect, .greeting: "connected"
        case .tls: "TLS"
        case .hello: "hello"
        case .authentication: "signing in"
        case .sender: "sender"
        case .recipient: "recipient"
        case .data, .body: "message"
        case .verdict: "verdict"
        }
    }
}
