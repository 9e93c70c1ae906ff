import Domain
import JSON
import Web

/// A company as administrators write it.
///
/// The frontend sends a password too; companies have none, their users do.
struct CompanyInput {
    private let name: Field<String>
    private let email: Field<String>
    private let description: Field<String>
    private let isActive: Field<Bool>
    private let timeZone: Field<String>
    private let contact: Field<String>
    private let signature: Field<String>

    init(json object: JSON.Object, isPartial: Bool) throws(HTTPError) {
        var reader = FieldReader(object)
        name = reader.text("name", max: 255, isPartial ? [] : .required)
        email = reader.email("email", [.nullable, .blank]).emptyIsNull
        description = reader.text("description", [.nullable, .blank])
        isActive = reader.boolean("is_active")
        timeZone = reader.zone("time_zone", [.nullable, .blank]).emptyIsNull
        contact = reader.text("contact", max: 255, [.nullable, .blank])
        signature = reader.text("signature", max: 255, [.nullable, .blank])
        try reader.check()
    }

    func apply(to fields: inout Company.Fields) {
        fields.name = name.or(fields.name)
        fields.email = email.applied(to: fields.email)
        fields.description = description.text(or: fields.description)
        fields.isActive = isActive.or(fields.isActive)
        fields.timeZone = timeZone.applied(to: fields.timeZone)
        fields.contact = contact.text(or: fields.contact)
        fields.signature = signature.text(or: fields.signature)
    }
}

/// A recruiter to be made; `companyID` counts for administrators only.
struct NewRecruiterInput {
    let username: String
    let email: String
    let fullName: String
    let password: String
    let companyID: Int64?

    init(json object: JSON.Object, by caller: Caller) throws(HTTPError) {
        var reader = FieldReader(object)
        let username = reader.username()
        let email = reader.email("email", .required)
        let fullName = reader.text("full_name", max: 100, .required)
        let password = reader.newPassword("password", names: [email.value, username.value].compactMap(\.self))
        let company = caller.role == .admin ? reader.key("company_id", .required) : .absent
        reader.checkUsername(username.value, email: email.value)
        try reader.check()
        self.email = email.value ?? ""
        self.username = username.value.flatMap { $0.isEmpty ? nil : $0 } ?? self.email
        self.fullName = fullName.value ?? ""
        self.password = password.value ?? ""
        companyID = company.value ?? caller.companyID
    }
}

/// A hiring agency's contact as its page writes it.
struct AgencyContactInput {
    private let email: Field<String>
    private let role: Field<String>
    private let firstName: Field<String>
    private let lastName: Field<String>
    private let phoneNumber: Field<String>
    private let linkedinURL: Field<String>
    private let isActive: Field<Bool>
    let companyName: Field<String>
    /// Counts for administrators only.
    let companyID: Field<Int64>

    init(json object: JSON.Object, isPartial: Bool) throws(HTTPError) {
        var reader = FieldReader(object)
        email = reader.email("email", isPartial ? [] : .required)
        role = reader.choice("role", among: AgencyContact.roles)
        firstName = reader.text("first_name", max: 100, [.blank, .nullable])
        lastName = reader.text("last_name", max: 100, [.blank, .nullable])
        phoneNumber = reader.text("phone_number", max: 15, [.blank, .nullable])
        linkedinURL = reader.link("linkedin_url", max: 500, [.blank, .nullable])
        isActive = reader.boolean("is_active")
        companyName = reader.text("company_name", max: 255, [.blank, .nullable])
        companyID = reader.key("company", .nullable)
        try reader.check()
    }

    func apply(to fields: inout AgencyContact.Fields) {
        fields.email = email.or(fields.email)
        fields.role = role.or(fields.role)
        fields.firstName = firstName.text(or: fields.firstName)
        fields.lastName = lastName.text(or: fields.lastName)
        fields.phoneNumber = phoneNumber.text(or: fields.phoneNumber)
        fields.linkedinURL = linkedinURL.text(or: fields.linkedinURL)
        fields.isActive = isActive.or(fields.isActive)
    }
}
