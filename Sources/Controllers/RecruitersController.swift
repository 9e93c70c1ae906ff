import Domain
import Secrets
import Store
import Views
import Web

/// The recruiters of a company.
struct RecruitersController {
    private let model = "Recruiter"

    var routes: [Route<Work>] {
        [
            .get("/api/companies/recruiters/", list),
            .post("/api/companies/recruiters/create/", create),
            .get("/api/companies/recruiters/:id/", show),
            .put("/api/companies/recruiters/:id/", update),
            .patch("/api/companies/recruiters/:id/", update),
            .delete("/api/companies/recruiters/:id/", delete),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .recruiter)
        let scope = Access.scope(of: caller)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let recruiters = RecruiterStore(work.db)
        let rows = try recruiters.list(scope, page: page.sql)
        return try page.response(rows, count: { try recruiters.count(scope) }, CompanyJSON.recruiter)
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .recruiter)
        let input = try NewRecruiterInput(json: request.object(), by: caller)
        guard let company = input.companyID else { throw HTTPError.forbidden }
        guard try CompanyStore(work.db).find(company) != nil else {
            throw FieldErrors("company_id", "Invalid pk \"\(company)\" - object does not exist.")
        }
        let new = NewUser(
            username: input.username,
            email: input.email,
            fullName: input.fullName,
            role: .recruiter,
            passwordHash: try Password.hash(input.password),
            company: .existing(company)
        )
        let user = try UserStore(work.db).create(new, at: work.now).user()
        guard let recruiter = try RecruiterStore(work.db).find(user: user.id) else { throw HTTPError.noMatch(model) }
        return .json(CompanyJSON.createdRecruiter(recruiter), status: .created)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        ETag.response(CompanyJSON.recruiter(try recruiter(request, work, .read).recruiter), request)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        let (recruiter, caller) = try recruiter(request, work, .update)
        let change = try RecruiterStore.Change(json: request.object(), by: caller)
        switch try self.change(recruiter, change, request, work) {
        case .updated:
            return ETag.written(CompanyJSON.recruiter(try self.recruiter(request, work, .read).recruiter))
        case .emailTaken: throw FieldErrors("new_email", "user with this email already exists.")
        case .noSuchCompany:
            throw FieldErrors("company", "Invalid pk \"\(change.companyID ?? 0)\" - object does not exist.")
        }
    }

    /// Ends the account's access; the rows stay, for what refers to them.
    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let (recruiter, _) = try recruiter(request, work, .delete)
        var change = RecruiterStore.Change()
        change.isActive = false
        _ = try self.change(recruiter, change, request, work)
        return .noContent
    }

    private func change(
        _ recruiter: Recruiter,
        _ change: RecruiterStore.Change,
        _ request: Request,
        _ work: Work
    ) throws -> RecruiterStore.Update {
        let recruiters = RecruiterStore(work.db)
        return try work.changing(
            request,
            .user(recruiter.userID),
            shown: { try recruiters.find(recruiter.id).map(CompanyJSON.recruiter) },
            { try recruiters.update(recruiter, change) }
        )
    }

    private func recruiter(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> (
        recruiter: Recruiter, caller: Caller
    ) {
        let caller = try work.caller(request)
        guard let recruiter = try RecruiterStore(work.db).find(try request.number()) else {
            throw HTTPError.noMatch(model)
        }
        try work.require(operation, .recruiter, of: .company(recruiter.companyID), by: caller, model: model)
        return (recruiter, caller)
    }
}
