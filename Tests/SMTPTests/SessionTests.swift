import Glibc
import MailTestSupport
import SMTP
import Testing

/// Against a real SMTP server with TLS and AUTH; the recipient's name chooses how it behaves.
///
/// The tests share the server, so each that counts messages writes to a recipient of its own.
@Suite struct SessionTests {
    private let server: TestRelay

    init() throws { server = try TestRelay.shared.get() }

    private func relay(
        _ port: String = "implicit",
        _ security: Relay.Security = .implicitTLS,
        host: String = "127.0.0.1",
        password: String = "correct horse",
        caFile: String? = nil
    ) throws -> Relay {
        try Relay(
            host: host,
            port: server.port(port),
            security: security,
            user: "mailer",
            password: password,
            caFile: caFile ?? server.authority,
            helloName: "portal.example.org",
            timeouts: .init(connect: .seconds(3), reply: .seconds(1), total: .seconds(6))
        )
    }

    private let message = Array("Subject: x\r\n\r\nhello\r\n.\r\n..\r\nend\r\n".utf8)

    private func send(through relay: Relay, to recipient: String = "asha@example.org") throws -> Receipt {
        var session = Session(relay)
        return try session.send(message, from: EmailAddress("noreply@example.org"), to: EmailAddress(recipient))
    }

    private func failure(through relay: Relay, to recipient: String = "asha@example.org") throws -> MailError {
        try #require(throws: MailError.self) { try send(through: relay, to: recipient) }
    }

    @Test(arguments: [("implicit", Relay.Security.implicitTLS), ("startTLS", .startTLS)])
    func `a message is taken over TLS, byte for byte`(port: String, security: Relay.Security) throws {
        let receipt = try send(through: relay(port, security), to: "taken.\(port)@example.org")

        #expect(receipt.code == 250)
        #expect(receipt.reply.hasPrefix("250 2.0.0 Queued as "))
        let accepted = try #require(try server.accepted(for: "taken.\(port)@example.org").first)
        #expect(accepted.bytes == message)
        #expect(accepted.sender == "noreply@example.org")
    }

    @Test func `a second message uses the same connection`() throws {
        var greetings = 0
        var session = Session(try relay()) { if $0.phase == .greeting { greetings += 1 } }

        for recipient in ["a@example.org", "b@example.org", "c@example.org"] {
            _ = try session.send(message, from: EmailAddress("noreply@example.org"), to: EmailAddress(recipient))
        }

        #expect(greetings == 1)
    }

    @Test func `after a failure the next message gets a new connection`() throws {
        var greetings = 0
        var session = Session(try relay()) { if $0.phase == .greeting { greetings += 1 } }
        let sender = try EmailAddress("noreply@example.org")

        #expect(throws: MailError.self) {
            _ = try session.send(message, from: sender, to: EmailAddress("hang@example.org"))
        }
        let receipt = try session.send(message, from: sender, to: EmailAddress("b@example.org"))

        #expect(receipt.code == 250)
        #expect(greetings == 2)
    }

    @Test func `a connection the relay closed while idle is replaced without a failure`() throws {
        var greetings = 0
        var session = Session(try relay()) { if $0.phase == .greeting { greetings += 1 } }
        let sender = try EmailAddress("noreply@example.org")

        _ = try session.send(message, from: sender, to: EmailAddress("last@example.org"))
        usleep(400_000)
        let receipt = try session.send(message, from: sender, to: EmailAddress("b@example.org"))

        #expect(receipt.code == 250)
        #expect(greetings == 2)
    }

    @Test func `each answer can be watched, and none holds the password`() throws {
        var steps: [Step] = []
        var session = Session(try relay("startTLS", .startTLS)) { steps.append($0) }

        _ = try session.send(message, from: EmailAddress("n@example.org"), to: EmailAddress("a@example.org"))

        #expect(
            steps.map(\.phase).filter { $0 != .authentication } == [
                .greeting, .hello, .tls, .hello, .sender, .recipient, .data, .verdict,
            ]
        )
        #expect(steps.contains { $0.phase == .authentication && $0.code == 235 })
        let everything = steps.map(\.reply).joined(separator: " ")
        #expect(!everything.contains("correct") && !everything.contains("Y29ycmVjdCBob3JzZQ"))
    }

    @Test(arguments: [("implicit", Relay.Security.implicitTLS), ("startTLS", .startTLS)])
    func `a wrong password is named`(port: String, security: Relay.Security) throws {
        let error = try failure(through: relay(port, security, password: "wrong horse"))

        #expect(error.kind == .authentication)
        #expect(error.phase == .authentication)
        #expect(error.code == 535)
        #expect(error.concernsRelay)
        #expect(!error.reply.contains("wrong horse") && !error.message.contains("wrong horse"))
    }

    @Test(arguments: [("implicit", Relay.Security.implicitTLS), ("startTLS", .startTLS)])
    func `a certificate of an unknown authority is refused`(port: String, security: Relay.Security) throws {
        let recipient = "untrusted.\(port)@example.org"

        let error = try failure(through: relay(port, security, caFile: server.strangeAuthority), to: recipient)

        #expect(error.kind == .certificate)
        #expect(error.concernsRelay)
        #expect(try server.accepted(for: recipient).isEmpty)
    }

    @Test func `a certificate for another name is refused`() throws {
        #expect(try failure(through: relay("misnamed", host: "127.0.0.2")).kind == .certificate)
    }

    @Test func `a missing file of authorities is named`() throws {
        let error = try failure(through: relay(caFile: "/nowhere/ca.pem"))

        #expect(error.kind == .certificate)
        #expect(error.message.contains("/nowhere/ca.pem"))
    }

    @Test func `nothing listening is a refusal`() throws {
        let closed = try Relay(host: "127.0.0.1", port: 1, security: .implicitTLS, helloName: "portal.example.org")

        let error = try failure(through: closed)

        #expect(error.kind == .refused)
        #expect(error.phase == .connect)
        #expect(error.code == nil)
        #expect(error.concernsRelay)
    }

    @Test func `an unknown host is named`() throws {
        let unknown = try Relay(
            host: "relay.invalid",
            port: 465,
            security: .implicitTLS,
            helloName: "portal.example.org"
        )

        let error = try failure(through: unknown)

        #expect(error.kind == .unknownHost)
        #expect(error.message.contains("relay.invalid"))
    }

    @Test func `STARTTLS on a port that speaks TLS first is a wrong mode`() throws {
        let error = try failure(through: relay("implicit", .startTLS))

        #expect(error.kind == .tlsMode)
        #expect(error.concernsRelay)
    }

    @Test func `TLS first on a port that greets in plain is a wrong mode`() throws {
        #expect(try failure(through: relay("startTLS", .implicitTLS)).kind == .tlsMode)
    }

    // With the try-if-you-can mode of libcurl the password would go out in clear here.
    @Test func `a relay without STARTTLS gets nothing`() throws {
        let error = try failure(through: relay("stripped", .startTLS), to: "stripped@example.org")

        #expect(error.kind == .tlsMode)
        #expect(error.message.contains("does not offer STARTTLS"))
        #expect(try server.accepted(for: "stripped@example.org").isEmpty)
    }

    @Test func `a port that never speaks is a timeout`() throws {
        let error = try failure(through: relay("mute", .startTLS))

        #expect(error.kind == .timeout)
        #expect(error.phase == .greeting)
        #expect(error.concernsRelay)
    }

    @Test(arguments: [
        ("temporary@example.org", MailError.Kind.temporary, MailError.Phase.recipient, 451),
        ("permanent@example.org", .permanent, .recipient, 550),
        ("full@example.org", .temporary, .verdict, 452),
        ("spam@example.org", .permanent, .verdict, 554),
    ])
    func `a refusal is judged by its reply code`(
        recipient: String,
        kind: MailError.Kind,
        phase: MailError.Phase,
        code: Int
    ) throws {
        let error = try failure(through: relay(), to: recipient)

        #expect(error.kind == kind)
        #expect(error.phase == phase)
        #expect(error.code == code)
        #expect(error.reply.hasPrefix("\(code) "))
        #expect(!error.concernsRelay)
    }

    @Test func `silence at the recipient is a timeout`() throws {
        let error = try failure(through: relay(), to: "hang@example.org")

        #expect(error.kind == .timeout)
        #expect(error.phase == .recipient)
        #expect(!error.concernsRelay)
    }

    @Test(arguments: ["cut@example.org", "silent@example.org", "dribble@example.org"])
    func `no verdict after the final dot is ambiguous`(recipient: String) throws {
        let error = try failure(through: relay(), to: recipient)

        #expect(error.kind == .ambiguous)
        #expect(error.phase == .verdict)
        #expect(error.code == 354)
        #expect(!error.concernsRelay)
    }

    @Test func `an internationalised address goes out as SMTPUTF8`() throws {
        let receipt = try send(through: relay(), to: "प्रिया@example.org")

        #expect(receipt.code == 250)
        #expect(try server.accepted(for: "प्रिया@example.org").count == 1)
    }

    @Test(arguments: [("ascii", Relay.Security.implicitTLS), ("asciiStartTLS", .startTLS)])
    func `a relay without SMTPUTF8 is not given an address that it cannot take`(
        port: String,
        security: Relay.Security
    ) throws {
        var session = Session(try relay(port, security))
        let sender = try EmailAddress("noreply@example.org")
        for _ in 1...2 {
            let error = try #require(throws: MailError.self) {
                _ = try session.send(message, from: sender, to: EmailAddress("प्रिया@example.org"))
            }
            #expect(error.kind == .invalidAddress)
            #expect(error.message.contains("SMTPUTF8"))
            _ = try session.send(message, from: sender, to: EmailAddress("plain@example.org"))
        }
    }

    @Test(arguments: ["implicit", "ascii"])
    func `a domain beyond ASCII is written as the DNS has it`(port: String) throws {
        let tag = "idn-\(port)"

        _ = try send(through: relay(port), to: "\(tag)@bücher.example")

        #expect(try server.accepted(for: "\(tag)@xn--bcher-kva.example").count == 1)
    }

    private func relay(_ authentication: Relay.Authentication, secret: String, command: String? = nil) throws -> Relay {
        try Relay(
            host: "127.0.0.1",
            port: server.port("implicit"),
            security: .implicitTLS,
            user: "mailer",
            password: secret,
            authentication: authentication,
            tokenCommand: command,
            caFile: server.authority,
            helloName: "portal.example.org",
            timeouts: .init(connect: .seconds(3), reply: .seconds(1), total: .seconds(6))
        )
    }

    @Test(arguments: [
        (Relay.Authentication.plain, "correct horse"), (.login, "correct horse"), (.xoauth2, "ya29.right"),
    ])
    func `one signs in as the settings say`(authentication: Relay.Authentication, secret: String) throws {
        #expect(try send(through: relay(authentication, secret: secret)).code == 250)
        #expect(try failure(through: relay(authentication, secret: "wrong")).kind == .authentication)
    }

    @Test func `the access token may come from a command, its first line`() throws {
        let command = "printf '%s\\n' 'ya29.right' second"

        #expect(try send(through: relay(.xoauth2, secret: "", command: command)).code == 250)
    }

    @Test(arguments: ["false", "true", "echo; echo ya29.right", "exit 3", "/nonexistent"])
    func `a command without a token is told, and nothing is said to the relay`(command: String) throws {
        let error = try failure(through: relay(.xoauth2, secret: "ya29.right", command: command))

        #expect(error.kind == .token)
        #expect(error.concernsRelay)
    }

    @Test(arguments: [
        "Subject: x\n\nbare LF\n", "Subject: x\r\n\r\nbare CR\rend\r\n", "Subject: x\r\n\r\nno end", "",
        "Subject: x\r\n\r\n\0\r\n", "Subject: x\r\n\r\n" + String(repeating: "x", count: 999) + "\r\n", "x\r",
    ])
    func `a message that breaks the format is not sent`(text: String) throws {
        var session = Session(try relay())
        let sender = try EmailAddress("n@example.org")

        let error = try #require(throws: MailError.self) {
            _ = try session.send(Array(text.utf8), from: sender, to: sender)
        }

        #expect(error.kind == .invalidMessage)
        #expect(try server.accepted(for: "n@example.org").isEmpty)
    }

    @Test(arguments: [
        "", "a b", "relay/../x", "relay?x", "user@relay", "relay:25", "-relay", "relay\r\n", "bücher.example",
    ])
    func `a host that would change the URL is no relay`(host: String) {
        #expect(throws: MailError.self) { try Relay(host: host, port: 465, security: .implicitTLS, helloName: "x.org") }
        #expect(throws: MailError.self) { try Relay(host: "x.org", port: 465, security: .implicitTLS, helloName: host) }
    }
}
