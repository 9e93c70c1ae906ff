/// A client whose jobs, slots and candidates belong together.
public struct Company: Equatable, Sendable {
    public let id: Int64
    public let name: String
    public let email: String?
    public let description: String
    public let isActive: Bool
    /// The IANA name of its zone; `nil` stands for the server's.
    public let timeZone: String?
    /// Whom a candidate asks, as mails print it.
    public let contact: String

    public init(
        id: Int64,
        name: String,
        email: String?,
        description: String,
        isActive: Bool,
        timeZone: String?,
        contact: String
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.description = description
        self.isActive = isActive
        self.timeZone = timeZone
        self.contact = contact
    }
}
