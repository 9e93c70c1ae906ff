/// The mail settings as they were written, under the names of `.env`.
///
/// Reading them finds no fault; `check` does. Not printable by accident: the password is in it.
public struct EmailSettings: Sendable {
    public let backend: String
    public let host: String
    /// As written: a port that is no number is a problem to be told, not a crash.
    public let port: String
    public let user: String
    let password: String
    public let useTLS: Bool
    public let useSSL: Bool
    public let from: String
    public let caFile: String?
    public let timeout: String
    /// Where the file backend keeps messages.
    public let filePath: String
    /// Whether the site is served to the world, where mail that is only kept would be mail lost.
    let isProduction: Bool
    /// As written: `auto`, `plain`, `login` or `xoauth2`.
    public let authentication: String
    let token: String
    let tokenCommand: String?
    /// The domain of the addresses that undeliverable mail comes back to.
    public let bounceDomain: String?
    let useSendGrid: Bool
    let sendGridKey: String

    /// `lookUp` answers with the text of a setting, or `nil` when it is not set; an empty one is taken for not set.
    public init(_ lookUp: (String) -> String?) {
        func value(_ name: String) -> String? { lookUp(name).flatMap { $0.isEmpty ? nil : $0 } }
        backend = value("EMAIL_BACKEND") ?? "django.core.mail.backends.console.EmailBackend"
        host = value("EMAIL_HOST") ?? ""
        port = value("EMAIL_PORT") ?? "465"
        user = value("EMAIL_HOST_USER") ?? ""
        password = value("EMAIL_HOST_PASSWORD") ?? ""
        useTLS = EmailSettings.isTrue(value("EMAIL_USE_TLS") ?? "False")
        useSSL = EmailSettings.isTrue(value("EMAIL_USE_SSL") ?? "True")
        from = value("DEFAULT_FROM_EMAIL") ?? "noreply@example.com"
        caFile = value("EMAIL_CA_FILE")
        timeout = value("EMAIL_TIMEOUT") ?? "120"
        filePath = value("EMAIL_FILE_PATH") ?? "mail"
        isProduction = value("BACKEND_URL")?.lowercased().hasPrefix("https://") ?? false
        authentication = value("EMAIL_AUTH") ?? "auto"
        token = value("EMAIL_OAUTH_TOKEN") ?? ""
        tokenCommand = value("EMAIL_OAUTH_TOKEN_COMMAND")
        bounceDomain = value("EMAIL_BOUNCE_DOMAIN")
        useSendGrid = EmailSettings.isTrue(value("USE_SENDGRID") ?? "False")
        sendGridKey = value("SENDGRID_API_KEY") ?? ""
    }

    /// Only the word "true" is true, in whatever case.
    static func isTrue(_ text: String) -> Bool { text.lowercased() == "true" }
}

extension EmailSettings: CustomStringConvertible, CustomReflectable {
    public var description: String { "EmailSettings(\(host):\(port))" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
