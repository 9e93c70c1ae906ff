/// A reason, in sentences for an administrator, why a command cannot be carried out.
struct Refusal: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
