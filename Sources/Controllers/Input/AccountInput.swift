import Domain
import JSON
import Web

/// A login: an e-mail address or a username, and a password.
struct LoginInput {
    let login: String
    let password: String

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        let isByName = object["email"] == nil && object["username"] != nil
        let login = reader.text(isByName ? "username" : "email", max: 254, .required)
        let password = reader.secret("password", .required)
        try reader.check()
        self.login = login.value ?? ""
        self.password = password.value ?? ""
    }
}

/// The account that a registration asks for.
struct RegistrationInput {
    let username: String
    let email: String
    let fullName: String
    let companyName: String
    let role: Role
    let password: String

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        let username = reader.username()
        let email = reader.email("email", .required)
        let fullName = reader.text("full_name", max: 100, .required)
        let companyName = reader.text("company_name", max: 100, [.blank, .nullable])
        let role = reader.role("role")
        let password = reader.newPassword("password", names: [email.value, username.value].compactMap(\.self))
        reader.checkUsername(username.value, email: email.value)
        try reader.check()
        self.email = email.value ?? ""
        self.username = username.value.flatMap { $0.isEmpty ? nil : $0 } ?? self.email
        self.fullName = fullName.value ?? ""
        self.companyName = companyName.value ?? ""
        self.role = role ?? .others
        self.password = password.value ?? ""
    }
}

/// What users may change of themselves.
struct ProfileInput {
    let fullName: Field<String>
    let companyName: Field<String>

    init(json object: JSON.Object) throws(HTTPError) {
        var reader = FieldReader(object)
        fullName = reader.text("full_name", max: 100)
        companyName = reader.text("company_name", max: 100, [.blank, .nullable])
        try reader.check()
    }
}

extension FieldReader {
    mutating func username() -> Field<String> { text("username", max: 150, [.blank, .nullable]) }

    /// A username that looks like an address must be the account's own, or one could pass for another at login.
    mutating func checkUsername(_ username: String?, email: String?) {
        guard let username, username.contains("@"), username.lowercased() != email?.lowercased() else { return }
        errors.add("username", "A username with an @ must be the e-mail address.")
    }

    mutating func newPassword(_ key: String, names: [String]) -> Field<String> {
        let password = secret(key, .required)
        if let value = password.value, let complaint = PasswordRule.complaint(about: value, names: names) {
            errors.add(key, complaint)
        }
        return password
    }

    fileprivate mutating func role(_ key: String) -> Role? {
        guard let text = text(key, max: 50, .required).value else { return nil }
        if let role = Role(loose: text) { return role }
        let valid = Role.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        errors.add(key, "'\(text)' is not a valid role. Valid roles: [\(valid)]")
        return nil
    }
}
