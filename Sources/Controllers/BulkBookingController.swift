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

    private func book(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .schedule)
        guard let list = try request.object()["bookings"]?.array, !list.isEmpty else {
            throw FieldErrors("bookings", "This field is required: a list of bookings.")
        }
        guard list.count <= Self.mostBookings else {
            throw FieldErrors("bookings", "At most \(Self.mostBookings) bookings at a time.")
        }
        let bookings = work.bookings(request, by: caller)
        var results = [JSON](repeating: .null, count: list.count)
        // By slot, as every command locks; of those for one slot the first named comes first.
        let order = list.indices.sorted { (Self.slotText(list[$0]), $0) < (Self.slotText(list[$1]), $1) }
        for index in order { results[index] = try result(of: list[index], bookings, caller, work) }
        let isBooked = { (result: JSON) in result["outcome"] != "refused" }
        return .json([
            "booked": .int(Int64(results.filter(isBooked).count)),
            "refused": .int(Int64(results.filter { !isBooked($0) }.count)),
            "results": .array(results),
        ])
    }

    private static func slotText(_ entry: JSON) -> String {
        entry["slot_id"]?.string.flatMap { SlotID($0) }?.text ?? ""
    }

    /// What came of one booking: its schedule, or what a refusal of it alone would have said.
    private func result(
        of entry: JSON,
        _ bookings: BookingService,
        _ caller: Caller,
        _ work: Work
    ) throws -> JSON {
        var result: JSON.Object = [
            "interview_id": entry["interview_id"] ?? .null, "slot_id": entry["slot_id"] ?? .null,
        ]
        do {
            let (outcome, schedule) = try booked(entry, bookings, caller, work)
            result["outcome"] = .string(outcome)
            result["schedule"] = schedule
        } catch let error as HTTPError {
            result["outcome"] = "refused"
            for key in ["code", "detail", "alternatives"] { result[key] = error.body[key] }
        }
        return .object(result)
    }

    private func booked(
        _ entry: JSON,
        _ bookings: BookingService,
        _ caller: Caller,
        _ work: Work
    ) throws -> (outcome: String, schedule: JSON) {
        guard let object = entry.object else { throw HTTPError.error(.badRequest, "Expected an object.") }
        var reader = FieldReader(object)
        let interviewID: Field<InterviewID> = reader.id("interview_id", .required)
        let slotID: Field<SlotID> = reader.id("slot_id", .required)
        let notes = reader.text("booking_notes", max: 10_000, [.blank, .nullable])
        let override = SlotBookingController.override(&reader)
        do { try reader.check() } catch { throw error as HTTPError }
        guard let interviewID = interviewID.value, let interview = try InterviewStore(work.db).interview(interviewID),
            Access.decide(.update, .interview, of: .init(interview.companyID), by: caller) == .allowed
        else { throw HTTPError.error(.badRequest, "Interview not found") }
        guard let slotID = slotID.value, let slot = try SlotStore(work.db).slot(slotID, at: work.now),
            Access.decide(.update, .slot, of: .company(slot.companyID), by: caller) == .allowed
        else { throw HTTPError.error(.badRequest, "Slot not found") }
        try SlotBookingController.requireContact(of: interview, work)
        let outcome = try bookings.book(slotID, for: interviewID, notes: notes.value, override: override)
        let word: String
        switch outcome {
        case .booked: word = "booked"
        case .moved: word = "moved"
        case .unchanged: word = "unchanged"
        case .refused(let refusal):
            throw try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(interview), bookings: bookings)
                .error()
        case .noSuchSlot: throw HTTPError.error(.badRequest, "Slot not found")
        case .noSuchInterview: throw HTTPError.error(.badRequest, "Interview not found")
        }
        guard let schedule = try ScheduleStore(work.db).schedule(of: interviewID) else {
            throw HTTPError.error(.badRequest, "Interview not found")
        }
        return (word, .object(ScheduleJSON.object(schedule)))
    }
}
