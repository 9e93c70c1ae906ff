public import CivilTime
public import JSON

/// A candidate on the way in: one resume, what is known of it, what a person made of that.
public struct CandidateDraft: Equatable, Sendable {
    public enum Status: String, Sendable { case draft, extracted, verified, submitted }

    public let id: Int64
    public let domain: String
    public let role: String
    public let resume: Resume?
    public let extracted: JSON.Object
    public let verified: JSON.Object
    public let status: Status
    public let createdAt: Instant
    public let updatedAt: Instant

    public init(
        id: Int64,
        domain: String,
        role: String,
        resume: Resume?,
        extracted: JSON.Object,
        verified: JSON.Object,
        status: Status,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.domain = domain
        self.role = role
        self.resume = resume
        self.extracted = extracted
        self.verified = verified
        self.status = status
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
