public import CivilTime

/// An account, without its password.
public struct User: Equatable, Sendable {
    public let id: Int64
    public let username: String
    public let email: String
    public let fullName: String
    public let role: Role
    public let companyID: Int64?
    /// The company's name, or the text the user gave where there is no company.
    public let companyName: String?
    public let isActive: Bool
    public let createdAt: Instant

    public init(
        id: Int64,
        username: String,
        email: String,
        fullName: String,
        role: Role,
        companyID: Int64?,
        companyName: String?,
        isActive: Bool,
        createdAt: Instant
    ) {
        self.id = id
        self.username = username
        self.email = email
        self.fullName = fullName
        self.role = role
        self.companyID = companyID
        self.companyName = companyName
        self.isActive = isActive
        self.createdAt = createdAt
    }
}

/// An account to be made.
public struct NewUser: Equatable, Sendable {
    public var username: String
    public var email: String
    public var fullName: String
    public var role: Role
    public var passwordHash: String
    public var company: Company

    /// Where the account will belong.
    public enum Company: Equatable, Sendable {
        case none
        case existing(Int64)
        /// The company of that name, made if there is none.
        case named(String)
        /// A company of that name that must not exist yet.
        case new(String)
    }

    public init(
        username: String,
        email: String,
        fullName: String,
        role: Role,
        passwordHash: String,
        company: Company
    ) {
        self.username = username
        self.email = email
        self.fullName = fullName
        self.role = role
        self.passwordHash = passwordHash
        self.company = company
    }
}
