public import Domain
import MariaDB
public import Store

/// What candidates do on their own, by an invitation.
extension BookingService {
    public enum ChoiceOutcome: Equatable, Sendable {
        /// It is done, or was the case already.
        case done
        case refused(SelfBookingRefusal)
        /// The invitation has been revoked or has expired.
        case noInvitation
    }

    /// What may be chosen now, by the rules that `choose` goes by; at most `limit`, by time.
    public func choices(
        of invitation: Invitation,
        by settings: SelfBookingPolicy,
        limit: Int
    ) throws -> [InvitationStore.Offer] {
        let policy = invitation.selfBooking.policy(else: settings)
        let rules = invitation.rules.and(policy)
        // Twice as many are read, for those that the rules refuse.
        let offers = try InvitationStore(db).offers(
            for: invitation,
            from: rules.firstStart(at: now),
            to: rules.lastStart(at: now),
            limit: limit * 2,
            at: now
        )
        guard let first = offers.first, let last = offers.map(\.endsAt).max() else { return [] }
        let busy = try candidateTimes(
            invitation.candidateID,
            not: invitation.interviewID,
            near: TimeSpan(first.startsAt, last),
            rules
        )
        return offers.filter { offer in
            var facts = offer.facts
            facts.candidateTimes = busy
            facts.interviewIsCompleted = !invitation.interviewIsOpen
            facts.choice = ClaimFacts.Choice(policy: policy, state: invitation.state, isOffered: true)
            return offer.id != invitation.standing?.slotID && ClaimRules.refusal(facts, at: now) == nil
        }
        .prefix(limit)
        .map(\.self)
    }

    /// Books `slot` for the invitation's interview, or moves its booking there.
    ///
    /// `changes` is the state of the invitation that the candidate saw: a form that was obeyed once changes no more.
    /// `settings` count where the company says nothing.
    public func choose(
        _ slot: SlotID,
        by invitation: Invitation,
        seen changes: Int?,
        policy settings: SelfBookingPolicy
    ) throws -> ChoiceOutcome {
        try db.transaction { _ in
            guard let locked = try lock(invitation.interviewID, and: [slot], announcing: slot),
                let terms = try InvitationStore(db).lock(invitation.id), terms.isOpen(at: now)
            else { return .noInvitation }
            let schedule = locked.interview.schedule
            let booked = schedule.flatMap { $0.status.isActive ? locked.slots[$0.slotID] : nil }
            if booked?.id == slot { return .done }
            guard terms.changes == changes else { return .refused(.outdatedForm) }
            guard let target = locked.slots[slot] else { return .refused(.rule(.notOffered)) }
            var current = invitation
            current.terms = terms
            var facts = try facts(of: target, for: locked)
            facts.interviewIsCompleted = locked.interview.status != .scheduled
            facts.choice = current.choice(
                of: target.companyID,
                job: target.jobID,
                on: target.time.date,
                SelfBookingState(
                    bookedStart: booked?.time.startsAt,
                    hasHadBooking: schedule != nil,
                    moves: terms.moves
                ),
                settings
            )
            if let refusal = ClaimRules.refusal(facts, at: now) { return .refused(.rule(refusal)) }
            if case .refused(let refusal) = try claim(target, for: locked, notes: nil) {
                return .refused(.rule(refusal))
            }
            try InvitationStore(db).count(invitation.id, moves: schedule == nil ? 0 : 1)
            return .done
        }
    }

    /// Cancels the booking of the invitation's interview; without one, there is nothing to do.
    public func cancel(
        by invitation: Invitation,
        seen changes: Int?,
        policy settings: SelfBookingPolicy
    ) throws -> ChoiceOutcome {
        try db.transaction { _ in
            guard let locked = try lock(invitation.interviewID),
                let terms = try InvitationStore(db).lock(invitation.id), terms.isOpen(at: now)
            else { return .noInvitation }
            guard let schedule = locked.interview.schedule, schedule.status.isActive,
                let slot = locked.slots[schedule.slotID]
            else { return .done }
            guard terms.changes == changes else { return .refused(.outdatedForm) }
            guard locked.interview.status == .scheduled else { return .refused(.rule(.interviewCompleted)) }
            let policy = invitation.selfBooking.policy(else: settings)
            if let refusal = policy.refusalToCancel(slot.time.startsAt, at: now) { return .refused(.rule(refusal)) }
            try end(locked, reason: "Cancelled by the candidate.")
            try InvitationStore(db).count(invitation.id, moves: 0)
            return .done
        }
    }
}
