public import CivilTime

/// A field of work that jobs belong to, shared by all companies.
public struct JobDomain: Equatable, Sendable {
    public let id: Int64
    public let name: String
    public let description: String
    public let isActive: Bool
    public let createdAt: Instant
    public let updatedAt: Instant

    public init(
        id: Int64,
        name: String,
        description: String,
        isActive: Bool,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.isActive = isActive
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
