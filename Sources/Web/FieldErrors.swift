public import JSON

/// What is wrong with a body, field by field, in the order found: `{"field": ["sentence", …], "detail": "…"}`.
public struct FieldErrors: Error, Equatable, Sendable {
    /// The key for what concerns no one field.
    public static let general = "non_field_errors"

    private var object: JSON.Object = [:]

    public init() {}

    public init(_ field: String, _ sentence: String) { add(field, sentence) }

    public var isEmpty: Bool { object.isEmpty }

    public mutating func add(_ field: String, _ sentence: String) {
        object[field] = .array((object[field]?.array ?? []) + [.string(sentence)])
    }

    /// Errors of a nested value: an object of errors in place of the list.
    public mutating func set(_ field: String, _ nested: JSON) { object[field] = nested }

    /// Each field with each sentence about it.
    public var sentences: [(field: String, sentence: String)] {
        object.flatMap { field, value in (value.array ?? []).compactMap(\.string).map { (field, $0) } }
    }

    /// Throws the 400 if anything was found.
    public func check() throws(HTTPError) {
        guard isEmpty else { throw error }
    }

    public var error: HTTPError {
        var body = object
        body["detail"] = .string(detail)
        return HTTPError(.badRequest, body: body)
    }

    private var detail: String {
        object.map { field, value in
            let sentences = value.array?.compactMap(\.string).joined(separator: " ") ?? "has invalid values."
            return field == FieldErrors.general || field == "detail" ? sentences : "\(field): \(sentences)"
        }.joined(separator: " ")
    }
}
