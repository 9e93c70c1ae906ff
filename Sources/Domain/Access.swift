/// Who may do what: pure functions, called in the second line of every handler.
///
/// Visibility comes first: what belongs to another company is hidden, and its id answers 404 as if it did not exist.
/// Then the role decides. Administrators see and do everything; users without a company see nothing that has one.
public enum Access {
    public enum Resource: String, CaseIterable, Sendable {
        case company, user, recruiter, agencyContact, domain, job, candidate, interview, schedule, slot, configuration
        case bookingRules, conflict, evaluation, recording, questionSet, message, history, dashboard, administration
    }

    public enum Operation: String, CaseIterable, Sendable { case read, create, update, delete }

    public enum Decision: Equatable, Sendable {
        case allowed
        /// 403: the caller may know that it exists, and may not do this.
        case forbidden
        /// 404: for this caller it does not exist.
        case hidden
    }

    /// Whose rows a list shows.
    public enum Scope: Equatable, Sendable {
        case everything
        case company(Int64)
        case nothing
    }

    /// To whom an object belongs.
    public enum Owner: Equatable, Sendable {
        case company(Int64)
        /// Shared by all: a domain.
        case shared
        /// No company's: only an administrator sees it.
        case nobody

        public init(_ company: Int64?) { self = company.map(Owner.company) ?? .nobody }
    }

    public static func scope(of caller: Caller) -> Scope {
        if caller.role == .admin { return .everything }
        return caller.companyID.map(Scope.company) ?? .nothing
    }

    /// Decides about one object.
    public static func decide(
        _ operation: Operation,
        _ resource: Resource,
        of owner: Owner,
        by caller: Caller
    ) -> Decision {
        guard sees(owner, caller) else { return .hidden }
        return permits(operation, resource, caller.role) ? .allowed : .forbidden
    }

    /// Whether the role may do this to objects of its own company.
    public static func permits(_ operation: Operation, _ resource: Resource, _ role: Role) -> Bool {
        if role == .admin { return true }
        switch (resource, operation) {
        case (.administration, _), (.user, .read), (.user, .update), (.user, .delete): return false
        case (_, .read): return true
        case (.company, _), (.domain, _): return false
        case (.user, .create), (.recruiter, _), (.job, _), (.configuration, _), (.bookingRules, _),
            (.slot, .create):
            return role == .company
        case (.agencyContact, _): return role == .company || role == .hiringAgency
        case (.history, _), (.dashboard, _): return false
        case (.candidate, _), (.interview, _), (.schedule, _), (.slot, _), (.conflict, _), (.evaluation, _),
            (.recording, _), (.questionSet, _), (.message, _):
            return managers.contains(role)
        }
    }

    /// The roles that manage interviews, schedules and candidates of their company.
    public static let managers: Set<Role> = [.company, .hiringAgency, .recruiter]

    private static func sees(_ owner: Owner, _ caller: Caller) -> Bool {
        if caller.role == .admin { return true }
        switch owner {
        case .shared: return true
        case .nobody: return false
        case .company(let id): return caller.companyID == id
        }
    }
}
