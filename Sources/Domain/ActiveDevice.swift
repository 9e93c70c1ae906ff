public import CivilTime

/// The one device that has the interview: recordings begin and answers are given there only.
public struct ActiveDevice: Equatable, Sendable {
    /// After so long without a word from it, another needs no permission to take its place.
    public static let silenceSeconds: Int64 = 45

    /// SHA-256 of the name that its page made up.
    public let hash: [UInt8]
    public let seenAt: Instant

    public init(hash: [UInt8], seenAt: Instant) {
        self.hash = hash
        self.seenAt = seenAt
    }

    /// Whether `claim` gets the interview: the same device, its successor in one browser, a silent one, or on request.
    public func yields(to claim: DeviceClaim, at now: Instant) -> Bool {
        claim.takesOver || claim.device == hash || claim.predecessor == hash
            || seenAt.seconds(until: now) >= ActiveDevice.silenceSeconds
    }
}

/// A device that asks for the interview.
public struct DeviceClaim: Equatable, Sendable {
    /// `nil` for a program that names none.
    public let device: [UInt8]?
    /// The page of the same browser that had it before.
    public let predecessor: [UInt8]?
    /// Whether the candidate said that it is to go on here.
    public let takesOver: Bool

    public init(device: [UInt8]?, predecessor: [UInt8]? = nil, takesOver: Bool = false) {
        self.device = device
        self.predecessor = predecessor
        self.takesOver = takesOver
    }
}
