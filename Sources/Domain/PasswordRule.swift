/// What a new password must be.
public enum PasswordRule {
    public static let lengths = 8...128

    /// What is wrong with `password` for the account of these names, or `nil`.
    public static func complaint(about password: String, names: [String]) -> String? {
        let length = password.unicodeScalars.count
        if length < lengths.lowerBound {
            return "This password is too short. It must contain at least \(lengths.lowerBound) characters."
        }
        if length > lengths.upperBound {
            return "Ensure this field has no more than \(lengths.upperBound) characters."
        }
        if names.contains(where: { $0.lowercased() == password.lowercased() }) {
            return "The password is too similar to the email."
        }
        return nil
    }
}
