import Domain
import JSON
import Store
import Web

/// A job as the frontend writes it; whose it is, the controller finds out.
struct JobInput {
    let companyName: Field<String>
    private let title: Field<String>
    private let domainID: Field<Int64>
    private let spocEmail: Field<String>
    private let hiringManagerEmail: Field<String>
    private let teamSizeInfo: Field<String>
    private let numberToHire: Field<Int>
    private let positionLevel: Field<String>
    private let currentProcess: Field<String>
    private let techStackDetails: Field<String>
    private let codingLanguage: Field<String>
    private let description: Field<String>
    private let link: Field<String>

    /// A PATCH leaves out what it does not change; a company's user need not name the company.
    init(json object: JSON.Object, isPartial: Bool, by caller: Caller) throws(HTTPError) {
        var reader = FieldReader(object)
        let rule: FieldReader.Rule = isPartial ? [] : .required
        let optional: FieldReader.Rule = [.blank, .nullable]
        title = reader.text("job_title", max: 255, rule)
        companyName = reader.text("company_name", max: 255, caller.role == .admin ? rule : optional)
        domainID = reader.key("domain", .nullable)
        spocEmail = reader.email("spoc_email", rule)
        hiringManagerEmail = reader.email("hiring_manager_email", rule)
        teamSizeInfo = reader.text("current_team_size_info", max: 50, optional)
        numberToHire = reader.integer("number_to_hire", in: 1...1_000_000, rule)
        positionLevel = reader.choice("position_level", among: Job.positionLevels, rule)
        currentProcess = reader.text("current_process", optional)
        techStackDetails = reader.text("tech_stack_details", optional)
        codingLanguage = reader.choice("coding_language", among: Job.codingLanguages)
        description = reader.text("job_description", optional)
        link = reader.link("jd_link", max: 500, optional).emptyIsNull
        try reader.check()
    }

    func apply(to fields: inout Job.Fields) {
        fields.title = title.or(fields.title)
        fields.domainID = domainID.value ?? fields.domainID
        fields.spocEmail = spocEmail.or(fields.spocEmail)
        fields.hiringManagerEmail = hiringManagerEmail.or(fields.hiringManagerEmail)
        fields.teamSizeInfo = teamSizeInfo.text(or: fields.teamSizeInfo)
        fields.numberToHire = numberToHire.or(fields.numberToHire)
        fields.positionLevel = positionLevel.or(fields.positionLevel)
        fields.currentProcess = currentProcess.text(or: fields.currentProcess)
        fields.techStackDetails = techStackDetails.text(or: fields.techStackDetails)
        fields.codingLanguage = codingLanguage.or(fields.codingLanguage)
        fields.description = description.text(or: fields.description)
        fields.link = link.applied(to: fields.link)
    }
}

extension JobStore.Filter {
    /// The filters of a list's query; `company_id` counts for administrators, whose scope is not one company's.
    init(_ request: Request, scope: Access.Scope) throws(HTTPError) {
        self.init(scope: scope)
        var query = QueryReader(request)
        domainID = query.choice("domain") { Int64($0) }
        let company = query.choice("company_id") { Int64($0) }
        if scope == .everything { companyID = company }
        companyName = query.text("company_name")
        positionLevel = query.text("position_level")
        search = query.text("search")
        if let name = query.text("ordering"), let order = Order(rawValue: String(name.drop { $0 == "-" })) {
            self.order = order
            direction = name.hasPrefix("-") ? .descending : .ascending
        }
        try query.check()
    }
}
