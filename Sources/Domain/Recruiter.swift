/// A company's recruiter: the account, and whether it is in use.
public struct Recruiter: Equatable, Sendable {
    public let id: Int64
    public let userID: Int64
    public let username: String
    public let fullName: String
    public let email: String
    public let companyID: Int64
    public let companyName: String
    public let isActive: Bool

    public init(
        id: Int64,
        userID: Int64,
        username: String,
        fullName: String,
        email: String,
        companyID: Int64,
        companyName: String,
        isActive: Bool
    ) {
        self.id = id
        self.userID = userID
        self.username = username
        self.fullName = fullName
        self.email = email
        self.companyID = companyID
        self.companyName = companyName
        self.isActive = isActive
    }
}
