import CivilTime
public import Domain
public import JSON

/// A company's rules of booking as the API has them.
public enum BookingRulesJSON {
    /// `settings` are what counts for candidates where the company says nothing.
    public static func object(_ rules: CompanyBookingRules, else settings: SelfBookingPolicy) -> JSON {
        let own = rules.selfBooking
        let policy = own.policy(else: settings)
        return [
            "notice_minutes": number(rules.booking.noticeMinutes),
            "horizon_days": number(rules.booking.horizonDays),
            "buffer_minutes": number(rules.booking.bufferMinutes),
            "self_notice_minutes": number(own.noticeMinutes),
            "self_horizon_days": number(own.horizonDays),
            "self_cancel_cutoff_minutes": number(own.cancelCutoffMinutes),
            "self_move_cutoff_minutes": number(own.moveCutoffMinutes),
            "self_move_limit": number(own.moveLimit),
            "blackouts": .array(rules.blackouts.map(blackout)),
            "in_force_for_candidates": [
                "notice_minutes": number(rules.booking.and(policy).noticeMinutes),
                "horizon_days": number(rules.booking.and(policy).horizonDays),
                "cancel_cutoff_minutes": number(policy.cancelCutoffMinutes),
                "move_cutoff_minutes": number(policy.moveCutoffMinutes),
                "move_limit": number(policy.moveLimit),
            ],
        ]
    }

    private static func blackout(_ blackout: Blackout) -> JSON {
        [
            "first_day": .string(blackout.firstDay.description),
            "last_day": .string(blackout.lastDay.description),
            "reason": .string(blackout.reason),
        ]
    }

    private static func number(_ value: Int?) -> JSON { value.map { .int(Int64($0)) } ?? .null }
}
