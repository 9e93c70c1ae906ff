import Booking
import Domain
import JSON
import MariaDB
import Store
import Views
import Web

/// Candidates: listing, adding one with a resume, changing, deleting.
struct CandidatesController {
    private let model = "Candidate"

    /// Mounted a second time under the older name.
    var routes: [Route<Work>] {
        ["/api/candidates/", "/api/requests/"].flatMap { path -> [Route<Work>] in
            [
                .get(path, list),
                .post(path, create),
                .get(path + "summary/", summary),
                .get(path + "pending/", pending),
                .get(path + ":id/", show),
                .put(path + ":id/", update),
                .patch(path + ":id/", update),
                .delete(path + ":id/", delete),
                .get(path + ":id/resume/", resume),
            ]
        }
    }

    private func list(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .candidate)
        let filter = try CandidateStore.Filter(request, scope: Access.scope(of: caller))
        let links = ResumeLink(work)
        return try answer(request, work, filter) { CandidateJSON.row($0, resumeURL: links.address(of: $0)) }
    }

    private func pending(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .read, .candidate)
        var filter = CandidateStore.Filter(scope: Access.scope(of: caller))
        filter.statuses = [.new, .pendingScheduling, .requiresAction]
        return try answer(request, work, filter, CandidateJSON.pending)
    }

    private func answer(
        _ request: Request,
        _ work: Work,
        _ filter: CandidateStore.Filter,
        _ json: (Candidate) -> JSON
    ) throws -> Response {
        let page = try Page(request, maximum: work.configuration.listLimit)
        let candidates = CandidateStore(work.db)
        let rows = try candidates.list(filter, page: page.sql)
        return try page.response(rows, count: { try candidates.count(filter) }, json)
    }

    private func summary(_ request: Request, _ work: Work) throws -> Response {
        let scope = Access.scope(of: try work.caller(request, may: .read, .candidate))
        let candidates = CandidateStore(work.db)
        return .json(
            CandidateJSON.summary(
                byStatus: try candidates.countByStatus(scope),
                byJob: try candidates.countByJob(scope)
            )
        )
    }

    private func create(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .candidate)
        let form = try Multipart(request)
        guard let file = form.files("resume_file").first else {
            throw FieldErrors("resume_file", "No file was submitted.")
        }
        let input = try CandidateInput(form: form, resumeName: file.fileName ?? "")
        var fields = Candidate.Fields()
        input.apply(to: &fields)
        let title = input.job.value.flatMap { $0.isEmpty ? nil : $0 }
        guard let place = try CandidatePlace.find(pocEmail: fields.pocEmail, jobTitle: title, by: caller, work) else {
            throw FieldErrors("job", "There is no job with this title.")
        }
        fields.status = .new
        if fields.pocEmail?.isEmpty ?? true { fields.pocEmail = place.recruiterEmail }
        let id = try add(fields, place, file, by: caller, work)
        guard let candidate = try CandidateStore(work.db).find(id) else { throw HTTPError.noMatch(model) }
        let link = ResumeLink(work).address(of: candidate)
        return .json(CandidateJSON.detail(candidate, resumeURL: link), status: .created)
    }

    private func add(
        _ fields: Candidate.Fields,
        _ place: CandidatePlace,
        _ file: Multipart.Part,
        by caller: Caller,
        _ work: Work
    ) throws -> Int64 {
        do {
            return try ResumeFolder(work.configuration).keep(file) { resume in
                try work.db.transaction { db in
                    try ResumeStore(db).insert(resume, user: caller.id, at: work.now)
                    return try CandidateStore(db).insert(fields, place, resume: resume.id, at: work.now)
                }
            }
        } catch let refusal as ResumeFolder.Refusal {
            throw FieldErrors("resume_file", refusal.sentence)
        }
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let (candidate, _) = try candidate(request, work, .read)
        let json = CandidateJSON.detail(candidate, resumeURL: ResumeLink(work).address(of: candidate))
        return ETag.response(json, version: candidate.version, request)
    }

    /// A PUT may leave out what it does not change, as the frontend's does.
    private func update(_ request: Request, _ work: Work) throws -> Response {
        let (candidate, _) = try candidate(request, work, .update)
        let input = try CandidateInput(json: request.object())
        let version = try ETag.expected(request)
        let candidates = CandidateStore(work.db)
        switch try candidates.update(candidate.id, expecting: version, at: work.now, input.apply) {
        case .updated: break
        case .gone: throw HTTPError.noMatch(model)
        case .stale: throw ETag.stale
        }
        guard let changed = try candidates.find(candidate.id) else { throw HTTPError.noMatch(model) }
        return Response.json(CandidateJSON.changed(changed)).with("ETag", ETag.text(changed.version))
    }

    /// Ends the interviews first, as deleting each of them would: seats come free and nobody waits in vain.
    private func delete(_ request: Request, _ work: Work) throws -> Response {
        let (candidate, caller) = try candidate(request, work, .delete)
        let candidates = CandidateStore(work.db)
        if let version = try ETag.expected(request), version != candidate.version { throw ETag.stale }
        while case .hasInterviews(let interviews) = try candidates.delete(candidate.id) {
            for interview in interviews { _ = try work.bookings(request, by: caller).deleteInterview(interview) }
        }
        if let resume = candidate.resume, resume.hasFile { try ResumeFolder(work.configuration).remove(resume.path) }
        return .noContent
    }

    /// The file, for who may see the candidate or was given a signed address by one who may.
    private func resume(_ request: Request, _ work: Work) throws -> Response {
        let candidate: Candidate
        if request.query("signature") != nil {
            let found = try CandidateStore(work.db).find(try request.number())
            guard let found, ResumeLink(work).isSigned(request, for: found) else {
                throw HTTPError(.notFound, "This link is not valid any more. Load the page again.")
            }
            candidate = found
        } else {
            candidate = try self.candidate(request, work, .read).candidate
        }
        guard let resume = candidate.resume, resume.hasFile else { throw HTTPError.noMatch("Resume") }
        return Response.file(resume.path, type: resume.mediaType, downloadName: resume.originalName)
            .with("Cache-Control", "private, no-store")
    }

    private func candidate(_ request: Request, _ work: Work, _ operation: Access.Operation) throws -> (
        candidate: Candidate, caller: Caller
    ) {
        let caller = try work.caller(request)
        guard let candidate = try CandidateStore(work.db).find(try request.number()) else {
            throw HTTPError.noMatch(model)
        }
        try work.require(operation, .candidate, of: .init(candidate.companyID), by: caller, model: model)
        return (candidate, caller)
    }
}
