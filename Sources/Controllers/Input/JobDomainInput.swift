import JSON
import Web

/// A field of work as administrators write it; `nil` leaves what is there.
struct JobDomainInput {
    let name: String?
    let description: String?
    let isActive: Bool?

    init(json object: JSON.Object, isPartial: Bool) throws(HTTPError) {
        var reader = FieldReader(object)
        name = reader.text("name", max: 100, isPartial ? [] : .required).value
        let description = reader.text("description", [.blank, .nullable])
        isActive = reader.boolean("is_active").value
        try reader.check()
        self.description = description.isAbsent ? nil : description.text(or: "")
    }
}
