public import CivilTime

/// What the rules look at, as read under the slot's lock.
public struct ClaimFacts: Equatable, Sendable {
    public var slotStatus: SlotStatus
    public var time: TimeSpan
    public var maxCandidates: Int
    /// Active schedules on the slot, without one of this interview.
    public var otherBookings: Int
    /// Live holds on the slot, without one of this interview.
    public var otherHolds: Int
    /// What the company asks beyond a free seat.
    public var rules: BookingRules
    /// Whether the slot's day is one of the company's blackouts.
    public var isBlackedOut: Bool
    /// The candidate's other interviews, booked or held; those far away from the slot may be left out.
    public var candidateTimes: [TimeSpan] = []
    public var interviewIsCompleted = false
    public var companiesDiffer = false
    /// Whether the seat would be kept for a user who keeps too many already.
    public var exceedsHoldQuota = false
    /// The candidate's own choice; `nil` when staff book.
    public var choice: Choice?

    /// What is asked of a candidate's own choice beside all else.
    public struct Choice: Equatable, Sendable {
        public var policy: SelfBookingPolicy
        public var state: SelfBookingState
        /// Whether the invitation offers the slot at all.
        public var isOffered: Bool

        public init(policy: SelfBookingPolicy, state: SelfBookingState, isOffered: Bool) {
            self.policy = policy
            self.state = state
            self.isOffered = isOffered
        }
    }

    public init(
        slotStatus: SlotStatus,
        time: TimeSpan,
        maxCandidates: Int,
        otherBookings: Int,
        otherHolds: Int,
        rules: BookingRules = .none,
        isBlackedOut: Bool = false
    ) {
        self.slotStatus = slotStatus
        self.time = time
        self.maxCandidates = maxCandidates
        self.otherBookings = otherBookings
        self.otherHolds = otherHolds
        self.rules = rules
        self.isBlackedOut = isBlackedOut
    }
}

/// The rules of a claim, the same for every way to a seat and for every list that offers one.
public enum ClaimRules {
    /// The first rule that refuses the seat at `now`, or `nil` when it may be taken.
    public static func refusal(_ facts: ClaimFacts, at now: Instant) -> ClaimRefusal? {
        var first: ClaimRefusal?
        weigh(facts, at: now) { refusal in first = first ?? refusal }
        return first
    }

    /// Every rule that refuses the seat at `now`, the weightiest first; none when it may be taken.
    ///
    /// Those that nobody may set aside come before those that staff may.
    public static func refusals(_ facts: ClaimFacts, at now: Instant) -> [ClaimRefusal] {
        var refusals: [ClaimRefusal] = []
        weigh(facts, at: now) { refusal in refusals.append(refusal) }
        return refusals
    }

    /// Calls `refuse` for each of them: a list asks this of every slot, and few are refused.
    private static func weigh(_ facts: ClaimFacts, at now: Instant, _ refuse: (ClaimRefusal) -> Void) {
        if facts.companiesDiffer { refuse(.foreignCompany) }
        if facts.interviewIsCompleted { refuse(.interviewCompleted) }
        if let choice = facts.choice {
            choice.policy.refusalsToChoose(choice.state, at: now).forEach(refuse)
            if !choice.isOffered { refuse(.notOffered) }
        }
        switch facts.slotStatus {
        case .cancelled: refuse(.slotCancelled)
        case .completed: refuse(.slotCompleted)
        case .available, .booked: break
        }
        if facts.time.start <= now { refuse(.slotInPast) }
        if facts.otherBookings + facts.otherHolds >= facts.maxCandidates { refuse(.slotFull) }
        if facts.exceedsHoldQuota { refuse(.holdQuota) }
        weighPreferences(facts, at: now, refuse)
    }

    /// The rules that staff may set aside.
    private static func weighPreferences(_ facts: ClaimFacts, at now: Instant, _ refuse: (ClaimRefusal) -> Void) {
        let rules = facts.choice.map { facts.rules.and($0.policy) } ?? facts.rules
        if facts.slotStatus == .booked { refuse(.slotClosed) }
        if facts.isBlackedOut { refuse(.blackoutDate) }
        if rules.noticeMinutes > 0, facts.time.start < rules.firstStart(at: now) { refuse(.shortNotice) }
        if let last = rules.lastStart(at: now), facts.time.start > last { refuse(.beyondHorizon) }
        let others = facts.candidateTimes
        guard !others.isEmpty else { return }
        let near = facts.time.widened(byMinutes: rules.bufferMinutes)
        if others.contains(where: facts.time.meets) { refuse(.candidateOverlap) }
        if others.contains(where: { near.meets($0) && !facts.time.meets($0) }) { refuse(.buffer) }
    }
}
