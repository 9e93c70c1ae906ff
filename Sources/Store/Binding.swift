public import CivilTime
public import Domain
public import JSON
public import MariaDB

// How the values of the domain stand in a statement and come out of a row.

extension Instant: BoundValue { public var bound: SQL.Value { .dateTime(microseconds) } }
extension LocalDate: BoundValue { public var bound: SQL.Value { .string(description) } }
extension LocalTime: BoundValue { public var bound: SQL.Value { .string(description) } }
extension EntityID: BoundValue { public var bound: SQL.Value { .string(text) } }
extension JSON.Object: BoundValue { public var bound: SQL.Value { .string(JSON.object(self).text) } }

extension Row {
    public mutating func instant() throws(DatabaseError) -> Instant { Instant(microseconds: try dateTime()) }

    public mutating func optionalInstant() throws(DatabaseError) -> Instant? {
        try optionalDateTime().map { Instant(microseconds: $0) }
    }

    public mutating func key() throws(DatabaseError) -> Int64 { Int64(try int()) }

    public mutating func optionalKey() throws(DatabaseError) -> Int64? { try optionalInt().map(Int64.init) }

    public mutating func id<Record>() throws(DatabaseError) -> EntityID<Record> { EntityID(trusted: try string()) }

    public mutating func optionalID<Record>() throws(DatabaseError) -> EntityID<Record>? {
        try optionalString().map { EntityID(trusted: $0) }
    }

    public mutating func date() throws(DatabaseError) -> LocalDate {
        let (year, month, day) = try calendarDay()
        guard let date = LocalDate(year: year, month: month, day: day) else { throw unreadable("date") }
        return date
    }

    public mutating func optionalDate() throws(DatabaseError) -> LocalDate? {
        try optionalCalendarDay().flatMap { LocalDate(year: $0.year, month: $0.month, day: $0.day) }
    }

    public mutating func time() throws(DatabaseError) -> LocalTime {
        let (hour, minute, second, microsecond) = try timeOfDay()
        guard let time = LocalTime(hour: hour, minute: minute, second: second, microsecond: microsecond)
        else { throw unreadable("time") }
        return time
    }

    /// A JSON column that holds an object; the schema's `CHECK` keeps it valid JSON.
    public mutating func object() throws(DatabaseError) -> JSON.Object {
        guard let object = try document().object else { throw unreadable("JSON object") }
        return object
    }

    /// The same without making its members, for an object that is only passed on.
    public mutating func document() throws(DatabaseError) -> ColumnDocument { ColumnDocument(try text()) }

    private func unreadable(_ what: String) -> DatabaseError { .unreadable("a column does not hold a \(what)") }
}
