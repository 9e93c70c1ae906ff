public import CivilTime
public import Domain
public import JSON

// How the values of the domain stand in JSON: each is a string.

extension EntityID: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.quoted(text) }
}

extension Instant: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.quoted { appendISO8601(to: &$0) } }
}

extension LocalDate: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.quoted { append(to: &$0) } }
}

extension LocalTime: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.quoted { append(to: &$0) } }
}
