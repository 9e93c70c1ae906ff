import CivilTime
import Domain
import JSON
import MariaDB
import Store
import Views
import Web

/// Many candidates at once, in two steps: upload the resumes, then submit what a person made of each.
struct CandidateImportController {
    private static let fileLimit = 50
    private static let recordLimit = 500

    var routes: [Route<Work>] {
        [
            .post("/api/candidates/bulk-create/", bulkCreate),
            .post("/api/requests/bulk-create/", bulkCreate),
        ]
    }

    private func bulkCreate(_ request: Request, _ work: Work) throws -> Response {
        let caller = try work.caller(request, may: .create, .candidate)
        switch request.query("step") ?? "extract" {
        case "extract": return try extract(request, caller, work)
        case "submit": return try submit(request, caller, work)
        default: throw HTTPError.error(.badRequest, "Invalid step. Use 'extract' or 'submit'.")
        }
    }

    /// Keeps every file for the second step and answers with an empty record for each.
    private func extract(_ request: Request, _ caller: Caller, _ work: Work) throws -> Response {
        let form = try Multipart(request)
        guard let domain = form.text("domain"), let role = form.text("role"), !domain.isEmpty, !role.isEmpty else {
            throw HTTPError.error(.badRequest, "domain and role are required")
        }
        let files = form.files("resume_files") + form.files("resume_files[]")
        guard !files.isEmpty else { throw HTTPError.error(.badRequest, "At least one resume file is required") }
        guard files.count <= CandidateImportController.fileLimit else {
            throw HTTPError.error(.badRequest, "At most \(CandidateImportController.fileLimit) files at a time.")
        }
        try removeLoose(caller, work)
        let records = try files.map { try keep($0, caller, work) }
        let failures = records.count { $0["error"] != nil }
        return .json([
            "message": "Resumes uploaded: fill in the records and submit them",
            "domain": .string(domain),
            "role": .string(role),
            "extracted_candidates": .array(records.map(JSON.object)),
            "summary": [
                "total_files": JSON(records.count),
                "successful_extractions": JSON(records.count - failures),
                "failed_extractions": JSON(failures),
            ],
            "next_step": "review_and_edit",
        ])
    }

    private func keep(_ file: Multipart.Part, _ caller: Caller, _ work: Work) throws -> JSON.Object {
        var record: JSON.Object = [
            "filename": .string(ResumeFolder.plain(file.fileName ?? "")),
            "extracted_data": .object(CandidateJSON.emptyRecord),
            "can_edit": true,
        ]
        do {
            try ResumeFolder(work.configuration).keep(file) { resume in
                try ResumeStore(work.db).insert(resume, user: caller.id, at: work.now)
            }
        } catch let refusal as ResumeFolder.Refusal {
            record["error"] = .string(refusal.sentence)
        }
        return record
    }

    /// Removes what the caller uploaded more than a day ago and never submitted.
    private func removeLoose(_ caller: Caller, _ work: Work) throws {
        let limit = work.now.adding(seconds: -86_400)
        for path in try ResumeStore(work.db).forgetLoose(user: caller.id, before: limit) {
            try ResumeFolder(work.configuration).remove(path)
        }
    }

    private func submit(_ request: Request, _ caller: Caller, _ work: Work) throws -> Response {
        let input = try BulkInput(json: request.object(), limit: CandidateImportController.recordLimit)
        let place = try CandidatePlace.find(pocEmail: input.pocEmail, jobTitle: input.role, by: caller, work)
        guard let place else { throw HTTPError.error(.badRequest, "There is no job with the title \"\(input.role)\".") }
        let results = try input.candidates.map { try add($0, input, place, caller, work) }
        let successes = results.count { $0["success"] == true }
        let message =
            "Bulk candidate creation completed: \(successes) successful, \(results.count - successes) failed"
        var body: JSON.Object = [
            "message": .string(message),
            "domain": .string(input.domain),
            "role": .string(input.role),
            "results": .array(results.map(JSON.object)),
            "summary": [
                "total_candidates": JSON(results.count),
                "successful_creations": JSON(successes),
                "failed_creations": JSON(results.count - successes),
            ],
        ]
        guard successes > 0 else {
            body["detail"] = .string(message)
            throw HTTPError(.badRequest, body: body)
        }
        return .json(.object(body), status: .created)
    }

    /// Adds one candidate; what is wrong with it concerns it alone.
    private func add(
        _ candidate: BulkInput.Candidate,
        _ input: BulkInput,
        _ place: CandidatePlace,
        _ caller: Caller,
        _ work: Work
    ) throws -> JSON.Object {
        do {
            var fields = try EditedRecord(json: candidate.record).fields
            fields.domain = input.domain
            fields.pocEmail = input.pocEmail ?? place.recruiterEmail
            let (id, resume) = try work.db.transaction { db in
                let resume = try ResumeStore.claimOrInsert(candidate.fileName, by: caller, db: db, at: work.now)
                return (try CandidateStore(db).insert(fields, place, resume: resume, at: work.now), resume)
            }
            return [
                "success": true,
                "filename": .string(candidate.fileName),
                "candidate_id": .int(id),
                "resume_id": .string(resume.text),
                "candidate_name": .string(fields.fullName),
            ]
        } catch let error as HTTPError {
            return [
                "success": false,
                "filename": .string(candidate.fileName),
                "error": error.body["detail"] ?? "The record is not valid.",
            ]
        }
    }
}
