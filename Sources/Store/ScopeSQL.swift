public import Domain
public import MariaDB

extension Access.Scope {
    /// The condition that keeps a list to the rows of this scope; `column` is the company's key in the statement.
    public func condition(on column: SQL) -> SQL {
        switch self {
        case .everything: "TRUE"
        case .company(let id): "\(column) = \(id)"
        case .nothing: "FALSE"
        }
    }
}
