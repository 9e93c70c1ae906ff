public import CivilTime
public import Domain
public import JSON

/// What a page asks now and then: where its session stands, by the server's clock.
public enum PortalStateJSON {
    public static func object(_ session: PortalSession, policy: PortalPolicy, at now: Instant) -> JSON.Object {
        let window = session.window(by: policy)
        return [
            "state": .string(session.state(at: now, by: policy).rawValue),
            "server_now": .string(now.iso8601),
            "starts_at": .string(session.startsAt.iso8601),
            "entry_until": .string(window.entryUntil.iso8601),
            "ends_at": .string(window.endsAt.iso8601),
            "closes_at": .string(window.closesAt.iso8601),
        ]
    }
}
