/// A statement and its bound values, written as one string literal.
///
/// An interpolated value becomes a `?` and a binding; it never becomes part of the text.
public struct SQL: ExpressibleByStringInterpolation, Equatable, Sendable {
    public let text: String
    public let values: [Value]

    /// A value as it is sent to the server.
    public enum Value: Equatable, Sendable {
        case null
        case int(Int64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        /// Microseconds since 1970-01-01T00:00:00Z, sent as a `DATETIME(6)`.
        case dateTime(Int64)
    }

    public init(stringLiteral text: StaticString) {
        self.text = text.description
        self.values = []
    }

    public init(stringInterpolation: StringInterpolation) {
        self.text = String(decoding: stringInterpolation.text, as: UTF8.self)
        self.values = stringInterpolation.values
    }

    /// The statement that asks the server how it would run this one.
    public var explained: SQL { SQL(text: "EXPLAIN " + text, values: values) }

    init(text: String, values: [Value] = []) {
        self.text = text
        self.values = values
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text, values: left.values + right.values)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        /// Bytes, because a `StaticString` becomes a `String` only by being copied.
        var text: [UInt8] = []
        var values: [Value] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { unsafe text.append(contentsOf: $0) }
        }

        public mutating func appendInterpolation(_ value: some BoundValue) {
            text.append(UInt8(ascii: "?"))
            values.append(value.bound)
        }

        /// A value that may be missing; without this overload the compiler takes it for an optional that is printed.
        public mutating func appendInterpolation(_ value: (some BoundValue)?) {
            text.append(UInt8(ascii: "?"))
            values.append(value?.bound ?? .null)
        }

        /// A fragment written elsewhere, with its bindings.
        public mutating func appendInterpolation(_ fragment: SQL) {
            text.append(contentsOf: fragment.text.utf8)
            values += fragment.values
        }

        /// The values as `?, ?, ?`, for an `IN (…)`; an empty list becomes `NULL`, which nothing equals.
        ///
        /// The last value is repeated up to the next power of two, so that lists of many lengths share few statements.
        public mutating func appendInterpolation(list: [some BoundValue]) {
            guard let last = list.last else {
                text.append(contentsOf: "NULL".utf8)
                return
            }
            var count = 1
            while count < list.count { count *= 2 }
            text.append(contentsOf: Array(repeating: "?", count: count).joined(separator: ", ").utf8)
            values += list.map(\.bound) + Array(repeating: last.bound, count: count - list.count)
        }
    }
}

extension [SQL] {
    /// The fragments with `separator` between them.
    public func joined(separator: SQL) -> SQL {
        var joined = SQL.StringInterpolation(literalCapacity: 0, interpolationCount: 0)
        for (number, fragment) in enumerated() {
            if number > 0 { joined.appendInterpolation(separator) }
            joined.appendInterpolation(fragment)
        }
        return SQL(stringInterpolation: joined)
    }
}

/// A type that can stand in a statement as a bound value.
public protocol BoundValue {
    var bound: SQL.Value { get }
}

extension Int64: BoundValue { public var bound: SQL.Value { .int(self) } }
extension Int: BoundValue { public var bound: SQL.Value { .int(Int64(self)) } }
extension Bool: BoundValue { public var bound: SQL.Value { .int(self ? 1 : 0) } }
extension Double: BoundValue { public var bound: SQL.Value { .double(self) } }
extension String: BoundValue { public var bound: SQL.Value { .string(self) } }
extension [UInt8]: BoundValue { public var bound: SQL.Value { .bytes(self) } }
extension SQL.Value: BoundValue { public var bound: SQL.Value { self } }
extension Optional: BoundValue where Wrapped: BoundValue {
    public var bound: SQL.Value { self?.bound ?? .null }
}
