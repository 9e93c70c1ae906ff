extension Field {
    /// The value, or `current` where the key is absent or null.
    func or(_ current: Value) -> Value { value ?? current }
}

extension Field<String> {
    /// The text, or `current` where the key is absent; null is the empty text.
    func text(or current: String) -> String {
        switch self {
        case .absent: current
        case .null: ""
        case .value(let value): value
        }
    }

    /// Null for the empty text, for columns that know no empty one.
    var emptyIsNull: Field<String> { value?.isEmpty == true ? .null : self }
}
