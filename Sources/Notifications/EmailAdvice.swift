import SMTP

/// What to change in the settings after a failure to send.
enum EmailAdvice {
    static func sentence(for error: MailError, security: Relay.Security) -> String {
        switch error.kind {
        case .authentication:
            """
            Check EMAIL_HOST_USER and EMAIL_HOST_PASSWORD; Gmail wants an App Password of 16 characters, not the \
            account's own. With EMAIL_AUTH=xoauth2, check that the token is the account's, for mail, and not run out.
            """
        case .token:
            "Run EMAIL_OAUTH_TOKEN_COMMAND by hand, as the service's user: it must print the token and nothing else."
        case .certificate:
            """
            EMAIL_HOST must be the name in the relay's certificate; if a private authority signed it, set EMAIL_CA_FILE \
            to that authority's certificate.
            """
        case .tlsMode where security == .implicitTLS:
            "Set EMAIL_USE_TLS=True and EMAIL_USE_SSL=False for this port, or EMAIL_PORT to the relay's TLS port (465)."
        case .tlsMode:
            """
            Set EMAIL_USE_SSL=True and EMAIL_USE_TLS=False for this port, or EMAIL_PORT to the relay's STARTTLS port \
            (587).
            """
        case .unknownHost: "Check the spelling of EMAIL_HOST, and that this machine can look up names."
        case .refused: "Check EMAIL_PORT (465 or 587 with most relays), and that the relay is running."
        case .unreachable: "Check EMAIL_HOST, and this machine's network and firewall."
        case .timeout where error.phase == .connect:
            "Check EMAIL_HOST and EMAIL_PORT; a firewall or the hosting provider may block this port."
        case .timeout where error.phase == .tls || error.phase == .greeting:
            "Check EMAIL_PORT against EMAIL_USE_TLS and EMAIL_USE_SSL: 465 goes with SSL, 587 with TLS."
        case .timeout: "Try again; if it stays so, ask the relay's operator, or raise EMAIL_TIMEOUT."
        case .interrupted: "Try again; if it stays so, check EMAIL_HOST and EMAIL_PORT, or ask the relay's operator."
        case .temporary: "Try again later; what the relay said is above."
        case .permanent where error.phase == .sender:
            "The relay does not let this account write as DEFAULT_FROM_EMAIL: set it to an address of the account."
        case .permanent: "Check the address; what the relay said is above."
        case .ambiguous: "Look whether the message has arrived before you try again."
        case .invalidAddress: "Check the spelling of the address."
        case .invalidMessage, .invalidRelay: "Check EMAIL_HOST, EMAIL_PORT and DEFAULT_FROM_EMAIL."
        }
    }
}
