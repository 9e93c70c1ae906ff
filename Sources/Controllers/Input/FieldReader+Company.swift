import Domain
import Store
import Web

extension FieldReader {
    /// Whose the new object is: a user's own company whatever the body says; for an administrator the body's, which must be
    /// there.
    mutating func company(of caller: Caller, _ references: ReferenceStore) throws -> Int64? {
        guard caller.role == .admin else { return caller.companyID }
        guard let id = key("company", .required).value else { return nil }
        guard try references.company(id) != nil else {
            errors.add("company", "Invalid pk \"\(id)\" - object does not exist.")
            return nil
        }
        return id
    }
}
