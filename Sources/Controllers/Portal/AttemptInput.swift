import JSON
import Web

/// The attempt at an answer that a body speaks of: requests may arrive after the attempt was set aside.
enum AttemptInput {
    /// `nil` where none is named; throws 400 for what is no attempt's number.
    static func read(_ body: JSON.Object) throws -> Int? {
        guard let given = body["attempt"], !given.isNull else { return nil }
        guard let number = given.int, 1...1000 ~= number else {
            throw HTTPError.error(.badRequest, "The attempt's number must be a positive whole number.")
        }
        return Int(number)
    }
}
