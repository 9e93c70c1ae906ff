internal import CCurl

extension Relay {
    /// One sentence saying what is wrong, without addresses or credentials.
    func sentence(
        for kind: MailError.Kind,
        in phase: MailError.Phase,
        _ transfer: Transfer,
        _ outcome: Outcome
    ) -> String {
        let relay = "\(host):\(port)"
        let code = transfer.code.map(String.init) ?? "nothing"
        return switch kind {
        case .unknownHost where outcome.code == CURLE_OPERATION_TIMEDOUT:
            "The name \(host) could not be looked up in time."
        case .unknownHost: "The name \(host) is not known: no address was found for it."
        case .refused: "\(relay) refused the connection: nothing listens there."
        case .unreachable: "\(relay) cannot be reached: \(outcome.detail)."
        case .certificate where outcome.code == CURLE_SSL_CACERT_BADFILE:
            "The file of trusted certificates, \(caFile ?? "the system's"), cannot be read."
        case .certificate: "The certificate of \(relay) was not accepted: \(outcome.detail)."
        case .tlsMode where security == .implicitTLS:
            "\(relay) does not speak TLS from the first byte, as implicit TLS needs."
        case .tlsMode where transfer.code == nil:
            "\(relay) speaks TLS from the first byte, and STARTTLS needs a plain greeting first."
        case .tlsMode: "\(relay) does not offer STARTTLS, and without it nothing is sent."
        case .authentication where transfer.code.map { $0 < 400 } ?? true:
            "\(relay) offers no way to sign in that we know."
        case .authentication where authentication == .xoauth2:
            "\(relay) did not accept the access token (reply \(code))."
        case .authentication: "\(relay) did not accept the user name and password (reply \(code))."
        case .timeout where phase == .connect: "\(relay) did not answer the attempt to connect in time."
        case .timeout: "\(relay) did not answer in time (\(phase.rawValue))."
        case .interrupted where phase == .tls: "The TLS handshake with \(relay) failed: \(outcome.detail)."
        case .interrupted: "The connection to \(relay) broke (\(phase.rawValue)) before the message was handed over."
        case .temporary: "\(relay) does not take the message now (\(phase.rawValue), reply \(code))."
        case .permanent: "\(relay) refused the message for good (\(phase.rawValue), reply \(code))."
        case .ambiguous: "The whole message was sent, but \(relay) never said whether it took it."
        case .invalidAddress, .invalidMessage, .invalidRelay, .token: outcome.detail
        }
    }
}
