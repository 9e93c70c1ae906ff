import Booking
import CivilTime
import Domain
import Secrets
import Store
import Web

extension Work {
    /// Bookings on behalf of the caller, noted with the request's id.
    func bookings(_ request: Request, by caller: Caller) -> BookingService {
        BookingService(
            db,
            at: now,
            context: configuration.bookings,
            origin: .init(actor: .user(caller.id), requestID: request.id)
        )
    }

    /// The zone of that name, or the one of the settings.
    func zone(named name: String?) throws -> Zone {
        guard let name else { return configuration.timeZone }
        return try Zone.named(name)
    }

    /// The slot that the path names, if the caller may do this to it; otherwise 404 or 403.
    func slot(_ request: Request, _ operation: Access.Operation, by caller: Caller) throws -> Slot {
        guard let id = SlotID(request.parameter("id")) else { throw HTTPError.notFound }
        guard let slot = try SlotStore(db).slot(id, at: now) else { throw HTTPError.noMatch(SlotsController.model) }
        try require(operation, .slot, of: .company(slot.companyID), by: caller, model: SlotsController.model)
        return slot
    }

    /// The interview that the path names, if the caller may do this to it; otherwise 404 or 403.
    func interview(_ request: Request, _ operation: Access.Operation, by caller: Caller) throws -> Interview {
        guard let id = InterviewID(request.parameter("id")) else { throw HTTPError.notFound }
        return try interview(id, operation, by: caller)
    }

    /// The interview of that id, if the caller may do this to it; otherwise 404 or 403.
    func interview(_ id: InterviewID, _ operation: Access.Operation, by caller: Caller) throws -> Interview {
        guard let interview = try InterviewStore(db).interview(id) else {
            throw HTTPError.noMatch(InterviewsController.model)
        }
        try require(
            operation,
            .interview,
            of: .init(interview.companyID),
            by: caller,
            model: InterviewsController.model
        )
        return interview
    }

    /// The booking that the path names, if the caller may do this to it; otherwise 404 or 403.
    func schedule(_ request: Request, _ operation: Access.Operation, by caller: Caller) throws -> Schedule {
        guard let id = ScheduleID(request.parameter("id")) else { throw HTTPError.notFound }
        guard let schedule = try ScheduleStore(db).schedule(id) else {
            throw HTTPError.noMatch(SchedulesController.model)
        }
        try require(
            operation,
            .schedule,
            of: .company(schedule.companyID),
            by: caller,
            model: SchedulesController.model
        )
        return schedule
    }
}
