import Booking
import Domain
import JSON
import Store
import Views
import Web

/// Many bookings in one request, each by the claim of every booking and with a result of its own.
struct BulkBookingController {
    /// So many locks are soon had and soon given back.
    private static let mostBookings = 100

    var routes: [Route<Work>] { [.post("/api/interviews/schedules/bulk/", book)] }

    /// One of the bookings asked for, read before the first is made.
    private struct Entry {
        let interview: InterviewID
        let slot: SlotID
        let notes: String?
        let override: ClaimOverride?
    }

    private func book(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .schedule)
        let entries = try Self.entries(request.object())
        let bookings = work.bookings(request, by: caller)
        var results = [JSON](repeating: .null, count: entries.count)
        var refused = 0
        // By slot, as every command locks; of those for one slot the first named comes first.
        let order = entries.indices.sorted { (entries[$0].slot.text, $0) < (entries[$1].slot.text, $1) }
        for index in order {
            var result: JSON.Object = [
                "interview_id": .string(entries[index].interview.text), "slot_id": .string(entries[index].slot.text),
            ]
            do {
                let (outcome, schedule) = try booked(entries[index], bookings, caller, work)
                result["outcome"] = .string(outcome)
                result["schedule"] = schedule
            } catch let error as HTTPError {
                refused += 1
                result["outcome"] = "refused"
                for key in ["code", "detail", "alternatives"] { result[key] = error.body[key] }
            }
            results[index] = .object(result)
        }
        return .json([
            "booked": .int(Int64(entries.count - refused)), "refused": .int(Int64(refused)),
            "results": .array(results),
        ])
    }

    private static func entries(_ body: JSON.Object) throws -> [Entry] {
        guard let list = body["bookings"]?.array, !list.isEmpty else {
            throw FieldErrors("bookings", "This field is required: a list of bookings.")
        }
        guard list.count <= mostBookings else {
            throw FieldErrors("bookings", "At most \(mostBookings) bookings at a time.")
        }
        var errors = FieldErrors()
        let entries = list.enumerated().compactMap { number, value -> Entry? in
            guard let object = value.object else {
                errors.add("bookings", "Entry \(number + 1): expected an object.")
                return nil
            }
            var reader = FieldReader(object)
            let interview: Field<InterviewID> = reader.id("interview_id", .required)
            let slot: Field<SlotID> = reader.id("slot_id", .required)
            let notes = reader.text("booking_notes", max: 10_000, [.blank, .nullable])
            let override = SlotBookingController.override(&reader)
            guard reader.errors.isEmpty, let interview = interview.value, let slot = slot.value else {
                let detail = reader.errors.error.body["detail"]?.string ?? ""
                errors.add("bookings", "Entry \(number + 1): \(detail)")
                return nil
            }
            return Entry(interview: interview, slot: slot, notes: notes.value, override: override)
        }
        try errors.check()
        return entries
    }

    private func booked(
        _ entry: Entry,
        _ bookings: BookingService,
        _ caller: Caller,
        _ work: Work
    ) throws -> (outcome: String, schedule: JSON) {
        guard let interview = try InterviewStore(work.db).interview(entry.interview),
            Access.decide(.update, .interview, of: .init(interview.companyID), by: caller) == .allowed
        else { throw HTTPError.error(.badRequest, "Interview not found") }
        guard let slot = try SlotStore(work.db).slot(entry.slot, at: work.now),
            Access.decide(.update, .slot, of: .company(slot.companyID), by: caller) == .allowed
        else { throw HTTPError.error(.badRequest, "Slot not found") }
        try SlotBookingController.requireContact(of: interview, work)
        let word: String
        switch try bookings.book(slot.id, for: interview.id, notes: entry.notes, override: entry.override) {
        case .booked: word = "booked"
        case .moved: word = "moved"
        case .unchanged: word = "unchanged"
        case .refused(let refusal):
            throw try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(interview), bookings: bookings)
                .error()
        case .noSuchSlot: throw HTTPError.error(.badRequest, "Slot not found")
        case .noSuchInterview: throw HTTPError.error(.badRequest, "Interview not found")
        }
        guard let schedule = try ScheduleStore(work.db).schedule(of: interview.id) else {
            throw HTTPError.error(.badRequest, "Interview not found")
        }
        return (word, .object(ScheduleJSON.object(schedule)))
    }
}
