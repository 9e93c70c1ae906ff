import Notifications
import SMTP
import Testing

@Suite struct EmailSettingsTests {
    private static let complete = [
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "smtp.example.org",
        "EMAIL_HOST_USER": "mailer", "EMAIL_HOST_PASSWORD": "hunter2",
    ]

    private func check(_ changes: [String: String?]) -> EmailCheck {
        var values = Self.complete
        for (name, value) in changes { values[name] = value }
        return EmailSettings { values[$0] }.check(helloName: "portal.example.org")
    }

    @Test func `with host, user and password the defaults are TLS on port 465`() {
        let check = check([:])

        #expect(check.problems.isEmpty && check.warnings.isEmpty)
        #expect(check.relay?.port == 465)
        #expect(check.relay?.security == .implicitTLS)
        #expect(check.relay?.host == "smtp.example.org")
        #expect(check.sender?.address.description == "noreply@example.com")
    }

    @Test func `with nothing set the incomplete account comes before the console backend`() {
        let check = EmailSettings { _ in nil }.check(helloName: "portal.example.org")

        #expect(check.problems.map(\.kind) == [.incomplete, .console])
        #expect(check.relay == nil)
    }

    @Test(arguments: [
        ("587", "True", "False"), ("587", "TRUE", "false"), ("587", "true", "no"), ("2525", "True", "False"),
    ])
    func `EMAIL_USE_TLS is STARTTLS`(port: String, tls: String, ssl: String) {
        let check = check(["EMAIL_PORT": port, "EMAIL_USE_TLS": tls, "EMAIL_USE_SSL": ssl])

        #expect(check.problems.isEmpty && check.warnings.isEmpty)
        #expect(check.relay?.security == .startTLS)
    }

    @Test(arguments: [
        (["EMAIL_AUTH": "ntlm"], EmailProblem.Kind.authentication, "xoauth2"),
        (["EMAIL_AUTH": "xoauth2"], .incomplete, "EMAIL_OAUTH_TOKEN_COMMAND: NOT SET"),
        (["EMAIL_BOUNCE_DOMAIN": "bounces example.org"], .bounceDomain, "bounces.example.org"),
        (["EMAIL_BOUNCE_DOMAIN": "bücher.example"], .bounceDomain, "ASCII"),
    ])
    func `a way to sign in or to come back that cannot work is told`(
        changes: [String: String],
        kind: EmailProblem.Kind,
        advice: String
    ) {
        let check = check(changes)

        #expect(check.problems.map(\.kind) == [kind])
        #expect(check.problems.first?.sentence.contains(advice) == true)
        #expect(check.relay == nil)
    }

    @Test func `with an access token no password is needed`() {
        let check = check([
            "EMAIL_AUTH": "XOAUTH2", "EMAIL_HOST_PASSWORD": nil, "EMAIL_OAUTH_TOKEN_COMMAND": "get-token",
            "EMAIL_BOUNCE_DOMAIN": "bounces.example.org",
        ])

        #expect(check.problems.isEmpty)
        #expect(check.relay?.authentication == .xoauth2)
        #expect(check.relay?.tokenCommand == "get-token")
        #expect(check.bounceDomain == "bounces.example.org")
    }

    @Test func `both flags on port 587 turn SSL off with a warning`() {
        let check = check(["EMAIL_PORT": "587", "EMAIL_USE_TLS": "True"])

        #expect(check.problems.isEmpty)
        #expect(check.warnings.map(\.kind) == [.sslIgnored])
        #expect(check.relay?.security == .startTLS)
    }

    @Test(arguments: [
        (
            ["EMAIL_USE_TLS": "True"], [EmailProblem.Kind.bothFlags],
            "EMAIL_USE_TLS and EMAIL_USE_SSL cannot both be True!"
        ),
        (["EMAIL_USE_TLS": "True", "EMAIL_PORT": "25"], [.bothFlags], "587"),
        (["EMAIL_USE_SSL": "False"], [.neitherFlag], "never sent unencrypted"),
        (["EMAIL_USE_SSL": "1"], [.neitherFlag], "EMAIL_USE_SSL=True"),
        (["EMAIL_USE_TLS": "True", "EMAIL_USE_SSL": "False"], [.portMode], "EMAIL_PORT=587"),
        (["EMAIL_PORT": "587"], [.portMode], "EMAIL_PORT=465"),
        (["EMAIL_PORT": "five"], [.port], "465 or 587"),
        (["EMAIL_PORT": "0"], [.port], "EMAIL_PORT"), (["EMAIL_PORT": "65536"], [.port], "EMAIL_PORT"),
        (["EMAIL_TIMEOUT": "soon"], [.timeout], "EMAIL_TIMEOUT"),
        (["DEFAULT_FROM_EMAIL": "nobody"], [.sender], "noreply@example.org"),
        (["EMAIL_HOST": "smtp gmail com"], [.relay], "EMAIL_HOST"),
        (["EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"], [.console], "smtp.EmailBackend"),
        (["EMAIL_BACKEND": "carrier.Pigeon"], [.unknownBackend], "smtp.EmailBackend"),
        (["EMAIL_HOST": "", "EMAIL_HOST_PASSWORD": ""], [.incomplete], "EMAIL_HOST: NOT SET, EMAIL_HOST_USER: SET"),
        (["EMAIL_HOST_USER": ""], [.incomplete], "EMAIL_HOST_USER: NOT SET, EMAIL_HOST_PASSWORD: SET"),
        (["USE_SENDGRID": "true"], [.sendGridKeyMissing], "SENDGRID_API_KEY is not set"),
        (["USE_SENDGRID": "true", "SENDGRID_API_KEY": "k"], [.sendGridUnsupported], "smtp.sendgrid.net"),
        (
            [
                "USE_SENDGRID": "true", "EMAIL_HOST_USER": "", "EMAIL_USE_TLS": "true", "EMAIL_BACKEND": "console",
                "DEFAULT_FROM_EMAIL": "x",
            ],
            [.sendGridKeyMissing, .incomplete, .bothFlags, .console, .sender], "SENDGRID"
        ),
    ])
    func `what is wrong is told in order, with what to change`(
        changes: [String: String],
        kinds: [EmailProblem.Kind],
        text: String
    ) {
        let check = check(changes)

        #expect(check.problems.map(\.kind) == kinds)
        #expect(check.problems.first?.sentence.contains(text) == true)
        #expect(check.relay == nil)
        #expect(!check.problems.contains { $0.sentence.contains("hunter2") })
    }

    @Test func `printing the settings does not print the password`() {
        let settings = EmailSettings { Self.complete[$0] }
        var dumped = ""
        dump(settings, to: &dumped)

        #expect(!"\(settings)".contains("hunter2") && !dumped.contains("hunter2"))
    }
}
