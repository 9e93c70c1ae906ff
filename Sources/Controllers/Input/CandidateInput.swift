import Domain
import JSON
import Store
import Web

/// A candidate as the frontend writes it.
struct CandidateInput {
    private let fullName: Field<String>
    private let email: Field<String>
    private let phone: Field<String>
    private let workExperience: Field<Int>
    private let domain: Field<String>
    private let pocEmail: Field<String>
    private let status: Field<CandidateStatus>
    private let locale: Field<String>
    private let timeZone: Field<String>
    /// The title of the job; counts for new candidates.
    let job: Field<String>

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        let optional: FieldReader.Rule = [.blank, .nullable]
        fullName = reader.text("full_name", max: 100)
        email = reader.email("email", optional)
        phone = reader.text("phone", max: 20, optional)
        workExperience = reader.integer("work_experience", .nullable)
        domain = reader.text("domain", max: 100, optional)
        pocEmail = reader.email("poc_email", optional)
        let status = reader.choice("status", among: CandidateStatus.allCases.map(\.rawValue))
        self.status = status.value.flatMap(CandidateStatus.init(rawValue:)).map(Field.value) ?? .absent
        locale = reader.locale("locale", optional)
        timeZone = reader.zone("time_zone", optional).emptyIsNull
        job = reader.text("job", max: 255, optional)
        try reader.check()
    }

    /// A new candidate of a form: the file's name stands for a name that was not given.
    init(form: Multipart, resumeName: String) throws(HTTPError) {
        let keys = [
            "full_name", "email", "phone", "work_experience", "domain", "poc_email", "job", "locale", "time_zone",
        ]
        var object: JSON.Object = [:]
        for key in keys {
            guard form.parts.contains(where: { $0.name == key && $0.fileName == nil }) else { continue }
            guard let text = form.text(key) else { throw FieldErrors(key, "Not a valid string.").error }
            object[key] = .string(text)
        }
        let stem = resumeName.split(separator: ".").first.map(String.init) ?? "Unnamed"
        if (object["full_name"]?.string ?? "").allSatisfy(\.isWhitespace) { object["full_name"] = .string(stem) }
        try self.init(json: object)
    }

    func apply(to fields: inout Candidate.Fields) {
        fields.fullName = fullName.or(fields.fullName)
        fields.email = email.applied(to: fields.email)
        fields.phone = phone.text(or: fields.phone)
        fields.workExperience = workExperience.applied(to: fields.workExperience)
        fields.domain = domain.text(or: fields.domain)
        fields.pocEmail = pocEmail.applied(to: fields.pocEmail)
        fields.status = status.or(fields.status)
        if let locale = locale.value, !locale.isEmpty { fields.locale = locale }
        fields.timeZone = timeZone.applied(to: fields.timeZone)
    }
}

/// A record of a resume as a person edited it.
struct EditedRecord {
    let fields: Candidate.Fields

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        let name = reader.text("name", max: 100, .required)
        let email = reader.email("email", [.blank, .nullable])
        let phone = reader.text("phone", max: 20, [.blank, .nullable])
        let workExperience = reader.integer("work_experience", .nullable)
        try reader.check()
        var fields = Candidate.Fields()
        fields.fullName = name.or("")
        fields.email = email.value
        fields.phone = phone.text(or: "")
        fields.workExperience = workExperience.value
        self.fields = fields
    }
}

extension CandidateStore.Filter {
    init(_ request: Request, scope: Access.Scope) throws(HTTPError) {
        self.init(scope: scope)
        var query = QueryReader(request)
        if let status = query.choice("status", CandidateStatus.init(rawValue:)) { statuses = [status] }
        jobID = query.number("job_id")
        domain = query.text("domain")
        search = query.text("search")
        try query.check()
    }
}
