import CivilTime
public import Domain
public import JSON

/// A line of a booking's history.
public enum BookingHistoryJSON {
    public static func object(_ line: BookingHistoryLine) -> JSON {
        [
            "id": .int(line.id),
            "action": .string(line.action),
            "before": state(line.before),
            "after": state(line.after),
            "rule_overridden": JSON(line.ruleOverridden),
            "reason": .string(line.reason),
            "actor": [
                "kind": .string(line.actor.kind), "id": JSON(line.actor.id), "name": JSON(line.actor.name),
            ],
            "request_id": .string(line.requestID),
            "occurred_at": .string(line.occurredAt.iso8601),
        ]
    }

    private static func state(_ state: BookingHistoryLine.State) -> JSON {
        ["slot": JSON(state.slot?.text), "status": JSON(state.status)]
    }
}
