import Notifications
import SMTP

/// Whether mail can be sent as it is set; no relay is asked, which `test-email` does.
struct MailCheck {
    private let email: EmailSettings

    init(_ environment: Environment) { email = environment.emailSettings }

    func findings() -> [Finding] {
        let check = email.check(helloName: Environment.helloName)
        let warnings = check.warnings.map { Finding.warn("mail", $0.sentence) }
        if case .folder(let folder) = check.destination {
            return warnings + [.warn("mail", "It is kept in the folder \(folder.path), and none is sent.")]
        }
        guard let relay = check.relay else { return warnings + check.problems.map { .fail("mail", $0.sentence) } }
        let mode = relay.security == .implicitTLS ? "TLS" : "STARTTLS"
        return warnings + [
            .ok("mail", "\(relay.host), port \(relay.port), \(mode). To try it: interviews test-email ADDRESS")
        ]
    }
}
