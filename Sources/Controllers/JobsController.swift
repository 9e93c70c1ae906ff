import Domain
import JSON
import Store
import Views
import Web

/// Jobs: written by administrators and by the company they belong to.
struct JobsController {
    private let model = "Job"

    var routes: [Route<Work>] {
        [
            .get("/api/jobs/", list),
            .post("/api/jobs/", create),
            .get("/api/jobs/titles/", titles),
            .get("/api/jobs/by-domain/:id/", listOfDomain),
            .get("/api/jobs/:id/", show),
            .put("/api/jobs/:id/", replace),
            .patch("/api/jobs/:id/", update),
            .delete("/api/jobs/:id/", delete),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        try list(request, work, JobJSON.job) { _ in }
    }

    private func titles(_ request: Request, _ work: Work) throws -> Response {
        try list(request, work, JobJSON.title) { _ in }
    }

    private func listOfDomain(_ request: Request, _ work: Work) throws -> Response {
        let id = try request.number()
        return try list(request, work, JobJSON.job) { filter in
            guard try JobDomainStore(work.db).find(id) != nil else { throw HTTPError.noMatch("Domain") }
            filter.domainID = id
        }
    }

    private func list(
        _ request: Request,
        _ work: Work,
        _ json: (Job) -> JSON,
        narrow: (inout JobStore.Filter) throws -> Void
    ) throws -> Response {
        let caller = try work.caller(request, may: .read, .job)
        var filter = try JobStore.Filter(request, scope: Access.scope(of: caller))
        try narrow(&filter)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let jobs = JobStore(work.db)
        let rows = try jobs.list(filter, page: page.sql)
        return try page.response(rows, count: { [filter] in try jobs.count(filter) }, json)
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .job)
        let body = try request.object()
        try requireDomain(body["domain"], work)
        let input = try JobInput(json: body, isPartial: false, by: caller)
        var fields = Job.Fields()
        input.apply(to: &fields)
        try place(&fields, input, by: caller, work)
        let id = try JobStore(work.db).create(fields, at: work.now)
        return try answer(id, .created, work)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        ETag.response(JobJSON.job(try job(request, work, .read).job), request)
    }

    private func replace(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: false)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: true)
    }

    private func write(_ request: Request, _ work: Work, isPartial: Bool) throws -> Response {
        let (job, caller) = try job(request, work, .update)
        let body = try request.object()
        // A job keeps a domain that has been deactivated since.
        if let domain = body["domain"], !domain.isNull, domain != JSON(job.fields.domainID) {
            try requireDomain(domain, work)
        }
        let input = try JobInput(json: body, isPartial: isPartial, by: caller)
        var placed = job.fields
        try place(&placed, input, by: caller, work)
        let isWritten = try changing(job.id, request, work) {
            try JobStore(work.db).update(job.id) { fields in
                input.apply(to: &fields)
                fields.companyID = placed.companyID
                fields.companyName = placed.companyName
            }
        }
        guard isWritten else { throw HTTPError.noMatch(model) }
        return try answer(job.id, .ok, work)
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let job = try job(request, work, .delete).job
        try changing(job.id, request, work) { try JobStore(work.db).delete(job.id) }
        return .noContent
    }

    private func changing<Result>(
        _ id: Int64,
        _ request: Request,
        _ work: Work,
        _ change: () throws -> Result
    ) throws -> Result {
        try work.changing(request, .job(id), shown: { try JobStore(work.db).find(id).map(JobJSON.job) }, change)
    }

    private func job(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> (
        job: Job, caller: Caller
    ) {
        let caller = try work.caller(request)
        guard let job = try JobStore(work.db).find(try request.number()) else { throw HTTPError.noMatch(model) }
        try work.require(operation, .job, of: .init(job.fields.companyID), by: caller, model: model)
        return (job, caller)
    }

    /// Sets whose job it is: the caller's company, or for administrators the company of the name in the body.
    private func place(_ fields: inout Job.Fields, _ input: JobInput, by caller: Caller, _ work: Work) throws {
        let companies = CompanyStore(work.db)
        if caller.role == .admin {
            guard let name = input.companyName.value else { return }
            if name == fields.companyName, fields.companyID != nil { return }
            fields.companyName = name
            fields.companyID = try companies.find(name: name)?.id
        } else {
            guard let company = try caller.companyID.flatMap({ try companies.find($0) }) else {
                throw HTTPError.forbidden
            }
            fields.companyID = company.id
            fields.companyName = company.fields.name
        }
    }

    private func requireDomain(_ value: JSON?, _ work: Work) throws {
        guard let value, !value.isNull, value != "" else {
            throw HTTPError.error(
                .badRequest,
                "Domain is required for job creation",
                adding: ["received_domain": value ?? .null]
            )
        }
        let id = value.int ?? value.string.flatMap { Int64($0) }
        guard let id, try JobDomainStore(work.db).find(id)?.isActive == true else {
            let shown = (value.string ?? value.text).prefix(100)
            throw HTTPError.error(.badRequest, "Selected domain (ID: \(shown)) does not exist or is inactive")
        }
    }

    private func answer(_ id: Int64, _ status: Status, _ work: Work) throws -> Response {
        guard let job = try JobStore(work.db).find(id) else { throw HTTPError.noMatch(model) }
        return ETag.written(JobJSON.job(job), status: status)
    }
}
