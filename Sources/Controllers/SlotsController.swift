import Booking
import CivilTime
import Domain
import JSON
import Secrets
import Store
import Views
import Web

/// Slots: offering, listing, editing and deleting them.
///
/// Seats are `SlotBookingController`'s.
struct SlotsController {
    static let model = "InterviewSlot"

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/slots/", list),
            .post("/api/interviews/slots/", create),
            .get("/api/interviews/slots/:id/", show),
            .put("/api/interviews/slots/:id/", update),
            .patch("/api/interviews/slots/:id/", update),
            .delete("/api/interviews/slots/:id/", delete),
            .post("/api/interviews/slots/search_available/", search),
            .get("/api/interviews/available-slots/", available),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .slot)
        let filter = try SlotFilterInput.list(request)
        return try page(request, work, filter, in: Access.scope(of: caller), order: .newestFirst)
    }

    private func page(
        _ request: Request,
        _ work: Work,
        _ filter: SlotStore.Filter,
        in scope: Access.Scope,
        order: SlotStore.Order
    ) throws -> Response {
        let page = try Page(request, maximum: work.configuration.listLimit)
        let store = SlotStore(work.db)
        let now = work.now
        var count = 0
        let response = try Response.array { json in
            try store.each(filter, in: scope, order: order, limit: page.limit, offset: page.offset, at: now) { slot in
                json.element(SlotJSON(slot, at: now))
                count += 1
            }
        }
        let total = page.isWhole(count) ? count : try store.count(filter, in: scope, at: now)
        return response.with("X-Total-Count", String(total))
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        guard Access.permits(.create, .slot, caller.role) else {
            guard Access.managers.contains(caller.role) else { throw HTTPError.forbidden }
            throw HTTPError(.forbidden, "You don't have permission to create interview slots")
        }
        var reader = FieldReader(try request.object())
        let input = SlotInput(&reader, isNew: caller.role == .admin)
        let company = try SlotReferences.company(input, caller, work, &reader)
        let job = try SlotReferences.job(input.job, company: company?.id, caller, work, &reader)?.id
        let zone = try SlotReferences.zone(input.zone.value, company, work)
        let time = input.time(over: nil, default: zone, &reader.errors, today: zone.local(work.now).date)
        try reader.check()
        guard let time, let company else { throw HTTPError.notFound }
        let slot = Slot(
            id: SlotID(trusted: UUIDText.v7(at: work.now.microseconds / 1000)),
            type: input.type.value ?? .fixed,
            status: input.requestedStatus ?? .available,
            time: time,
            interviewType: input.interviewType.value ?? .general,
            aiConfiguration: input.aiConfiguration.value ?? [:],
            companyID: company.id,
            companyName: "",
            jobID: job,
            jobTitle: nil,
            isRecurring: input.isRecurring.value ?? false,
            recurringPattern: input.recurringPattern.value ?? [:],
            notes: input.notes.value ?? "",
            maxCandidates: input.maxCandidates.value ?? 1,
            currentBookings: 0,
            liveHolds: 0,
            version: 1,
            createdAt: work.now,
            updatedAt: work.now
        )
        try SlotStore(work.db).add(slot)
        return try answer(slot.id, work, status: .created)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let slot = try work.slot(request, .read, by: caller)
        return ETag.response(SlotJSON(slot, at: work.now), version: slot.version, request)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let current = try work.slot(request, .update, by: caller)
        var reader = FieldReader(try request.object())
        let input = SlotInput(&reader, isNew: false)
        if caller.role == .admin, let company = input.company.value, company != current.companyID {
            reader.errors.add("company", "A slot keeps its company. Make another slot for the other company.")
        }
        let job = try SlotReferences.job(input.job, company: current.companyID, caller, work, &reader)?.id
        let zone = try work.zone(named: input.zone.value?.identifier ?? current.time.zoneName)
        let today = zone.local(work.now).date
        _ = input.time(over: current.time, default: zone, &reader.errors, today: today)
        try reader.check()
        let outcome = try work.bookings(request, by: caller).update(current.id, ifVersion: try ETag.expected(request)) {
            slot in
            var errors = FieldErrors()
            guard let time = input.time(over: slot.time, default: zone, &errors, today: today) else { throw errors }
            return input.applied(to: slot, time: time, job: job)
        }
        switch outcome {
        case .updated: return try answer(current.id, work, status: .ok)
        case .noSuchSlot: throw HTTPError.noMatch(SlotsController.model)
        case .stale: throw ETag.stale
        case .capacityTaken(let taken):
            throw FieldErrors(
                "max_candidates",
                "Ensure this value is greater than or equal to \(taken), the seats that are taken or held."
            )
        case .timePassed:
            throw FieldErrors(
                FieldErrors.general,
                "A slot with bookings keeps its time once it has begun, and cannot be moved to a time that has passed."
            )
        case .candidateOverlap:
            throw FieldErrors(FieldErrors.general, "A candidate booked here has another interview at the new time.")
        }
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let slot = try work.slot(request, .delete, by: caller)
        let version = try ETag.expected(request)
        _ = try work.bookings(request, by: caller).deleteSlot(slot.id) {
            guard let version else { return }
            if try SlotStore(work.db).slot(slot.id, at: work.now)?.version != version { throw ETag.stale }
        }
        return .noContent
    }

    private func search(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .slot)
        let filter = try SlotFilterInput.search(try request.object())
        return try page(request, work, filter, in: Access.scope(of: caller), order: .byTime)
    }

    private func available(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .slot)
        let filter = try SlotFilterInput.available(request)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let scope = Access.scope(of: caller)
        let store = SlotStore(work.db)
        let now = work.now
        var total = 0
        let response = try Response.object { json in
            var count = 0
            try json.member("available_slots") { json in
                try store.each(filter, in: scope, order: .byTime, limit: page.limit, offset: page.offset, at: now) {
                    slot in
                    json.element(BriefSlotJSON(slot))
                    count += 1
                }
            }
            total = page.isWhole(count) ? count : try store.count(filter, in: scope, at: now)
            json.member("total_available", total)
        }
        return response.with("X-Total-Count", String(total))
    }

    private func answer(_ id: SlotID, _ work: Work, status: Status) throws -> Response {
        guard let slot = try SlotStore(work.db).slot(id, at: work.now) else {
            throw HTTPError.noMatch(SlotsController.model)
        }
        return Response.json(writing: SlotJSON(slot, at: work.now), status: status)
            .with("ETag", ETag.text(slot.version))
    }
}

/// What a slot's body refers to, found and checked against the caller.
enum SlotReferences {
    /// The company that the slot is for: a COMPANY user's own whatever the body says, for an administrator the body's.
    static func company(
        _ input: SlotInput,
        _ caller: Caller,
        _ work: Work,
        _ reader: inout FieldReader
    ) throws -> ReferenceStore.Reference? {
        if caller.role != .admin {
            guard let id = caller.companyID else {
                throw HTTPError(.forbidden, "Company user must be associated with a company")
            }
            guard let company = try ReferenceStore(work.db).company(id) else { throw HTTPError.forbidden }
            return company
        }
        guard let id = input.company.value else { return nil }
        guard let company = try ReferenceStore(work.db).company(id) else {
            reader.errors.add("company", "Invalid pk \"\(id)\" - object does not exist.")
            return nil
        }
        return company
    }

    /// The job, if the caller may see it and it is the company's.
    static func job(
        _ field: Field<Int64>,
        company: Int64?,
        _ caller: Caller,
        _ work: Work,
        _ reader: inout FieldReader,
        key: String = "job"
    ) throws -> ReferenceStore.Reference? {
        guard let id = field.value else { return nil }
        let job = try ReferenceStore(work.db).job(id)
        guard let job, caller.role == .admin || job.companyID == company else {
            reader.errors.add(key, "Invalid pk \"\(id)\" - object does not exist.")
            return nil
        }
        return job
    }

    static func zone(_ own: Zone?, _ company: ReferenceStore.Reference?, _ work: Work) throws -> Zone {
        if let own { return own }
        return try work.zone(named: company?.timeZone)
    }
}

extension SlotInput {
    /// `slot` with what the body changes.
    func applied(to slot: Slot, time: SlotTime, job: Int64?) -> Slot {
        var slot = slot
        slot.time = time
        slot.type = type.value ?? slot.type
        slot.status = requestedStatus ?? slot.status
        slot.interviewType = interviewType.value ?? slot.interviewType
        slot.aiConfiguration = aiConfiguration.value ?? slot.aiConfiguration
        if !self.job.isAbsent { slot.jobID = job }
        slot.isRecurring = isRecurring.value ?? slot.isRecurring
        slot.recurringPattern = recurringPattern.value ?? slot.recurringPattern
        slot.notes = notes.value ?? slot.notes
        slot.maxCandidates = maxCandidates.value ?? slot.maxCandidates
        return slot
    }
}
