public import CivilTime

/// Somebody to talk to at a hiring agency or a company; not an account.
public struct AgencyContact: Equatable, Sendable {
    public static let roles = ["Admin", "Company", "Recruiter", "Hiring Agency"]

    /// What is written of a contact.
    public struct Fields: Equatable, Sendable {
        public var email = ""
        public var role = "Hiring Agency"
        public var firstName = ""
        public var lastName = ""
        public var phoneNumber = ""
        public var companyID: Int64?
        public var companyName = ""
        public var linkedinURL = ""
        public var isActive = true

        public init() {}
    }

    public let id: Int64
    public let fields: Fields
    public let permissionGranted: LocalDate
    public let createdBy: Int64?

    public init(id: Int64, fields: Fields, permissionGranted: LocalDate, createdBy: Int64?) {
        self.id = id
        self.fields = fields
        self.permissionGranted = permissionGranted
        self.createdBy = createdBy
    }
}
