import Booking
import CivilTime
import Domain
import JSON
import MariaDB
import Secrets
import Store
import Views
import Web

/// Interviews: creating, listing, editing and deleting them.
struct InterviewsController {
    /// How many interviews a list reads at a time with their answers.
    private static let batch = 1000

    static let model = "Interview"

    var routes: [Route<Work>] {
        [
            .get("/api/interviews/", list),
            .post("/api/interviews/", create),
            .get("/api/interviews/summary/", summary),
            .get("/api/interviews/:id/", show),
            .put("/api/interviews/:id/", update),
            .patch("/api/interviews/:id/", update),
            .delete("/api/interviews/:id/", delete),
            .put("/api/interviews/:id/feedback/", feedback),
            .patch("/api/interviews/:id/feedback/", feedback),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .interview)
        var query = QueryReader(request)
        var filter = InterviewStore.Filter()
        let candidate = query.number("candidate")
        filter.candidateID = query.number("candidate_id") ?? candidate
        let job = query.number("job_id")
        filter.jobID = query.number("job") ?? job
        filter.status = query.choice("status", InterviewStatus.init(rawValue:))
        filter.search = query.text("search")
        let zone = work.configuration.timeZone
        filter.startsFrom = query.date("start_date").flatMap {
            zone.instant(of: LocalDateTime(date: $0, time: .midnight))
        }
        filter.startsBefore = query.date("end_date").flatMap {
            zone.instant(of: LocalDateTime(date: $0.adding(days: 1), time: .midnight))
        }
        try query.check()
        let page = try Page(request, maximum: work.configuration.listLimit)
        let scope = Access.scope(of: caller)
        let store = InterviewStore(work.db)
        let interviews = try store.interviews(filter, in: scope, limit: page.limit, offset: page.offset)
        let response = try Response.array { json in
            // What was asked and answered is long: of so many interviews at a time it is in memory.
            for start in stride(from: 0, to: interviews.count, by: InterviewsController.batch) {
                let batch = interviews[start..<min(start + InterviewsController.batch, interviews.count)]
                let parts = try InterviewParts.load(batch.map(\.id), work)
                for interview in batch { json.element(InterviewJSON.object(interview, parts[interview.id] ?? .init())) }
            }
        }
        let total = page.isWhole(interviews.count) ? interviews.count : try store.count(filter, in: scope)
        return response.with("X-Total-Count", String(total))
    }

    /// How many interviews are in each state.
    private func summary(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .interview)
        let counts = try InterviewStore(work.db).counts(in: Access.scope(of: caller))
        var json: JSON.Object = [:]
        for status in InterviewStatus.allCases { json[status.rawValue] = .int(Int64(counts[status] ?? 0)) }
        json["total"] = .int(Int64(counts.values.reduce(0, +)))
        return .json(.object(json))
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        // What the body names is looked up together with the caller; what is wrong with the body is told afterwards.
        let body = Result { try request.object() }
        var reader = FieldReader((try? body.get()) ?? [:])
        let input = InterviewInput(&reader, isNew: true)
        let named = ReferenceStore.references(candidate: input.candidate.value, slot: input.slot.value)
        let (caller, rows) = try work.caller(request, naming: named)
        try work.require(.create, .interview, of: caller)
        _ = try body.get()
        let found = rows.first
        let candidate = InterviewReferences.candidate(input.candidate, found?.candidate, caller, &reader)
        let company = candidate?.companyID ?? caller.companyID
        let job = try SlotReferences.job(input.job, company: company, caller, work, &reader)
        InterviewReferences.checkSlot(input.slot.value, found?.slotCompany, caller, &reader)
        try reader.check()
        guard let candidate else { throw HTTPError.noMatch("Candidate") }
        let zone = try work.zone(named: candidate.timeZone)
        let interview = Interview(
            id: InterviewID(trusted: UUIDText.v7(at: work.now.microseconds / 1000)),
            candidateID: candidate.id,
            candidateName: candidate.name,
            companyID: company,
            jobID: job?.id,
            jobTitle: job?.name,
            status: .scheduled,
            round: InterviewInput.round(input.round),
            feedback: input.feedback.value ?? "",
            startedAt: input.startedAt.value?.instant(in: zone),
            endedAt: input.endedAt.value?.instant(in: zone),
            videoURL: "",
            version: 1,
            createdAt: work.now,
            updatedAt: work.now,
            booking: nil
        )
        let bookings = work.bookings(request, by: caller)
        switch try bookings.create(interview, choosing: input.choice) {
        // What was made just now has no conversation, no evaluation and no mail yet.
        case .created(let interview): return try answer(interview, .init(), status: .created)
        case .refused(let refusal):
            let slot = try input.slot.value.flatMap { try SlotStore(work.db).slot($0, at: work.now) }
            throw try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(interview), bookings: bookings)
                .error()
        case .noSuchSlot: throw InterviewReferences.missingSlot(input.slot.value)
        }
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .read, by: caller)
        var json = InterviewJSON.object(
            interview,
            try InterviewParts.load([interview.id], work)[interview.id] ?? .init()
        )
        if Access.permits(.update, .interview, caller.role) {
            json["interview_link"] = JSON(try InterviewParts.link(interview.id, work))
        }
        return ETag.response(json, version: interview.version, request)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let current = try work.interview(request, .update, by: caller)
        let version = try ETag.expected(request)
        if let version, version != current.version { throw ETag.stale }
        var reader = FieldReader(try request.object())
        let input = InterviewInput(&reader, isNew: false)
        let found = try ReferenceStore(work.db).references(candidate: input.candidate.value, slot: input.slot.value)
        let candidate = InterviewReferences.candidate(input.candidate, found.candidate, caller, &reader)
        let job = try SlotReferences.job(input.job, company: current.companyID, caller, work, &reader)?.id
        InterviewReferences.checkSlot(input.slot.value, found.slotCompany, caller, &reader)
        try InterviewReferences.checkCandidate(candidate, of: current, &reader)
        let bookings = work.bookings(request, by: caller)
        let zone = try InterviewReferences.zone(of: current, work)
        try work.db.transaction { _ in
            try hold(input, for: current, bookings, work)
            let isFound = try InterviewStore(work.db).update(current.id) { interview in
                if let version, version != interview.version { throw ETag.stale }
                try InterviewReferences.checkCandidate(candidate, of: interview, &reader)
                interview = input.applied(to: interview, candidate: candidate, job: job, zone: zone, at: work.now)
            }
            guard isFound else { throw HTTPError.noMatch(InterviewsController.model) }
        }
        if let status = input.status.value { try bookings.setStatus(of: current.id, status) }
        let parts = try InterviewParts.load([current.id], work)[current.id] ?? .init()
        return try answer(InterviewStore(work.db).interview(current.id), parts, status: .ok)
    }

    private func hold(
        _ input: InterviewInput,
        for interview: Interview,
        _ bookings: BookingService,
        _ work: Work
    ) throws {
        guard input.choice != .none else { return }
        switch try bookings.hold(input.choice, for: interview) {
        case .held, .unchanged: break
        case .refused(let refusal):
            let slot = try input.slot.value.flatMap { try SlotStore(work.db).slot($0, at: work.now) }
            throw try BookingRefusal(refusal: refusal, slot: slot, claimant: .init(interview), bookings: bookings)
                .error()
        case .noSuchSlot: throw InterviewReferences.missingSlot(input.slot.value)
        case .noSuchInterview: throw HTTPError.noMatch(InterviewsController.model)
        }
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let interview = try work.interview(request, .delete, by: caller)
        let version = try ETag.expected(request)
        _ = try work.bookings(request, by: caller).deleteInterview(interview.id) {
            guard let version else { return }
            if try InterviewStore(work.db).interview(interview.id)?.version != version { throw ETag.stale }
        }
        return .noContent
    }

    private func feedback(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let current = try work.interview(request, .update, by: caller)
        var reader = FieldReader(try request.object())
        let round = reader.text("interview_round", max: 100, [.blank, .nullable])
        let feedback = reader.text("feedback", max: 20_000, [.blank, .nullable])
        try reader.check()
        let version = try ETag.expected(request)
        var answer = Response.noContent
        let isFound = try InterviewStore(work.db).update(current.id) { interview in
            if let version, version != interview.version { throw ETag.stale }
            if !round.isAbsent { interview.round = InterviewInput.round(round) }
            interview.feedback = feedback.value ?? interview.feedback
            interview.updatedAt = work.now
            answer = .json(["interview_round": .string(interview.round), "feedback": .string(interview.feedback)])
        }
        guard isFound else { throw HTTPError.noMatch(InterviewsController.model) }
        return answer
    }

    private func answer(
        _ interview: Interview?,
        _ parts: InterviewJSON.Parts,
        status: Status
    ) throws -> Response {
        guard let interview else { throw HTTPError.noMatch(InterviewsController.model) }
        return Response.json(.object(InterviewJSON.object(interview, parts)), status: status)
            .with("ETag", ETag.text(interview.version))
    }
}

extension InterviewInput {
    static func round(_ field: Field<String>) -> String {
        field.value.flatMap { $0.isEmpty ? nil : $0 } ?? "AI Interview"
    }

    /// The seat that a new interview is to have kept.
    var choice: BookingService.SlotChoice {
        if let slot = slot.value { return .slot(slot) }
        guard let clock = wallClock else { return .none }
        return .wallClock(date: clock.date, start: clock.start, end: clock.end)
    }

    /// `interview` with what the body changes.
    ///
    /// A `null` job leaves the job; times belong to the slot once there is one.
    func applied(
        to interview: Interview,
        candidate: ReferenceStore.Reference?,
        job: Int64?,
        zone: Zone,
        at now: Instant
    ) -> Interview {
        var interview = interview
        if let candidate {
            interview.candidateID = candidate.id
            interview.companyID = candidate.companyID ?? interview.companyID
        }
        interview.jobID = job ?? interview.jobID
        if !round.isAbsent { interview.round = InterviewInput.round(round) }
        interview.feedback = feedback.value ?? interview.feedback
        if interview.booking == nil, slot.value == nil, let start = startedAt.value, let end = endedAt.value {
            interview.startedAt = start.instant(in: zone)
            interview.endedAt = end.instant(in: zone)
        }
        interview.updatedAt = now
        return interview
    }
}

/// What an interview's body refers to, found and checked against the caller.
enum InterviewReferences {
    /// Reports what is wrong with the body, and with another candidate for an interview that is booked.
    static func checkCandidate(
        _ candidate: ReferenceStore.Reference?,
        of interview: Interview,
        _ reader: inout FieldReader
    ) throws {
        if let candidate, candidate.id != interview.candidateID, interview.booking?.status.isActive == true {
            reader.errors.add("candidate", "A booked interview keeps its candidate. Cancel the booking first.")
        }
        try reader.check()
    }

    static func candidate(
        _ field: Field<Int64>,
        _ found: ReferenceStore.Reference?,
        _ caller: Caller,
        _ reader: inout FieldReader
    ) -> ReferenceStore.Reference? {
        guard let id = field.value else { return nil }
        guard let candidate = found,
            Access.decide(.read, .candidate, of: .init(candidate.companyID), by: caller) == .allowed
        else {
            reader.errors.add("candidate", "Invalid pk \"\(id)\" - object does not exist.")
            return nil
        }
        return candidate
    }

    /// Where the clock stands that times without an offset are read from: the slot's zone, else the company's.
    static func zone(of interview: Interview, _ work: Work) throws -> Zone {
        if let booking = interview.booking { return try work.zone(named: booking.slotTime.zoneName) }
        return try work.zone(named: ReferenceStore(work.db).candidate(interview.candidateID)?.timeZone)
    }

    static func checkSlot(_ id: SlotID?, _ company: Int64?, _ caller: Caller, _ reader: inout FieldReader) {
        guard let id else { return }
        guard let company, Access.decide(.read, .slot, of: .company(company), by: caller) == .allowed else {
            reader.errors.add("slot", "Invalid pk \"\(id)\" - object does not exist.")
            return
        }
    }

    static func missingSlot(_ id: SlotID?) -> HTTPError {
        FieldErrors("slot", "Invalid pk \"\(id?.text ?? "")\" - object does not exist.").error
    }
}
