import CivilTime
public import Domain
import Store

extension BookingService {
    /// For whom a seat is asked about.
    public struct Claimant: Sendable {
        let candidate: Int64
        let company: Int64?
        let interview: Interview?
        /// The candidate's own leave to choose, and what it is bound by.
        var own: (invitation: Invitation, policy: SelfBookingPolicy)?

        /// A candidate for whom there is no interview yet.
        public init(candidate: Int64, company: Int64?) {
            self.candidate = candidate
            self.company = company
            interview = nil
        }

        /// The interview's candidate, who chooses alone.
        public init(_ interview: Interview, by invitation: Invitation, _ policy: SelfBookingPolicy) {
            self.init(interview)
            own = (invitation, policy)
        }

        public init(_ interview: Interview) {
            candidate = interview.candidateID
            company = interview.companyID
            self.interview = interview
        }

        func choice(of slot: Slot) -> ClaimFacts.Choice? {
            own.map { own in
                own.invitation.choice(
                    of: slot.companyID,
                    job: slot.jobID,
                    on: slot.time.date,
                    own.invitation.state,
                    own.policy
                )
            }
        }
    }

    /// Alternatives that a refused booking is answered with.
    private static let alternativeCount = 3
    /// Slots on either side of the refused one among which they are looked for.
    private static let alternativeSearch = 10

    /// Every rule that would refuse the seat now, by the rules of every claim; without a claimant, to anybody.
    ///
    /// Nothing is locked, so somebody may be faster.
    public func refusals(of slot: Slot, to claimant: Claimant?) throws -> [ClaimRefusal] {
        var facts = slot.claimFacts
        guard let claimant else { return ClaimRules.refusals(facts, at: now) }
        let interview = claimant.interview
        if let booking = interview?.booking, booking.status.isActive, booking.slotID == slot.id {
            facts.otherBookings -= 1
        }
        facts.otherHolds = try store.otherHolds(on: slot.id, not: interview?.id, at: now)
        facts.candidateTimes = try candidateTimes(
            claimant.candidate,
            not: interview?.id,
            near: slot.time.span,
            slot.rules
        )
        facts.interviewIsCompleted = interview?.status == .completed
        facts.companiesDiffer = claimant.company != nil && claimant.company != slot.companyID
        facts.choice = claimant.choice(of: slot)
        return ClaimRules.refusals(facts, at: now)
    }

    /// The slots nearest in time to a refused one that the claimant could have, the nearest first.
    public func alternatives(to slot: Slot, for claimant: Claimant) throws -> [Slot] {
        let start = slot.time.startsAt
        var near: [Slot] = []
        for side in [SlotStore.Side.from, .before] {
            near += try SlotStore(db).nearest(
                to: start,
                side,
                company: claimant.company ?? slot.companyID,
                limit: BookingService.alternativeSearch,
                at: now
            )
        }
        let distance = { (slot: Slot) in abs(start.seconds(until: slot.time.startsAt)) }
        near.sort { (distance($0), $0.id.text) < (distance($1), $1.id.text) }
        var found: [Slot] = []
        for candidate in near where candidate.id != slot.id && found.count < BookingService.alternativeCount {
            if try refusals(of: candidate, to: claimant).isEmpty { found.append(candidate) }
        }
        return found
    }
}
