import CivilTime
import Domain
import JSON
import Store
import Views
import Web

/// The contacts that the frontend's hiring agency page keeps.
struct AgencyContactsController {
    private let model = "UserData"

    var routes: [Route<Work>] {
        [
            .get("/api/hiring_agency/", list),
            .post("/api/hiring_agency/", create),
            .post("/api/hiring_agency/add_user/", create),
            .get("/api/hiring_agency/:id/", show),
            .put("/api/hiring_agency/:id/", replace),
            .patch("/api/hiring_agency/:id/", update),
            .delete("/api/hiring_agency/:id/", delete),
        ]
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .agencyContact)
        let scope = Access.scope(of: caller)
        let page = try Page(request, maximum: work.configuration.listLimit)
        let contacts = AgencyContactStore(work.db)
        let rows = try contacts.list(scope, page: page.sql)
        return try page.response(rows, count: { try contacts.count(scope) }, CompanyJSON.contact)
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .agencyContact)
        guard caller.role == .admin || caller.companyID != nil else { throw HTTPError.forbidden }
        let input = try AgencyContactInput(json: request.object(), isPartial: false)
        var fields = AgencyContact.Fields()
        input.apply(to: &fields)
        try place(&fields, input, by: caller, work)
        let day = work.configuration.timeZone.local(work.now).date
        let writing = try AgencyContactStore(work.db).create(fields, by: caller.id, on: day)
        return try answer(writing, .created, work)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        ETag.response(CompanyJSON.contact(try contact(request, work, .read).contact), request)
    }

    private func replace(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: false)
    }

    private func update(_ request: Request, _ work: Work) throws -> Response {
        try write(request, work, isPartial: true)
    }

    private func write(_ request: Request, _ work: Work, isPartial: Bool) throws -> Response {
        let (contact, caller) = try contact(request, work, .update)
        let input = try AgencyContactInput(json: request.object(), isPartial: isPartial)
        var placed = contact.fields
        try place(&placed, input, by: caller, work)
        let writing = try changing(contact.id, request, work) { contacts in
            try contacts.update(contact.id) { fields in
                input.apply(to: &fields)
                fields.companyID = placed.companyID
                fields.companyName = placed.companyName
            }
        }
        return try answer(writing, .ok, work)
    }

    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let contact = try contact(request, work, .delete).contact
        try changing(contact.id, request, work) { try $0.delete(contact.id) }
        return .noContent
    }

    private func changing<Result>(
        _ id: Int64,
        _ request: Request,
        _ work: Work,
        _ change: (AgencyContactStore) throws -> Result
    ) throws -> Result {
        let contacts = AgencyContactStore(work.db)
        return try work.changing(request, .agencyContact(id), shown: { try contacts.find(id).map(CompanyJSON.contact) })
        {
            try change(contacts)
        }
    }

    private func contact(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> (
        contact: AgencyContact, caller: Caller
    ) {
        let caller = try work.caller(request)
        guard let contact = try AgencyContactStore(work.db).find(try request.number()) else {
            throw HTTPError.noMatch(model)
        }
        try work.require(operation, .agencyContact, of: .init(contact.fields.companyID), by: caller, model: model)
        return (contact, caller)
    }

    /// Sets the company: the caller's own, or for administrators the one that the body names.
    private func place(
        _ fields: inout AgencyContact.Fields,
        _ input: AgencyContactInput,
        by caller: Caller,
        _ work: Work
    ) throws {
        let id = caller.role == .admin ? input.companyID.applied(to: fields.companyID) : caller.companyID
        let company = try id.flatMap { try CompanyStore(work.db).find($0) }
        if let id, company == nil {
            throw FieldErrors("company", "Invalid pk \"\(id)\" - object does not exist.")
        }
        fields.companyID = id
        fields.companyName = company?.fields.name ?? input.companyName.text(or: fields.companyName)
    }

    private func answer(_ writing: AgencyContactStore.Writing, _ status: Status, _ work: Work) throws -> Response {
        switch writing {
        case .written(let id):
            guard let contact = try AgencyContactStore(work.db).find(id) else { throw HTTPError.noMatch(model) }
            return ETag.written(CompanyJSON.contact(contact), status: status)
        case .emailTaken: throw FieldErrors("email", "user data with this email already exists.")
        case .noSuchCompany: throw FieldErrors("company", "The company does not exist.")
        case .notFound: throw HTTPError.noMatch(model)
        }
    }
}
