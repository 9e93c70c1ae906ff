/// The ways in which a user is told something.
public struct NotificationChannels: Equatable, Sendable {
    public let email: Bool
    public let inApp: Bool

    /// What those want who never chose.
    public static let all = NotificationChannels(email: true, inApp: true)

    public init(email: Bool, inApp: Bool) {
        self.email = email
        self.inApp = inApp
    }
}
