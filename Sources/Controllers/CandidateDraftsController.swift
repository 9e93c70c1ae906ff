import Domain
import JSON
import MariaDB
import Store
import Views
import Web

/// One candidate in four steps: choose domain and role, upload the resume, verify the record, submit it.
struct CandidateDraftsController {
    private let model = "CandidateDraft"
    private let longestRecord = 20_000

    var routes: [Route<Work>] {
        ["/api/candidates/", "/api/requests/"].flatMap { path -> [Route<Work>] in
            [
                .post(path + "select-domain/", selectDomain),
                .post(path + "extract-data/", extractData),
                .get(path + "verify/:id/", show),
                .put(path + "verify/:id/", verify),
                .post(path + "submit/:id/", submit),
            ]
        }
    }

    private func selectDomain(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .candidate)
        var reader = FieldReader(try request.object())
        let domain = reader.text("domain", max: 100, .required)
        let role = reader.text("role", max: 255, .required)
        try reader.check()
        let id = try CandidateDraftStore(work.db).create(
            domain: domain.or(""),
            role: role.or(""),
            user: caller.id,
            at: work.now
        )
        return try answer(id, caller, work, "Domain and role selected", next: "extract_data", status: .created)
    }

    /// Takes the resume of the draft in `draft_id`, or of a new one with the form's `domain` and `role`.
    private func extractData(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .candidate)
        let form = try Multipart(request)
        guard let file = form.files("resume_file").first else {
            throw FieldErrors("resume_file", "No file was submitted.")
        }
        let id = try draftID(form, caller, work)
        do {
            try ResumeFolder(work.configuration).keep(file) { resume in
                try work.db.transaction { db in
                    try ResumeStore(db).insert(resume, user: caller.id, at: work.now)
                    try CandidateDraftStore(db).setExtracted(
                        id,
                        CandidateJSON.emptyRecord,
                        resume: resume.id,
                        at: work.now
                    )
                }
            }
        } catch let refusal as ResumeFolder.Refusal {
            throw FieldErrors("resume_file", refusal.sentence)
        }
        return try answer(id, caller, work, "Resume uploaded: fill in the record", next: "verify", status: .ok)
    }

    private func show(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .candidate)
        return ETag.response(CandidateJSON.draft(try draft(try request.number(), caller, work)), request)
    }

    /// The record may stand in `verified_data` or be the body itself.
    private func verify(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .candidate)
        let draft = try openDraft(request, caller, work)
        let body = try request.object()
        let record = body["verified_data"]?.object ?? body
        _ = try EditedRecord(json: record)
        guard JSON.object(record).encoded().count <= longestRecord else {
            throw FieldErrors("verified_data", "The record is too long.")
        }
        let drafts = CandidateDraftStore(work.db)
        let shown = { try drafts.find(draft.id, user: caller.id).map(CandidateJSON.draft) }
        try work.changing(request, .candidateDraft(draft.id), shown: shown) {
            try drafts.setVerified(draft.id, record, at: work.now)
        }
        return try answer(draft.id, caller, work, "Data verified", next: "submit", status: .ok)
    }

    private func submit(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .candidate)
        let draft = try openDraft(request, caller, work)
        guard try request.object()["confirm_submission"] == true else {
            throw HTTPError.error(.badRequest, "confirm_submission must be true")
        }
        var fields = try EditedRecord(json: draft.verified).fields
        guard let place = try CandidatePlace.find(pocEmail: nil, jobTitle: draft.role, by: caller, work) else {
            throw HTTPError.error(.badRequest, "There is no job with the title \"\(draft.role)\".")
        }
        fields.domain = draft.domain
        fields.pocEmail = place.recruiterEmail
        let id: Int64? = try work.db.transaction { db in
            guard try CandidateDraftStore(db).submit(draft.id, at: work.now) else { return nil }
            let resume = try draft.resume?.id ?? ResumeStore.claimOrInsert("", by: caller, db: db, at: work.now)
            return try CandidateStore(db).insert(fields, place, resume: resume, at: work.now)
        }
        guard let id else { throw alreadySubmitted }
        return .json(
            [
                "message": "Candidate submitted successfully",
                "candidate_id": .int(id),
                "candidate_name": .string(fields.fullName),
            ],
            status: .created
        )
    }

    private var alreadySubmitted: HTTPError { .error(.badRequest, "This draft has been submitted already.") }

    private func draftID(_ form: Multipart, _ caller: Caller, _ work: Work) throws -> Int64 {
        if let text = form.text("draft_id") {
            guard let id = Int64(text) else { throw FieldErrors("draft_id", "A valid integer is required.") }
            let draft = try draft(id, caller, work)
            guard draft.status != .submitted else { throw alreadySubmitted }
            return draft.id
        }
        var object: JSON.Object = [:]
        for key in ["domain", "role"] { object[key] = form.text(key).map { .string($0) } }
        var reader = FieldReader(object)
        let domain = reader.text("domain", max: 100, .required)
        let role = reader.text("role", max: 255, .required)
        try reader.check()
        return try CandidateDraftStore(work.db).create(
            domain: domain.or(""),
            role: role.or(""),
            user: caller.id,
            at: work.now
        )
    }

    private func draft(_ id: Int64, _ caller: Caller, _ work: Work) throws -> CandidateDraft {
        guard let draft = try CandidateDraftStore(work.db).find(id, user: caller.id) else {
            throw HTTPError.noMatch(model)
        }
        return draft
    }

    private func openDraft(_ request: Request, _ caller: Caller, _ work: Work) throws -> CandidateDraft {
        let draft = try draft(try request.number(), caller, work)
        guard draft.status != .submitted else { throw alreadySubmitted }
        return draft
    }

    private func answer(
        _ id: Int64,
        _ caller: Caller,
        _ work: Work,
        _ message: String,
        next: String,
        status: Status
    ) throws -> Response {
        let draft = CandidateJSON.draft(try draft(id, caller, work))
        var body = draft.object ?? [:]
        body["message"] = .string(message)
        body["draft_id"] = .int(id)
        body["next_step"] = .string(next)
        return Response.json(.object(body), status: status).with("ETag", ETag.text(of: draft))
    }
}
