import Booking
import Domain
import JSON
import MariaDB
import Store
import Views
import Web

/// Taking and giving back a seat: `book_slot`, `release_slot`, and the frontend's other ways to the same.
struct SlotBookingController {
    var routes: [Route<Work>] {
        [
            .post("/api/interviews/slots/:id/book_slot/", book),
            .post("/api/interviews/slots/:id/release_slot/", release),
            .post("/api/interviews/schedules/book_interview/", bookInterview),
            .post("/api/interviews/schedules/", createSchedule),
        ]
    }

    private func book(_ request: Request, _ work: Work) throws -> Response {
        // All that the body names is looked up together with the caller; what is wrong with the slot is told first.
        let body = Result { try request.object() }
        let named = (try? body.get()).flatMap { SlotBookingController.name($0, request).string }.flatMap {
            InterviewID($0)
        }
        let slot = SlotID(request.parameter("id"))
        let (caller, rows) = try work.caller(request, naming: ReferenceStore.references(interview: named, slot: slot))
        let found = ReferenceStore.BookingReferences(rows)
        guard let slot else { throw HTTPError.notFound }
        guard let company = found.slotCompany else { throw HTTPError.noMatch(SlotsController.model) }
        try work.require(.update, .slot, of: .company(company), by: caller, model: SlotsController.model)
        let (interview, email) = try interview(named: try body.get(), found.interview, request, caller)
        var reader = FieldReader(try body.get())
        let notes = reader.text("booking_notes", max: 10_000, [.blank, .nullable])
        let override = SlotBookingController.override(&reader)
        try reader.check()
        try SlotBookingController.require(contact: email)
        let bookings = work.bookings(request, by: caller)
        var booked: Batch.Answer<ScheduleStore.Announced?>?
        let outcome = try bookings.book(
            slot,
            for: interview,
            notes: notes.value,
            override: override,
            sketch: found.interview?.sketch,
            reading: { booked = ScheduleStore(work.db).announced(interview, in: &$0) }
        )
        switch outcome {
        case .booked, .moved, .unchanged: return try answer(booked)
        case .refused(let refusal): throw try refused(slot, to: interview, refusal, bookings, work)
        case .noSuchSlot: throw HTTPError.noMatch(SlotsController.model)
        case .noSuchInterview: throw missing(interview.text)
        }
    }

    private func refused(
        _ slot: SlotID,
        to interview: InterviewID,
        _ refusal: ClaimRefusal,
        _ bookings: BookingService,
        _ work: Work
    ) throws -> HTTPError {
        guard let claimant = try InterviewStore(work.db).interview(interview) else { return missing(interview.text) }
        let slot = try SlotStore(work.db).slot(slot, at: work.now)
        return try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(claimant), bookings: bookings).error()
    }

    /// A rule that the caller sets aside: its code in `override`, and why in `override_reason`.
    static func override(_ reader: inout FieldReader) -> ClaimOverride? {
        let rules = ClaimRefusal.overridable.map(\.rawValue)
        let rule = reader.choice("override", among: rules, .nullable)
        guard let rule = rule.value.flatMap(ClaimRefusal.init(rawValue:)) else { return nil }
        let reason = reader.text("override_reason", max: 2000, .required)
        return reason.value.map { ClaimOverride(rule: rule, reason: $0) }
    }

    /// The interview of a body, or of the query as a last resort, that the caller may change, and its candidate's e-mail.
    private func interview(
        named body: JSON.Object,
        _ found: ReferenceStore.InterviewReference?,
        _ request: Request,
        _ caller: Caller
    ) throws -> (id: InterviewID, email: String?) {
        let given = SlotBookingController.name(body, request)
        // A number is no id either, but it was sent.
        let text = given.string ?? (given.isNull ? "" : given.text)
        guard !text.isEmpty else {
            throw HTTPError.error(
                .badRequest,
                "interview_id is required in request body",
                adding: ["help": "Send {\"interview_id\": \"<the interview's UUID>\", \"booking_notes\": \"\"}."]
            )
        }
        guard let id = InterviewID(text) else {
            throw HTTPError.error(
                .badRequest,
                "Error retrieving interview: ['“\(text.prefix(100))” is not a valid UUID.']",
                adding: [
                    "interview_id_provided": .string(text), "detail": "“\(text.prefix(100))” is not an interview's id.",
                ]
            )
        }
        guard let interview = found else { throw missing(text) }
        switch Access.decide(.update, .interview, of: .init(interview.companyID), by: caller) {
        case .allowed: return (id, interview.candidateEmail)
        case .forbidden: throw HTTPError.forbidden
        case .hidden: throw missing(text)
        }
    }

    private static func name(_ body: JSON.Object, _ request: Request) -> JSON {
        body["interview_id"] ?? body["interview"] ?? request.query("interview_id").map(JSON.string) ?? .null
    }

    private func missing(_ id: String) -> HTTPError {
        .error(.notFound, "Interview not found with id: \(id)", adding: ["interview_id_provided": .string(id)])
    }

    static func requireContact(of interview: Interview, _ work: Work) throws {
        try require(contact: ReferenceStore(work.db).candidateContact(interview.candidateID)?.email)
    }

    private static func require(contact email: String?) throws {
        guard let email, !email.isEmpty else {
            throw HTTPError.error(.badRequest, "Candidate email is missing - cannot send interview notification")
        }
        guard EmailSyntax.isValid(email) else {
            throw HTTPError.error(
                .badRequest,
                "The candidate's email address is not valid - cannot send interview notification"
            )
        }
    }

    private func release(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let slot = try work.slot(request, .update, by: caller)
        var reader = FieldReader(try request.object())
        let interview: Field<InterviewID> = reader.id("interview_id", .nullable)
        try reader.check()
        if let id = interview.value { _ = try work.interview(id, .update, by: caller) }
        let outcome = try work.bookings(request, by: caller).release(slot.id, of: interview.value)
        guard let after = try SlotStore(work.db).slot(slot.id, at: work.now) else {
            throw HTTPError.noMatch(SlotsController.model)
        }
        return .json([
            "message": .string(SlotBookingController.message(outcome)),
            "slot_available": .bool(after.shownStatus == .available),
            "current_bookings": .int(Int64(after.currentBookings)),
            "max_candidates": .int(Int64(after.maxCandidates)),
            "released_interview": JSON(outcome.released?.text),
        ])
    }

    private static func message(_ outcome: BookingService.ReleaseOutcome) -> String {
        if outcome.released != nil { return "Slot released successfully" }
        return outcome.remaining == 0
            ? "The slot had no booking to release"
            : "The slot has \(outcome.remaining) bookings; name one by interview_id to release it"
    }

    private func bookInterview(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .schedule)
        var reader = FieldReader(try request.object())
        let interviewID: Field<InterviewID> = reader.id("interview_id", .required)
        let slotID: Field<SlotID> = reader.id("slot_id", .required)
        let notes = reader.text("booking_notes", max: 10_000, [.blank, .nullable])
        try reader.check()
        guard let interviewID = interviewID.value, let interview = try InterviewStore(work.db).interview(interviewID),
            Access.decide(.update, .interview, of: .init(interview.companyID), by: caller) == .allowed
        else { throw FieldErrors(FieldErrors.general, "Interview not found") }
        guard let slotID = slotID.value, let slot = try SlotStore(work.db).slot(slotID, at: work.now),
            Access.decide(.update, .slot, of: .company(slot.companyID), by: caller) == .allowed
        else { throw FieldErrors(FieldErrors.general, "Slot not found") }
        if interview.booking?.status.isActive == true {
            throw FieldErrors(FieldErrors.general, "Interview is already scheduled")
        }
        try Self.requireContact(of: interview, work)
        let bookings = work.bookings(request, by: caller)
        var booked: Batch.Answer<ScheduleStore.Announced?>?
        let outcome = try bookings.book(slotID, for: interviewID, notes: notes.value) {
            booked = ScheduleStore(work.db).announced(interviewID, in: &$0)
        }
        switch outcome {
        case .booked, .moved, .unchanged: return try answer(booked)
        case .refused(let refusal):
            throw try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(interview), bookings: bookings)
                .fieldError("Slot is not available for booking")
        case .noSuchSlot: throw FieldErrors(FieldErrors.general, "Slot not found")
        case .noSuchInterview: throw FieldErrors(FieldErrors.general, "Interview not found")
        }
    }

    /// A schedule made as an object of its own is a booking like any other.
    private func createSchedule(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .schedule)
        var reader = FieldReader(try request.object())
        let interviewID: Field<InterviewID> = reader.id("interview", .required)
        let slotID: Field<SlotID> = reader.id("slot", .required)
        let notes = reader.text("booking_notes", max: 10_000, [.blank, .nullable])
        try reader.check()
        guard let interviewID = interviewID.value, let slotID = slotID.value else { throw HTTPError.notFound }
        let interview = try InterviewStore(work.db).interview(interviewID)
        if interview.map({ Access.decide(.update, .interview, of: .init($0.companyID), by: caller) }) != .allowed {
            reader.errors.add("interview", "Invalid pk \"\(interviewID)\" - object does not exist.")
        } else if interview?.booking?.status.isActive == true {
            reader.errors.add("interview", "interview schedule with this interview already exists.")
        }
        let slot = try SlotStore(work.db).slot(slotID, at: work.now)
        if slot.map({ Access.decide(.update, .slot, of: .company($0.companyID), by: caller) }) != .allowed {
            reader.errors.add("slot", "Invalid pk \"\(slotID)\" - object does not exist.")
        }
        try reader.check()
        guard let interview else { throw HTTPError.notFound }
        try Self.requireContact(of: interview, work)
        let bookings = work.bookings(request, by: caller)
        var booked: Batch.Answer<ScheduleStore.Announced?>?
        let outcome = try bookings.book(slotID, for: interviewID, notes: notes.value) {
            booked = ScheduleStore(work.db).announced(interviewID, in: &$0)
        }
        switch outcome {
        case .booked, .moved, .unchanged: return try answer(booked)
        case .refused(let refusal):
            throw try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(interview), bookings: bookings)
                .fieldError("Selected slot is not available for booking")
        case .noSuchSlot, .noSuchInterview: throw HTTPError.notFound
        }
    }

    private func answer(_ booked: Batch.Answer<ScheduleStore.Announced?>?) throws -> Response {
        guard let booked = booked?.value else { throw HTTPError.noMatch(SchedulesController.model) }
        var json = ScheduleJSON.object(booked.schedule)
        json["email_status"] = JSON(booked.mailState?.rawValue)
        json["email_error"] = JSON(booked.mailError)
        return .json(.object(json), status: .created)
    }
}
