import Domain
import JSON
import Store
import Web

extension RecruiterStore.Change {
    /// The reference's keys for changes; only administrators move a recruiter to another company.
    init(json object: JSON.Object, by caller: Caller) throws(HTTPError) {
        self.init()
        var reader = FieldReader(object)
        fullName = reader.text("new_full_name", max: 100, .nullable).value
        email = reader.email("new_email", .nullable).value
        if caller.role == .admin { companyID = reader.key("company", .nullable).value }
        isActive = reader.boolean("is_active", .nullable).value
        try reader.check()
    }
}
