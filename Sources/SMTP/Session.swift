internal import CCurl

/// One conversation with the relay, its connection kept open between messages.
///
/// Used by one thread. After any failure the handle and its connection are thrown away: libcurl would use a hung connection again, and a
/// late reply would be taken for the next message's.
public struct Session: ~Copyable {
    private let relay: Relay
    private let onReply: ((Step) -> Void)?
    private var easy: Easy?
    /// What the relay said of the connection that is kept.
    private var offersUTF8: Bool?

    /// `onReply` is called with each of the relay's answers as it comes.
    public init(_ relay: Relay, onReply: ((Step) -> Void)? = nil) {
        self.relay = relay
        self.onReply = onReply
        easy = nil
    }

    /// Hands `message` to the relay.
    ///
    /// Returning means the relay has taken responsibility for it.
    public mutating func send(
        _ message: [UInt8],
        from sender: EmailAddress,
        to recipient: EmailAddress
    ) throws(MailError) -> Receipt {
        try WireFormat.check(message)
        let clock = ContinuousClock()
        let start = clock.now
        let (code, reply) = try attempt(message, from: sender, to: recipient)
        return Receipt(code: code, reply: reply, duration: clock.now - start)
    }

    /// Ends the connection.
    public mutating func close() {
        easy = nil
        offersUTF8 = nil
    }

    private mutating func attempt(
        _ message: [UInt8],
        from sender: EmailAddress,
        to recipient: EmailAddress
    ) throws(MailError) -> (code: Int, reply: String) {
        if sender.needsUTF8 || recipient.needsUTF8, offersUTF8 == false { throw relay.lacksUTF8 }
        if let kept = easy.take() {
            do throws(MailError) {
                return try attempt(message, from: sender, to: recipient, with: kept)
            } catch {
                // The relay may close an idle connection at any time; then nothing was said about this message.
                let isGone = error.kind == .interrupted && [.connect, .greeting, .sender].contains(error.phase)
                guard isGone || error.code == 421 && error.phase == .sender else { throw error }
            }
        }
        return try attempt(message, from: sender, to: recipient, with: try connectable())
    }

    private mutating func attempt(
        _ message: [UInt8],
        from sender: EmailAddress,
        to recipient: EmailAddress,
        with easy: consuming Easy
    ) throws(MailError) -> (code: Int, reply: String) {
        let transfer = Transfer(
            message,
            needsUTF8: sender.needsUTF8 || recipient.needsUTF8,
            isInsideTLS: relay.security == .implicitTLS,
            onReply: onReply
        )
        let outcome = easy.send(transfer, size: message.count, from: sender, to: recipient)
        if transfer.lacksUTF8 { throw relay.lacksUTF8 }
        guard outcome.code == CURLE_OK else { throw failure(of: transfer, outcome) }
        offersUTF8 = transfer.offersUTF8 ?? offersUTF8
        self.easy = consume easy
        return (outcome.replyCode, transfer.reply)
    }

    private mutating func connectable() throws(MailError) -> Easy {
        offersUTF8 = nil
        let easy = Easy(relay)
        guard !relay.user.isEmpty else { return easy }
        var secret = relay.password
        if let command = relay.tokenCommand, relay.authentication == .xoauth2 { secret = try TokenCommand.run(command) }
        easy.authenticate(relay.authentication, as: relay.user, secret: secret)
        return easy
    }

    private func failure(of transfer: Transfer, _ outcome: Outcome) -> MailError {
        var phase = transfer.phase
        if phase == .connect, outcome.isConnected {
            phase = relay.security == .implicitTLS && !outcome.isEncrypted ? .tls : .greeting
        }
        var kind = outcome.kind(in: phase, isVerdictMissing: transfer.isVerdictMissing)
        if relay.security == .startTLS, phase == .greeting, transfer.code == nil, relay.speaksTLSFirst {
            kind = .tlsMode
        }
        return MailError(
            kind: kind,
            phase: phase,
            code: transfer.code,
            reply: transfer.reply,
            message: relay.sentence(for: kind, in: phase, transfer, outcome)
        )
    }
}

extension Relay {
    /// That a message cannot be sent, for its addresses are beyond what this relay takes.
    fileprivate var lacksUTF8: MailError {
        MailError(
            kind: .invalidAddress,
            phase: .hello,
            code: nil,
            reply: "",
            message: "\(name) does not take addresses with letters beyond ASCII before the @ (SMTPUTF8)."
        )
    }

    /// Whether the port answers a TLS handshake, asked after it kept silent where a greeting was due.
    fileprivate var speaksTLSFirst: Bool {
        let timeouts = Timeouts(connect: .seconds(5), reply: .seconds(5), total: .seconds(5))
        let probe = try? Relay(  // The same host and port made a relay before.
            host: host,
            port: port,
            security: .implicitTLS,
            caFile: caFile,
            helloName: helloName,
            timeouts: timeouts
        )
        guard let probe else { return false }
        let outcome = Easy(probe).connect()
        return outcome.isEncrypted || outcome.code == CURLE_PEER_FAILED_VERIFICATION
    }
}
