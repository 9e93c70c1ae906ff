/// Who may make an account of which role, and in which company.
public enum Registration {
    public enum Decision: Equatable, Sendable {
        /// Into the company that the request names, known or new.
        case intoNamedCompany
        /// Into a company that does not exist yet, or into none.
        case intoNewCompany
        /// Into the caller's own company, whatever the request names.
        case into(company: Int64)
        /// The caller may not make this account.
        case forbidden
        /// Nobody may register without an administrator.
        case closed
    }

    public static func decide(_ role: Role, by caller: Caller?, isOpen: Bool) -> Decision {
        if let caller {
            if caller.role == .admin { return .intoNamedCompany }
            if caller.role == .company, role == .recruiter, let company = caller.companyID {
                return .into(company: company)
            }
            guard isOpen else { return .forbidden }
        }
        guard isOpen else { return .closed }
        return role == .admin ? .forbidden : .intoNewCompany
    }
}
