public import CivilTime
public import Domain
public import JSON

// How the values of the domain stand in JSON: each is a string.

extension EntityID: JSONWritable {
    public func write(to writer: inout JSONWriter) { writer.quoted(text) }
}

extension Instant: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.quoted(addingCapacity: Instant.longestText) { append(to: &$0) }
    }
}

extension LocalDate: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.quoted(addingCapacity: LocalDate.longestText) { append(to: &$0) }
    }
}

extension LocalTime: JSONWritable {
    public func write(to writer: inout JSONWriter) {
        writer.quoted(addingCapacity: LocalTime.longestText) { append(to: &$0) }
    }
}
