import JSON
import Web

/// The second step of a bulk creation: what a person made of each resume.
struct BulkInput {
    struct Candidate {
        let fileName: String
        let record: JSON.Object
    }

    let domain: String
    let role: String
    let pocEmail: String?
    let candidates: [Candidate]

    /// Throws 400 for what concerns all; what is wrong with one record is found when it is read.
    init(json object: JSON.Object, limit: Int) throws(HTTPError) {
        var reader = FieldReader(object)
        let domain = reader.text("domain", max: 100, [.blank, .nullable])
        let role = reader.text("role", max: 255, [.blank, .nullable])
        let pocEmail = reader.email("poc_email", [.blank, .nullable])
        try reader.check()
        guard let domain = domain.value, let role = role.value, !domain.isEmpty, !role.isEmpty else {
            throw .error(.badRequest, "domain and role are required")
        }
        guard let list = object["candidates"]?.array, !list.isEmpty else {
            throw .error(.badRequest, "candidates data is required")
        }
        guard list.count <= limit else { throw .error(.badRequest, "At most \(limit) candidates at a time.") }
        self.domain = domain
        self.role = role
        self.pocEmail = pocEmail.value.flatMap { $0.isEmpty ? nil : $0 }
        candidates = list.map { entry in
            Candidate(
                fileName: ResumeFolder.plain(entry["filename"]?.string ?? ""),
                record: entry["edited_data"]?.object ?? [:]
            )
        }
    }
}
