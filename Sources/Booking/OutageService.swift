public import CivilTime
public import Domain
public import MariaDB
import Store

/// Keeps the record of when the server could be reached, and makes up for the times when it could not.
///
/// Every process that answers candidates beats. The first one after an outage writes that it is over and, in the same
/// transaction, opens the doors of all candidates whom it kept out: they find it so when they come by again.
///
/// Used by the connection's thread only.
public struct OutageService {
    /// Staff may keep a door open for a week, so interviews of that long ago may still be entered.
    private static let longestDoor = Duration.seconds(8 * 86_400)

    private let db: Connection
    private let portal: PortalPolicy
    private let policy: OutagePolicy
    private let now: Instant

    public init(_ db: Connection, portal: PortalPolicy, policy: OutagePolicy, at now: Instant) {
        self.db = db
        self.portal = portal
        self.policy = policy
        self.now = now
    }

    /// What a beat found.
    public enum Beat: Equatable, Sendable {
        case there
        /// An outage is over; so many candidates may come in longer.
        case back(Outage, extended: Int)
    }

    public func beat() throws -> Beat {
        let store = UptimeStore(db)
        guard try !store.beat(patience: .seconds(policy.leastSeconds), at: now) else { return .there }
        var found = Beat.there
        _ = try store.alone {
            let patience = Duration.seconds(policy.leastSeconds)
            found = try db.transaction { _ in
                let last = try store.lastSeen()
                if let last, last >= now - patience { return .there }
                try store.begin(at: now)
                guard let last else { return .there }
                let outage = Outage(from: last, to: now)
                return .back(outage, extended: try makeUp(for: outage))
            }
        }
        return found
    }

    private func makeUp(for outage: Outage) throws -> Int {
        let early = Duration.seconds(portal.earlySeconds)
        let ids = try UptimeStore(db).sessions(hitBy: outage, startingWithin: OutageService.longestDoor, early: early)
        return try ids.filter { try extend($0, for: outage) }.count
    }

    private func extend(_ id: SessionID, for outage: Outage) throws -> Bool {
        guard let session = try SessionStore(db).session(.id(id)), session.isBooked, !session.isCompleted,
            let until = policy.entry(
                after: outage,
                in: session.window(by: portal),
                hasEntered: session.enteredAt != nil,
                graceSeconds: session.accommodation.scaled(portal.graceSeconds)
            )
        else { return false }
        try WindowExtensionStore(db).extend(
            session,
            until: until,
            reason: "The server could not be reached from \(outage.from.wholeSeconds) to \(outage.to.wholeSeconds).",
            outage: outage,
            by: .system,
            request: "",
            at: now
        )
        return true
    }
}

extension Instant {
    /// As in `2026-11-23T05:00:00Z`.
    fileprivate var wholeSeconds: String { Instant(seconds: seconds).iso8601 }
}
