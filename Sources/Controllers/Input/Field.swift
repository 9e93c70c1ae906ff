/// A key of a body: not there, `null`, or a value.
///
/// A PATCH treats the three differently.
enum Field<Value> {
    case absent
    case null
    case value(Value)

    /// The value, or `nil` when it is absent or null.
    var value: Value? {
        if case .value(let value) = self { return value }
        return nil
    }

    var isAbsent: Bool {
        if case .absent = self { return true }
        return false
    }

    /// What the key changes `current` to: absent leaves it, null clears it.
    func applied(to current: Value?) -> Value? {
        switch self {
        case .absent: current
        case .null: nil
        case .value(let value): value
        }
    }
}

extension Field: Equatable where Value: Equatable {}
extension Field: Sendable where Value: Sendable {}
