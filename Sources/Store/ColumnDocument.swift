public import JSON
public import MariaDB

/// A column's text goes into JSON as it lies in the row.
extension ColumnText: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        withBytes { writer.string($0) }
    }
}

/// The object of a JSON column where it lies in the row; valid as long as its `ColumnText`.
public struct ColumnDocument: JSONWritable {
    private let text: ColumnText

    init(_ text: ColumnText) { self.text = text }

    /// The object, made anew each time; `nil` if it is none, which the schema's `CHECK` does not allow.
    public var object: JSON.Object? {
        // Most columns of this kind are empty in most rows.
        if text == "{}" { return JSON.Object() }
        guard case .object(let object) = try? JSON.parse(text.string) else { return nil }
        return object
    }

    public func write(to writer: inout JSONWriter) { object.write(to: &writer) }
}
