import CivilTime
import Controllers
import Domain
import JSON
import MariaDB
import Testing
import Web

/// A slot, somebody who wants it, and each way to ask for it.
final class EntryScene {
    let choice: ChoiceFixture
    var base: BookingFixture { choice.base }
    let target: String
    let interview: String

    /// The slot is four days ahead.
    init(_ change: (inout Configuration) -> Void = { _ in }) throws {
        choice = try ChoiceFixture.opened()
        change(&choice.base.app.configuration)
        target = try choice.base.addSlot(more: ["interview_date": "2026-11-26"])
        interview = choice.interview
    }

    /// What has to be before the way can be taken: a booking elsewhere, for a move.
    func prepare(_ entry: EntryPointTests.Entry) throws {
        guard entry == .move else { return }
        let other = try base.addSlot(more: ["interview_date": "2026-11-25"])
        try #require(try base.book(other, interview).status == .created)
    }

    func rules(_ rules: JSON) throws {
        let path = "/api/companies/\(base.company)/booking-rules/"
        try #require(try base.app.send("PUT", path, rules, as: base.owner).status == .ok)
    }

    /// Sees to it that the rule, and no other, refuses the slot.
    func `break`(_ rule: ClaimRefusal, _ entry: EntryPointTests.Entry) throws {
        try prepare(entry)
        switch rule {
        case .slotCancelled: try set("status = 'cancelled'")
        case .slotCompleted: try set("status = 'completed'")
        case .slotClosed: try set("status = 'booked'")
        case .slotInPast: try set("starts_at = \(base.app.now)")
        case .slotFull: _ = try base.bookedInterview(target)
        case .shortNotice: try rules(["notice_minutes": 500_000])
        case .beyondHorizon: try rules(["horizon_days": 3])
        case .blackoutDate: try rules(["blackouts": [["first_day": "2026-11-26"]]])
        case .candidateOverlap: try occupy("10:00:00", "10:31:00")
        case .buffer:
            try rules(["buffer_minutes": 15])
            try occupy("10:45:00", "11:00:00")
        case .interviewCompleted:
            try base.app.db.execute("UPDATE interview SET status = 'completed' WHERE id = \(interview)")
        case .foreignCompany:
            let other = try base.app.addCompany("Other")
            try base.app.db.execute("UPDATE interview SET company_id = \(other) WHERE id = \(interview)")
            try base.app.db.execute("UPDATE candidate SET company_id = \(other) WHERE id = \(choice.candidate)")
        case .holdQuota, .cutoffPassed, .moveLimit, .notOffered: Issue.record("\(rule) is not for every way")
        }
    }

    private func set(_ change: SQL) throws {
        try base.app.db.execute("UPDATE slot SET \(change) WHERE id = \(target)")
    }

    /// Another interview of the same candidate on the slot's day.
    private func occupy(_ start: String, _ end: String) throws {
        let slot = try base.addSlot(start, end, more: ["interview_date": "2026-11-26"])
        let other = try #require(try base.createInterview(choice.candidate).json["id"]?.string)
        try #require(try base.book(slot, other).status == .created)
    }

    /// Asks for the slot.
    func send(_ entry: EntryPointTests.Entry) throws -> Response {
        let (slot, id) = (JSON.string(target), JSON.string(interview))
        let candidate = JSON.int(choice.candidate)
        switch entry {
        case .create: return try post("", ["candidate": candidate, "job": .null, "slot": slot])
        case .createByTimes:
            return try post(
                "",
                [
                    "candidate": candidate, "job": .null, "started_at": "2026-11-26T10:30:00",
                    "ended_at": "2026-11-26T10:40:00",
                ]
            )
        case .hold:
            return try base.app.send("PATCH", "/api/interviews/\(interview)/", ["slot": slot], as: base.admin)
        case .book, .move: return try post("slots/\(target)/book_slot/", ["interview_id": id])
        case .bookInterview: return try post("schedules/book_interview/", ["interview_id": id, "slot_id": slot])
        case .createSchedule: return try post("schedules/", ["interview": id, "slot": slot])
        case .bulk: return try post("schedules/bulk/", ["bookings": [["interview_id": id, "slot_id": slot]]])
        case .choose: return try choice.book(target)
        }
    }

    func override(_ rule: ClaimRefusal, isBulk: Bool) throws -> Response {
        var body: JSON.Object = [
            "interview_id": .string(interview), "override": .string(rule.rawValue),
            "override_reason": "the client insists",
        ]
        guard isBulk else { return try post("slots/\(target)/book_slot/", .object(body)) }
        body["slot_id"] = .string(target)
        return try post("schedules/bulk/", ["bookings": [.object(body)]])
    }

    func confirm(_ schedule: String) throws -> Response { try post("schedules/\(schedule)/confirm_schedule/", [:]) }

    /// An administrator asks, to whom every company's rows are known.
    private func post(_ rest: String, _ body: JSON) throws -> Response {
        try base.app.send("POST", "/api/interviews/\(rest)", body, as: base.admin)
    }

    func seats() throws -> [String] {
        try base.app.db.all(
            """
            SELECT CONCAT_WS(':', id, current_bookings, (SELECT COUNT(*) FROM hold WHERE hold.slot_id = slot.id))
            FROM slot
            ORDER BY id
            """
        ) { (row) throws(DatabaseError) in try row.string() }
    }

    func bookingsOfTarget() throws -> Int {
        try base.count("SELECT COUNT(*) FROM schedule WHERE slot_id = \(target) AND is_active")
    }

    /// Booked or held.
    func takenSeats() throws -> Int {
        try bookingsOfTarget() + base.count("SELECT COUNT(*) FROM hold WHERE slot_id = \(target)")
    }
}
