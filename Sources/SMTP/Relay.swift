/// The server that takes our mail, and how to talk to it.
///
/// There is no plain mode: the password and the links in the mail never cross the network unencrypted.
public struct Relay: Hashable, Sendable {
    public enum Security: Hashable, Sendable {
        /// TLS from the first byte, usually on port 465.
        case implicitTLS
        /// A plain greeting, then STARTTLS, usually on port 587. Without STARTTLS nothing is sent.
        case startTLS
    }

    /// How we sign in.
    public enum Authentication: String, Hashable, Sendable, CaseIterable {
        /// As libcurl finds best of what the relay offers.
        case automatic = "auto"
        case plain, login
        /// With an access token in the password's place.
        case xoauth2
    }

    public let host: String
    public let port: Int
    public let security: Security
    public let user: String
    public let password: String
    public let authentication: Authentication
    /// Prints the access token for XOAUTH2; without it, the token is `password`.
    public let tokenCommand: String?
    /// A file of certificates to trust instead of the system's.
    public let caFile: String?
    /// The name we give in EHLO.
    public let helloName: String
    public let timeouts: Timeouts

    /// How long to wait.
    ///
    /// RFC 5321 4.5.3.2 asks for minutes after the final dot; giving up earlier makes duplicates.
    public struct Timeouts: Hashable, Sendable {
        public let connect: Duration
        /// For each reply of the server, in whole seconds.
        public let reply: Duration
        public let total: Duration

        public init(
            connect: Duration = .seconds(30),
            reply: Duration = .seconds(120),
            total: Duration = .seconds(300)
        ) {
            self.connect = connect
            self.reply = reply
            self.total = total
        }
    }

    /// Fails when `host` or `helloName` could not stand in a URL, or `port` is none.
    public init(
        host: String,
        port: Int,
        security: Security,
        user: String = "",
        password: String = "",
        authentication: Authentication = .automatic,
        tokenCommand: String? = nil,
        caFile: String? = nil,
        helloName: String,
        timeouts: Timeouts = Timeouts()
    ) throws(MailError) {
        guard Relay.isHost(host) else { throw .invalidRelay("The relay's host name is not a host name or IP address.") }
        guard (1...65535).contains(port) else { throw .invalidRelay("The relay's port is not between 1 and 65535.") }
        guard Relay.isHost(helloName) else { throw .invalidRelay("The name to give in EHLO is not a host name.") }
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.authentication = authentication
        self.tokenCommand = tokenCommand
        self.caFile = caFile
        self.helloName = helloName
        self.timeouts = timeouts
    }

    /// Host and port, which tell it from other relays.
    public var name: String { "\(host):\(port)" }

    /// libcurl takes the EHLO name from the path.
    var url: String {
        let scheme = security == .implicitTLS ? "smtps" : "smtp"
        let authority = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return "\(scheme)://\(authority):\(port)/\(helloName)"
    }

    private static func isHost(_ text: String) -> Bool {
        let isAddress = text.utf8.contains(UInt8(ascii: ":")) && text.utf8.allSatisfy(isAddressByte)
        return isAddress || (EmailAddress.isDomain(text) && text.utf8.allSatisfy { $0 < 0x80 })
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        case UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: ":"), UInt8(ascii: "."): true
        default: false
        }
    }
}
