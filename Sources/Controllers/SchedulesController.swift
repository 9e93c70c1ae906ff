import Booking
import CivilTime
import Domain
import JSON
import Store
import Views
import Web

/// Bookings as objects of their own, and the calendar made of them.
struct SchedulesController {
    static let model = "InterviewSchedule"

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/schedules/", list),
            .get("/api/interviews/schedules/:id/", show),
            .put("/api/interviews/schedules/:id/", update),
            .patch("/api/interviews/schedules/:id/", update),
            .post("/api/interviews/schedules/:id/confirm_schedule/", confirm),
            .post("/api/interviews/schedules/:id/cancel_schedule/", cancel),
            .delete("/api/interviews/schedules/:id/", delete),
            .get("/api/interviews/calendar/", calendar),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .schedule)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let scope = Access.scope(of: caller)
        let store = ScheduleStore(work.db)
        let schedules = try store.schedules(in: scope, limit: page.limit, offset: page.offset)
        let total = page.isWhole(schedules.count) ? schedules.count : try store.count(in: scope)
        return page.response(schedules.map { .object(ScheduleJSON.object($0)) }, total: total)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        return ETag.response(.object(ScheduleJSON.object(try work.schedule(request, .read, by: caller))), request)
    }

    /// A PUT may leave out what it does not change.
    private func update(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let schedule = try work.schedule(request, .update, by: caller)
        var reader = FieldReader(try request.object())
        let input = ScheduleInput(&reader, of: schedule)
        let slot = try input.slot.flatMap { try SlotStore(work.db).slot($0, at: work.now) }
        if let id = input.slot,
            slot.map({ Access.decide(.update, .slot, of: .company($0.companyID), by: caller) }) != .allowed
        {
            reader.errors.add("slot", "Invalid pk \"\(id)\" - object does not exist.")
        }
        try reader.check()
        let bookings = work.bookings(request, by: caller)
        let isSeen = isSeen(schedule.id, request, work)
        switch try bookings.edit(schedule.interviewID, input.edit, checking: isSeen) {
        case .edited: return try answer(schedule.id, work)
        case .noSuchBooking: throw HTTPError.noMatch(SchedulesController.model)
        case .noSuchSlot: throw FieldErrors("slot", "The slot is gone.")
        case .refused(let refusal):
            guard let interview = try InterviewStore(work.db).interview(schedule.interviewID) else {
                throw HTTPError.noMatch(SchedulesController.model)
            }
            throw try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(interview), bookings: bookings)
                .fieldError("Selected slot is not available for booking")
        }
    }

    private func confirm(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let schedule = try work.schedule(request, .update, by: caller)
        let isSeen = isSeen(schedule.id, request, work)
        switch try work.bookings(request, by: caller).confirm(schedule.interviewID, checking: isSeen) {
        case .confirmed, .unchanged: return try answer(schedule.id, work)
        case .cancelled: throw HTTPError.error(.badRequest, "Cannot confirm a cancelled schedule")
        case .noSuchBooking: throw HTTPError.noMatch(SchedulesController.model)
        }
    }

    private func cancel(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let schedule = try work.schedule(request, .update, by: caller)
        var reader = FieldReader(try request.object())
        let reason = reader.text("reason", max: 2000, [.blank, .nullable])
        try reader.check()
        let isSeen = isSeen(schedule.id, request, work)
        let bookings = work.bookings(request, by: caller)
        _ = try bookings.cancel(schedule.interviewID, reason: reason.value ?? "", checking: isSeen)
        return try answer(schedule.id, work)
    }

    /// Ends the booking; its row stays as history, as that of a cancelled one.
    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let schedule = try work.schedule(request, .delete, by: caller)
        let isSeen = isSeen(schedule.id, request, work)
        _ = try work.bookings(request, by: caller).cancel(schedule.interviewID, reason: "", checking: isSeen)
        return .noContent
    }

    /// Throws 412 unless the booking is the one that the caller saw; asked under the booking's locks.
    private func isSeen(_ id: ScheduleID, _ request: Request, _ work: Work) -> () throws -> Void {
        {
            guard let condition = ETag.condition(request), let now = try ScheduleStore(work.db).schedule(id) else {
                return
            }
            guard ETag.text(of: .object(ScheduleJSON.object(now))) == condition else { throw ETag.stale }
        }
    }

    private func calendar(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .schedule)
        var query = QueryReader(request)
        let from = query.date("start_date")
        let to = query.date("end_date")
        try query.check()
        let page = try Page(request, maximum: work.configuration.listLimit)
        let scope = Access.scope(of: caller)
        let store = ScheduleStore(work.db)
        let schedules = try store.calendar(in: scope, from: from, to: to, limit: page.limit, offset: page.offset)
        let total =
            page.isWhole(schedules.count)
            ? schedules.count : try store.calendarCount(in: scope, from: from, to: to)
        let counts = try store.calendarCounts(in: scope, from: from, to: to)
        return Response.json([
            "calendar_data": .array(schedules.map { .object(ScheduleJSON.object($0)) }),
            "total_slots": .int(Int64(counts.total)),
            "available_slots": .int(Int64(counts.available)),
            "booked_slots": .int(Int64(counts.booked)),
        ])
        .with("X-Total-Count", String(total))
    }

    private func answer(_ id: ScheduleID, _ work: Work) throws -> Response {
        guard let schedule = try ScheduleStore(work.db).schedule(id) else {
            throw HTTPError.noMatch(SchedulesController.model)
        }
        return ETag.written(.object(ScheduleJSON.object(schedule)))
    }
}
