import Domain
import JSON
import Store
import Views
import Web

/// The fields of work that jobs belong to: read by all, written by administrators.
struct JobDomainsController {
    private let model = "Domain"

    var routes: [Route<Work>] {
        [
            .get("/api/jobs/domains/", list),
            .post("/api/jobs/domains/", create),
            .get("/api/jobs/domains/:id/", show),
            .put("/api/jobs/domains/:id/", replace),
            .patch("/api/jobs/domains/:id/", update),
            .delete("/api/jobs/domains/:id/", delete),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request, may: .read, .domain)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let domains = JobDomainStore(work.db)
        let rows = try domains.list(page: page.sql)
        return try page.response(rows, count: { try domains.count() }, JobJSON.domainRow)
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request, may: .create, .domain)
        let input = try JobDomainInput(json: request.object(), isPartial: false)
        let writing = try JobDomainStore(work.db).create(
            name: input.name ?? "",
            description: input.description ?? "",
            isActive: input.isActive ?? true,
            at: work.now
        )
        return try answer(writing, .created, work)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        ETag.response(JobJSON.domain(try domain(request, work, .read)), request)
    }

    private func replace(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: false)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: true)
    }

    private func write(_ request: Request, _ work: Work, isPartial: Bool) throws -> Response {
        let domain = try domain(request, work, .update)
        let input = try JobDomainInput(json: request.object(), isPartial: isPartial)
        let writing = try changing(domain.id, request, work) { domains in
            try domains.update(
                domain.id,
                name: input.name,
                description: input.description,
                isActive: input.isActive,
                at: work.now
            )
        }
        return try answer(writing, .ok, work)
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let domain = try domain(request, work, .delete)
        _ = try changing(domain.id, request, work) { domains in
            try domains.update(domain.id, name: nil, description: nil, isActive: false, at: work.now)
        }
        return .json(["message": "Domain deactivated successfully"])
    }

    private func changing(
        _ id: Int64,
        _ request: Request,
        _ work: Work,
        _ change: (JobDomainStore) throws -> JobDomainStore.Writing
    ) throws -> JobDomainStore.Writing {
        let domains = JobDomainStore(work.db)
        return try work.changing(request, .domain(id), shown: { try domains.find(id).map(JobJSON.domain) }) {
            try change(domains)
        }
    }

    private func domain(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> JobDomain {
        let caller = try work.caller(request)
        guard let domain = try JobDomainStore(work.db).find(try request.number()) else {
            throw HTTPError.noMatch(model)
        }
        try work.require(operation, .domain, of: .shared, by: caller, model: model)
        return domain
    }

    private func answer(_ writing: JobDomainStore.Writing, _ status: Status, _ work: Work) throws -> Response {
        switch writing {
        case .written(let id):
            guard let domain = try JobDomainStore(work.db).find(id) else { throw HTTPError.noMatch(model) }
            return ETag.written(JobJSON.domain(domain), status: status)
        case .nameTaken: throw FieldErrors("name", "domain with this name already exists.")
        }
    }
}
