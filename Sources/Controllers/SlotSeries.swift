import CivilTime
import Domain
import JSON
import MariaDB
import Secrets
import Store
import Views
import Web

/// Makes many slots at once: by weekdays, by a recurrence rule, or by a company's configuration.
enum SlotSeries {
    /// The most slots that one request may make.
    static let maximumSlots = 2000

    /// What the slots have in common.
    struct Template {
        let companyID: Int64
        let jobID: Int64?
        let interviewType: InterviewType
        let aiConfiguration: JSON.Object
        let pattern: JSON.Object
        let notes: String
        let maxCandidates: Int
    }

    /// Adds the slots of the series on `dates` in one transaction, and says of each piece left out why.
    static func make(
        _ series: RecurringSlots,
        on dates: [LocalDate],
        as template: Template,
        in zone: Zone,
        _ work: Work
    ) throws -> Response {
        let (made, skipped) = try work.db.transaction { db in
            let store = SlotStore(db)
            try store.lockCompany(template.companyID)
            let occupied = try occupied(dates, template, zone, store)
            let plan = series.plan(dates, in: zone, avoiding: occupied, after: work.now)
            guard plan.slots.count <= maximumSlots else {
                throw FieldErrors(
                    FieldErrors.general,
                    "The series makes \(plan.slots.count) slots; at most \(maximumSlots) can be made at once."
                )
            }
            let slots = plan.slots.map { slot($0, template, work) }
            for slot in slots { try store.add(slot) }
            return (slots, plan.skipped)
        }
        let names = try SlotStore(work.db).names(company: template.companyID, job: template.jobID)
        let rows = made.map { slot in
            var slot = slot
            slot.companyName = names.company
            slot.jobTitle = names.job
            return SlotJSON(slot, at: work.now)
        }
        return .object(status: .created) { json in
            json.member("message", "Created \(made.count) recurring slots")
            json.member("created_slots", made.count)
            json.member("slots", rows)
            json.member("skipped_slots", skipped.map(SlotSeries.json))
        }
    }

    private static func occupied(
        _ dates: [LocalDate],
        _ template: Template,
        _ zone: Zone,
        _ store: SlotStore
    ) throws -> [(start: Instant, end: Instant)] {
        guard let first = dates.first, let last = dates.last else { return [] }
        // A day more on both sides holds every slot that could meet one of these days, whatever its zone.
        let from = Instant(seconds: Int64(first.adding(days: -1).daysSinceEpoch) * 86_400)
        let to = Instant(seconds: Int64(last.adding(days: 2).daysSinceEpoch) * 86_400)
        return try store.occupied(company: template.companyID, from: from, to: to)
    }

    private static func slot(_ time: SlotTime, _ template: Template, _ work: Work) -> Slot {
        Slot(
            id: SlotID(trusted: UUIDText.v7(at: work.now.microseconds / 1000)),
            type: .recurring,
            status: .available,
            time: time,
            interviewType: template.interviewType,
            aiConfiguration: template.aiConfiguration,
            companyID: template.companyID,
            companyName: "",
            jobID: template.jobID,
            jobTitle: nil,
            isRecurring: true,
            recurringPattern: template.pattern,
            notes: template.notes,
            maxCandidates: template.maxCandidates,
            currentBookings: 0,
            liveHolds: 0,
            version: 1,
            createdAt: work.now,
            updatedAt: work.now
        )
    }

    private static func json(_ skipped: RecurringSlots.Skipped) -> JSON {
        [
            "date": .string(skipped.date.description),
            "start_time": .string(skipped.start.description),
            "reason": .string(skipped.reason.rawValue),
        ]
    }
}
