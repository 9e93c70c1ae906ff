import Domain
import Store
import Views
import Web

/// Companies: administrators write them, everyone sees the own one.
struct CompaniesController {
    private let model = "Company"

    var routes: [Route<Work>] {
        [
            .get("/api/companies/", list),
            .post("/api/companies/", create),
            .get("/api/companies/:id/", show),
            .put("/api/companies/:id/", replace),
            .patch("/api/companies/:id/", update),
            .delete("/api/companies/:id/", delete),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request)
        let scope = Access.scope(of: caller)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let companies = CompanyStore(work.db)
        let rows = try companies.list(scope, page: page.sql)
        return try page.response(rows, count: { try companies.count(scope) }, CompanyJSON.company)
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        _ = try work.caller(request, may: .create, .company)
        let input = try CompanyInput(json: request.object(), isPartial: false)
        var fields = Company.Fields(name: "")
        input.apply(to: &fields)
        return try answer(try CompanyStore(work.db).create(fields, at: work.now), .created, work)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        ETag.response(CompanyJSON.company(try company(request, work, .read)), request)
    }

    private func replace(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: false)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: true)
    }

    private func write(_ request: Request, _ work: Work, isPartial: Bool) throws -> Response {
        let company = try company(request, work, .update)
        let input = try CompanyInput(json: request.object(), isPartial: isPartial)
        return try answer(try change(company.id, request, work, input.apply), .ok, work)
    }

    /// The row stays, for what refers to it.
    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let company = try company(request, work, .delete)
        _ = try change(company.id, request, work) { $0.isActive = false }
        return .noContent
    }

    private func change(
        _ id: Int64,
        _ request: Request,
        _ work: Work,
        _ change: (inout Company.Fields) -> Void
    ) throws -> CompanyStore.Writing {
        let companies = CompanyStore(work.db)
        return try work.changing(request, .company(id), shown: { try companies.find(id).map(CompanyJSON.company) }) {
            try companies.update(id, change)
        }
    }

    private func company(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> Company {
        let caller = try work.caller(request)
        guard let company = try CompanyStore(work.db).find(try request.number()) else { throw HTTPError.noMatch(model) }
        try work.require(operation, .company, of: .company(company.id), by: caller, model: model)
        return company
    }

    private func answer(_ writing: CompanyStore.Writing, _ status: Status, _ work: Work) throws -> Response {
        switch writing {
        case .written(let id):
            guard let company = try CompanyStore(work.db).find(id) else { throw HTTPError.noMatch(model) }
            return ETag.written(CompanyJSON.company(company), status: status)
        case .emailTaken: throw FieldErrors("email", "company with this email already exists.")
        case .zoneInUse: throw FieldErrors("time_zone", "The zone cannot change: there are slots in it.")
        case .notFound: throw HTTPError.noMatch(model)
        }
    }
}
