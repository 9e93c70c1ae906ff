import CivilTime
import Domain
import JSON
import Web

/// A company's rules of booking as it writes them; what is left out stays, and `null` asks for nothing of its own.
struct BookingRulesInput {
    private static let mostBlackouts = 400
    private static let mostMinutes = 525_600

    private let noticeMinutes: Field<Int>
    private let horizonDays: Field<Int>
    private let bufferMinutes: Field<Int>
    private let selfNoticeMinutes: Field<Int>
    private let selfHorizonDays: Field<Int>
    private let selfCancelCutoffMinutes: Field<Int>
    private let selfMoveCutoffMinutes: Field<Int>
    private let selfMoveLimit: Field<Int>
    private let blackouts: [Blackout]?

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        let minutes = 0...BookingRulesInput.mostMinutes
        noticeMinutes = reader.integer("notice_minutes", in: minutes, .nullable)
        horizonDays = reader.integer("horizon_days", in: 1...3650, .nullable)
        bufferMinutes = reader.integer("buffer_minutes", in: 0...1440, .nullable)
        selfNoticeMinutes = reader.integer("self_notice_minutes", in: minutes, .nullable)
        selfHorizonDays = reader.integer("self_horizon_days", in: 1...3650, .nullable)
        selfCancelCutoffMinutes = reader.integer("self_cancel_cutoff_minutes", in: minutes, .nullable)
        selfMoveCutoffMinutes = reader.integer("self_move_cutoff_minutes", in: minutes, .nullable)
        selfMoveLimit = reader.integer("self_move_limit", in: 0...1000, .nullable)
        blackouts = BookingRulesInput.blackouts(&reader)
        try reader.check()
    }

    func apply(to rules: inout CompanyBookingRules) {
        rules.booking.noticeMinutes = noticeMinutes.applied(to: rules.booking.noticeMinutes) ?? 0
        rules.booking.horizonDays = horizonDays.applied(to: rules.booking.horizonDays)
        rules.booking.bufferMinutes = bufferMinutes.applied(to: rules.booking.bufferMinutes) ?? 0
        let own = rules.selfBooking
        rules.selfBooking = SelfBookingTerms(
            noticeMinutes: selfNoticeMinutes.applied(to: own.noticeMinutes),
            horizonDays: selfHorizonDays.applied(to: own.horizonDays),
            cancelCutoffMinutes: selfCancelCutoffMinutes.applied(to: own.cancelCutoffMinutes),
            moveCutoffMinutes: selfMoveCutoffMinutes.applied(to: own.moveCutoffMinutes),
            moveLimit: selfMoveLimit.applied(to: own.moveLimit)
        )
        rules.blackouts = blackouts ?? rules.blackouts
    }

    /// `nil` when the key is left out.
    private static func blackouts(_ reader: inout FieldReader) -> [Blackout]? {
        guard let value = reader.object["blackouts"] else { return nil }
        guard let list = value.isNull ? [] : value.array else {
            reader.errors.add("blackouts", "Expected a list of days.")
            return nil
        }
        guard list.count <= mostBlackouts else {
            reader.errors.add("blackouts", "At most \(mostBlackouts) entries.")
            return nil
        }
        return list.enumerated().compactMap { blackout($0.element, number: $0.offset + 1, &reader) }
    }

    private static func blackout(_ entry: JSON, number: Int, _ reader: inout FieldReader) -> Blackout? {
        guard let object = entry.object else {
            reader.errors.add("blackouts", "Entry \(number): expected an object.")
            return nil
        }
        var fields = FieldReader(object)
        let first = fields.date("first_day", .required).value
        let last = fields.date("last_day", .nullable).value ?? first
        let reason = fields.text("reason", max: 255, [.blank, .nullable]).value ?? ""
        if let first, let last, last < first {
            fields.errors.add("last_day", "The last day must not be before the first.")
        }
        guard let first, let last, fields.errors.isEmpty else {
            let detail = fields.errors.error.body["detail"]?.string ?? ""
            reader.errors.add("blackouts", "Entry \(number): \(detail)")
            return nil
        }
        return Blackout(firstDay: first, lastDay: last, reason: reason)
    }
}
