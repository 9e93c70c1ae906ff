public import CivilTime
public import Domain
public import MariaDB

/// What happened to a booking.
public enum BookingAction: String, CaseIterable, Sendable {
    case created, held, booked, moved, released, restored, confirmed, cancelled, completed, deleted
    case slotChanged = "slot_changed"
    case windowExtended = "window_extended"
    case invited
    case invitationRevoked = "invitation_revoked"
}

/// Who did it.
public enum Actor: Equatable, Sendable {
    case user(Int64)
    case candidate
    case system

    var kind: String {
        switch self {
        case .user: "user"
        case .candidate: "candidate"
        case .system: "system"
        }
    }

    public var userID: Int64? {
        if case .user(let id) = self { return id }
        return nil
    }
}

/// One line of a booking's history.
public struct BookingEvent: Equatable, Sendable {
    public var action: BookingAction
    public var interview: InterviewID
    public var schedule: ScheduleID?
    public var company: Int64?
    public var slotBefore: SlotID?
    public var slotAfter: SlotID?
    public var statusBefore: ScheduleStatus?
    public var statusAfter: ScheduleStatus?
    /// The rule that staff set aside for this booking.
    public var ruleOverridden: ClaimRefusal?
    public var reason: String

    public init(
        _ action: BookingAction,
        interview: InterviewID,
        schedule: ScheduleID? = nil,
        company: Int64? = nil,
        slotBefore: SlotID? = nil,
        slotAfter: SlotID? = nil,
        statusBefore: ScheduleStatus? = nil,
        statusAfter: ScheduleStatus? = nil,
        ruleOverridden: ClaimRefusal? = nil,
        reason: String = ""
    ) {
        self.action = action
        self.interview = interview
        self.schedule = schedule
        self.company = company
        self.slotBefore = slotBefore
        self.slotAfter = slotAfter
        self.statusBefore = statusBefore
        self.statusAfter = statusAfter
        self.ruleOverridden = ruleOverridden
        self.reason = reason
    }
}

/// The `booking_event` table, which is only ever added to.
public struct BookingEventStore {
    private let db: Connection

    public init(_ db: Connection) { self.db = db }

    public func add(_ event: BookingEvent, by actor: Actor, request: String, at now: Instant) throws(DatabaseError) {
        try db.queue(
            """
            INSERT INTO booking_event (
                interview_id, schedule_id, company_id, action, slot_before, slot_after, status_before, status_after,
                rule_overridden, reason, actor_kind, actor_id, request_id, occurred_at
            ) VALUES (
                \(event.interview), \(event.schedule), \(event.company), \(event.action.rawValue),
                \(event.slotBefore), \(event.slotAfter), \(event.statusBefore?.rawValue),
                \(event.statusAfter?.rawValue), \(event.ruleOverridden?.rawValue), \(event.reason), \(actor.kind), \(actor.userID), \(request), \(now)
            )
            """
        )
    }
}
