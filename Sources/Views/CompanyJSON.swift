import CivilTime
public import Domain
public import JSON

/// Companies and their people as the frontend reads them.
public enum CompanyJSON {
    public static func company(_ company: Company) -> JSON {
        let fields = company.fields
        return [
            "id": .int(company.id),
            "name": .string(fields.name),
            "email": JSON(fields.email),
            "description": .string(fields.description),
            "is_active": .bool(fields.isActive),
            "time_zone": JSON(fields.timeZone),
            "contact": .string(fields.contact),
            "signature": .string(fields.signature),
        ]
    }

    public static func recruiter(_ recruiter: Recruiter) -> JSON {
        [
            "id": .int(recruiter.id),
            "user": .int(recruiter.userID),
            "full_name": .string(recruiter.fullName),
            "email": .string(recruiter.email),
            "company": .int(recruiter.companyID),
            "company_name": .string(recruiter.companyName),
            "is_active": .bool(recruiter.isActive),
        ]
    }

    /// The answer to the creation of a recruiter, where `company` is a name.
    public static func createdRecruiter(_ recruiter: Recruiter) -> JSON {
        [
            "id": .int(recruiter.id),
            "username": .string(recruiter.username),
            "email": .string(recruiter.email),
            "full_name": .string(recruiter.fullName),
            "role": .string(Role.recruiter.rawValue),
            "company": .string(recruiter.companyName),
            "is_active": .bool(recruiter.isActive),
        ]
    }

    public static func contact(_ contact: AgencyContact) -> JSON {
        let fields = contact.fields
        return [
            "id": .int(contact.id),
            "email": .string(fields.email),
            "role": .string(fields.role),
            "first_name": .string(fields.firstName),
            "last_name": .string(fields.lastName),
            "phone_number": .string(fields.phoneNumber),
            "company": JSON(fields.companyID),
            "company_name": .string(fields.companyName),
            "linkedin_url": .string(fields.linkedinURL),
            "is_active": .bool(fields.isActive),
            "permission_granted": .string(contact.permissionGranted.description),
            "created_by": JSON(contact.createdBy),
        ]
    }
}
