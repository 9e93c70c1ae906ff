/// A JSON value, as it stands on the wire: `null` is a value, an absent key is not.
///
/// Numbers without fraction or exponent that fit are `.int`; all others are `.double`.
public enum JSON: Equatable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSON])
    case object(Object)
}

extension JSON {
    /// A string, or `null` for `nil`.
    public init(_ value: String?) { self = value.map { .string($0) } ?? .null }

    /// A whole number, or `null` for `nil`.
    public init(_ value: Int?) { self = value.map { .int(Int64($0)) } ?? .null }

    /// A whole number, or `null` for `nil`.
    public init(_ value: Int64?) { self = value.map { .int($0) } ?? .null }

    /// A number, or `null` for `nil`.
    public init(_ value: Double?) { self = value.map { .double($0) } ?? .null }

    /// A truth value, or `null` for `nil`.
    public init(_ value: Bool?) { self = value.map { .bool($0) } ?? .null }
}

extension JSON {
    /// Whether this is `null`; an absent value is `nil`, not `null`.
    public var isNull: Bool { self == .null }

    /// The text, if this is a string.
    public var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The number, if it is whole, however it was written (`5`, `5.0`, `5e0`), and known exactly.
    public var int: Int64? {
        switch self {
        case .int(let value): value
        // From 2^53 on, a double stands for several whole numbers.
        case .double(let value) where value.magnitude < 0x1p53: Int64(exactly: value)
        default: nil
        }
    }

    /// The number, whole or not.
    public var double: Double? {
        switch self {
        case .double(let value): value
        case .int(let value): Double(value)
        default: nil
        }
    }

    /// The truth value, if this is one.
    public var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements, if this is an array.
    public var array: [JSON]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members, if this is an object.
    public var object: Object? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The member called `key`; `nil` if there is none or this is not an object.
    public subscript(key: String) -> JSON? { object?[key] }

    /// The element at `index`; `nil` if there is none or this is not an array.
    public subscript(index: Int) -> JSON? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}
