public import CivilTime

/// What a mail server reported about one recipient after the relay had taken the message (RFC 3464).
public struct DeliveryReport: Equatable, Sendable {
    public enum Action: String, CaseIterable, Sendable { case failed, delayed, delivered, relayed, expanded }

    public let action: Action
    /// The enhanced status code, such as `5.1.1`.
    public let status: String
    /// The server's own words.
    public let diagnostic: String

    public init(action: Action, status: String, diagnostic: String) {
        self.action = action
        self.status = status
        self.diagnostic = diagnostic
    }

    /// Whether the message did not arrive and will not.
    public var isBounce: Bool { action == .failed }

    /// Whether the address itself is at fault, and not a full mailbox, a policy or a network, which pass.
    ///
    /// RFC 3463: 5.1.x is the address, 5.2.0 and 5.2.1 a mailbox that takes nothing, 5.0.0 a refusal without a reason.
    public var isAddressDead: Bool {
        let parts = status.split(separator: ".")
        guard isBounce, parts.count == 3, parts[0] == "5" else { return false }
        switch parts[1] {
        case "1": return true
        case "2": return parts[2] == "0" || parts[2] == "1"
        case "0": return true
        default: return false
        }
    }
}

/// A report, and when it came in.
public struct ReceivedReport: Equatable, Sendable {
    public let report: DeliveryReport
    public let receivedAt: Instant

    public init(report: DeliveryReport, receivedAt: Instant) {
        self.report = report
        self.receivedAt = receivedAt
    }
}
