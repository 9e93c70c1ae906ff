import CivilTime
public import Domain
public import JSON

/// Why a seat is refused, and what could be had instead.
public enum ClaimJSON {
    public static func availability(_ refusals: [ClaimRefusal]) -> JSON {
        ["available": .bool(refusals.isEmpty), "reasons": .array(refusals.map(reason))]
    }

    public static func alternatives(_ slots: [Slot]) -> JSON { .array(slots.map(alternative)) }

    private static func reason(_ refusal: ClaimRefusal) -> JSON {
        [
            "code": .string(refusal.rawValue),
            "sentence": .string(refusal.sentence),
            "may_be_overridden": .bool(refusal.mayBeOverridden),
        ]
    }

    private static func alternative(_ slot: Slot) -> JSON {
        [
            "id": .string(slot.id.text),
            "interview_date": .string(slot.time.date.description),
            "start_time": .string(slot.time.start.description),
            "end_time": .string(slot.time.end.description),
        ]
    }
}
