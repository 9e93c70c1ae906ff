/// A statement and its bound values, written as one string literal.
///
/// An interpolated value becomes a `?` and a binding; it never becomes part of the text.
public struct SQL: ExpressibleByStringInterpolation, Equatable, Sendable {
    let written: SQLText
    public let values: [Value]

    /// The statement as the server gets it.
    public var text: String { written.string }

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
        written = SQLText(text)
        values = []
    }

    public init(stringInterpolation: StringInterpolation) {
        written = stringInterpolation.written
        values = stringInterpolation.values
    }

    /// The statement that asks the server how it would run this one.
    public var explained: SQL { "EXPLAIN " + self }

    /// A statement with a name in it that was made while the program ran.
    init(text: String) {
        written = SQLText(text)
        values = []
    }

    private init(_ written: SQLText, _ values: [Value]) {
        self.written = written
        self.values = values
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var written = left.written
        written.append(right.written)
        return SQL(written, left.values + right.values)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var written = SQLText()
        var values: [Value] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            written.reserveCapacity(interpolationCount + 1)
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: StaticString) { written.append(literal) }

        public mutating func appendInterpolation(_ value: some BoundValue) {
            written.appendParameter()
            values.append(value.bound)
        }

        /// A value that may be missing; without this overload the compiler takes it for an optional that is printed.
        public mutating func appendInterpolation(_ value: (some BoundValue)?) {
            written.appendParameter()
            values.append(value?.bound ?? .null)
        }

        /// A fragment written elsewhere, with its bindings.
        public mutating func appendInterpolation(_ fragment: SQL) {
            written.append(fragment.written)
            values += fragment.values
        }

        /// The values as `?, ?, ?`, for an `IN (…)`; an empty list becomes `NULL`, which nothing equals.
        ///
        /// The last value is repeated up to the next power of two, so that lists of many lengths share few statements.
        public mutating func appendInterpolation(list: [some BoundValue]) {
            guard let last = list.last else {
                written.append("NULL")
                return
            }
            var count = 1
            while count < list.count { count *= 2 }
            for number in 0..<count {
                if number > 0 { written.append(", ") }
                written.appendParameter()
            }
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
