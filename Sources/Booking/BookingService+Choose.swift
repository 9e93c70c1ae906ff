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
        by policy: SelfBookingPolicy,
        limit: Int
    ) throws -> [InvitationStore.Offer] {
        // Twice as many are read, for those that the rules refuse.
        try InvitationStore(db)
            .offers(for: invitation, from: policy.firstStart(at: now), limit: limit * 2, at: now)
            .filter { offer in
                offer.id != invitation.standing?.slotID && ClaimRules.refusal(offer.facts, at: now) == nil
                    && policy.refusalToTake(offer.startsAt, at: now) == nil
            }
            .prefix(limit)
            .map(\.self)
    }

    /// Books `slot` for the invitation's interview, or moves its booking there.
    ///
    /// `changes` is the state of the invitation that the candidate saw: a form that was obeyed once changes no more.
    public func choose(
        _ slot: SlotID,
        by invitation: Invitation,
        seen changes: Int?,
        policy: SelfBookingPolicy
    ) throws -> ChoiceOutcome {
        try db.transaction { _ in
            guard let locked = try lock(invitation.interviewID, and: [slot]),
                let terms = try InvitationStore(db).lock(invitation.id), terms.isOpen(at: now)
            else { return .noInvitation }
            let schedule = locked.interview.schedule
            let booked = schedule.flatMap { $0.status.isActive ? locked.slots[$0.slotID] : nil }
            if booked?.id == slot { return .done }
            guard terms.changes == changes else { return .refused(.outdatedForm) }
            guard locked.interview.status == .scheduled else { return .refused(.interviewCompleted) }
            let refusal = policy.refusalToChoose(
                leaving: booked?.time.startsAt,
                hasHadBooking: schedule != nil,
                moves: terms.moves,
                at: now
            )
            if let refusal { return .refused(refusal) }
            var invitation = invitation
            invitation.terms = terms
            guard let target = locked.slots[slot],
                invitation.offers(company: target.companyID, job: target.jobID, on: target.time.date)
            else { return .refused(.notOffered) }
            if let refusal = policy.refusalToTake(target.time.startsAt, at: now) { return .refused(refusal) }
            if let refusal = try claimRefusal(of: target, for: locked) { return .refused(refusal) }
            guard case .refused = try claim(target, for: locked, notes: nil) else {
                try InvitationStore(db).count(invitation.id, moves: schedule == nil ? 0 : 1)
                return .done
            }
            return .refused(.notOffered)
        }
    }

    private func claimRefusal(of slot: BookingStore.LockedSlot, for locked: Locked) throws -> SelfBookingRefusal? {
        let refusal = try refusal(
            of: slot,
            to: locked.interview.id,
            candidate: locked.interview.candidateID,
            company: locked.interview.companyID
        )
        return refusal.map { $0 == .candidateOverlap ? .candidateOverlap : .notOffered }
    }

    /// Cancels the booking of the invitation's interview; without one, there is nothing to do.
    public func cancel(
        by invitation: Invitation,
        seen changes: Int?,
        policy: SelfBookingPolicy
    ) throws -> ChoiceOutcome {
        try db.transaction { _ in
            guard let locked = try lock(invitation.interviewID),
                let terms = try InvitationStore(db).lock(invitation.id), terms.isOpen(at: now)
            else { return .noInvitation }
            guard let schedule = locked.interview.schedule, schedule.status.isActive,
                let slot = locked.slots[schedule.slotID]
            else { return .done }
            guard terms.changes == changes else { return .refused(.outdatedForm) }
            guard locked.interview.status == .scheduled else { return .refused(.interviewCompleted) }
            if let refusal = policy.refusalToLeave(slot.time.startsAt, at: now) { return .refused(refusal) }
            try end(locked, reason: "Cancelled by the candidate.")
            try InvitationStore(db).count(invitation.id, moves: 0)
            return .done
        }
    }
}
