public import Domain
public import JSON

/// An account as the frontend reads it.
public enum UserJSON {
    /// What login and registration answer with; only a company's own account names its company's id.
    public static func session(_ user: User, token: String) -> JSON {
        var object = common(user)
        if user.role == .company, let company = user.companyID { object["company_id"] = .int(company) }
        return ["token": .string(token), "user": .object(object)]
    }

    public static func profile(_ user: User) -> JSON {
        var object = common(user)
        object["username"] = .string(user.username)
        return .object(object)
    }

    private static func common(_ user: User) -> JSON.Object {
        [
            "id": .int(user.id),
            "email": .string(user.email),
            "full_name": .string(user.fullName),
            "role": .string(user.role.rawValue),
            "company_name": JSON(user.companyName),
        ]
    }
}
