import CivilTime
import MailTestSupport
import Notifications
import Testing

/// `interviews test-email`, against a real relay.
@Suite struct TestEmailTests {
    private let server: TestRelay

    init() throws { server = try TestRelay.shared.get() }

    private func run(
        _ changes: [String: String] = [:],
        port: String = "implicit",
        to recipient: String = "asha@example.org",
        id: String = "1"
    ) throws -> (succeeded: Bool, lines: [String]) {
        let values = try [
            "EMAIL_BACKEND": "smtp", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": "\(server.port(port))",
            "EMAIL_HOST_USER": "mailer", "EMAIL_HOST_PASSWORD": "correct horse", "EMAIL_CA_FILE": server.authority,
            "EMAIL_TIMEOUT": "1",
        ].merging(changes) { $1 }
        var lines: [String] = []
        let test = TestEmail(EmailSettings { values[$0] }, helloName: "portal.example.org") { lines.append($0) }
        let succeeded = test.send(to: recipient, id: id, at: Instant(seconds: 1_795_400_000))
        return (succeeded, lines)
    }

    @Test func `a real message goes out and each step is told`() throws {
        let (succeeded, lines) = try run(to: "step@example.org", id: "steps")

        #expect(succeeded)
        #expect(lines.first?.contains("Connecting to 127.0.0.1") == true)
        #expect(lines.contains { $0.hasPrefix("  signing in: 235") })
        #expect(lines.last?.hasPrefix("Sent: the relay took the message (250") == true)
        let message = try #require(try server.accepted(for: "step@example.org").first)
        #expect(message.text.contains("Subject: Test Email - Interview Portal\r\n"))
        #expect(!lines.joined().contains("correct horse"))
    }

    @Test func `STARTTLS works too, with both flags only on port 587`() throws {
        let tls = ["EMAIL_USE_TLS": "True", "EMAIL_USE_SSL": "False"]

        #expect(try run(tls, port: "startTLS").succeeded)
        let both = try run(["EMAIL_USE_TLS": "True"], port: "startTLS")
        #expect(!both.succeeded)
        #expect(both.lines.contains { $0.contains("cannot both be True!") })
    }

    @Test(arguments: [
        (["EMAIL_HOST_PASSWORD": "wrong"], "implicit", "did not accept the user name and password", "App Password"),
        (["EMAIL_PORT": "1"], "implicit", "nothing listens there", "Check EMAIL_PORT"),
        (["EMAIL_HOST": "relay.invalid"], "implicit", "relay.invalid", "spelling of EMAIL_HOST"),
        ([:], "startTLS", "does not speak TLS from the first byte", "EMAIL_USE_TLS=True"),
        (
            ["EMAIL_USE_TLS": "True", "EMAIL_USE_SSL": "False"], "implicit", "speaks TLS from the first byte",
            "EMAIL_USE_SSL=True"
        ),
        (["EMAIL_USE_TLS": "True", "EMAIL_USE_SSL": "False"], "stripped", "does not offer STARTTLS", "EMAIL_PORT"),
        (["EMAIL_USE_TLS": "True", "EMAIL_USE_SSL": "False"], "mute", "did not answer in time", "465 goes with SSL"),
        (["EMAIL_CA_FILE": ""], "implicit", "was not accepted", "EMAIL_CA_FILE"),
        (["EMAIL_HOST": "127.0.0.2"], "misnamed", "was not accepted", "name in the relay's certificate"),
        (["EMAIL_HOST_USER": ""], "implicit", "Email configuration incomplete", "NOT SET"),
        (["DEFAULT_FROM_EMAIL": "x"], "implicit", "DEFAULT_FROM_EMAIL", "noreply@example.org"),
    ])
    func `each failure has its own sentence and its own advice`(
        changes: [String: String],
        port: String,
        problem: String,
        advice: String
    ) throws {
        let (succeeded, lines) = try run(changes, port: port)

        #expect(!succeeded)
        let text = lines.joined(separator: "\n")
        #expect(text.contains(problem), "\(text)")
        #expect(text.contains(advice), "\(text)")
    }

    @Test(arguments: [("permanent@example.org", "550"), ("temporary@example.org", "451"), ("nobody", "@")])
    func `a refused address is told with the relay's words`(recipient: String, word: String) throws {
        let (succeeded, lines) = try run(to: recipient)

        #expect(!succeeded)
        #expect(lines.contains { $0.contains(word) })
    }
}
