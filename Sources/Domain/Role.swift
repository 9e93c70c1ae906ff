/// What a user is to the system; the raw values are the wire's.
public enum Role: String, CaseIterable, Sendable {
    case admin = "ADMIN"
    case company = "COMPANY"
    case hiringAgency = "HIRING_AGENCY"
    case recruiter = "RECRUITER"
    case hr = "HR"
    case talentAcquisition = "TALENT_ACQUISITION"
    case technicalInterviewer = "TECHNICAL_INTERVIEWER"
    case teamLead = "TEAM_LEAD"
    case departmentHead = "DEPARTMENT_HEAD"
    case projectManager = "PROJECT_MANAGER"
    case cto = "CTO"
    case others = "OTHERS"

    /// The role of a text as clients write it: without case, spaces for underscores.
    public init?(loose text: String) {
        self.init(rawValue: text.uppercased().split(separator: " ").joined(separator: "_"))
    }
}

/// Who is asking: a user known by a token.
public struct Caller: Equatable, Sendable {
    public let id: Int64
    public let email: String
    public let fullName: String
    public let role: Role
    public let companyID: Int64?

    public init(id: Int64, email: String, fullName: String, role: Role, companyID: Int64?) {
        self.id = id
        self.email = email
        self.fullName = fullName
        self.role = role
        self.companyID = companyID
    }
}
