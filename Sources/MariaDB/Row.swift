internal import CMariaDB

/// The current row of a running query.
///
/// Its columns are read in order, left to right.
///
/// Valid only inside the closure that received it, on that thread. `UUID` and `JSON` columns are read as strings.
@safe
public struct Row: ~Copyable {
    private let handle: UnsafeMutablePointer<MYSQL_STMT>
    private let buffers: ResultBuffers
    private var next = 0

    init(handle: UnsafeMutablePointer<MYSQL_STMT>, buffers: ResultBuffers) {
        unsafe self.handle = handle
        self.buffers = buffers
    }

    /// Moves to the next row; `false` after the last.
    mutating func fetch() throws(DatabaseError) -> Bool {
        next = 0
        guard unsafe buffers.rebindIfGrown(to: handle) else { throw unsafe Statement.error(on: handle, in: "bind") }
        switch unsafe mysql_stmt_fetch(handle) {
        case 0, MYSQL_DATA_TRUNCATED: return true
        case MYSQL_NO_DATA: return false
        default: throw unsafe Statement.error(on: handle, in: "fetch")
        }
    }

    public mutating func int() throws(DatabaseError) -> Int {
        guard let value = try optionalInt() else { throw unexpectedNull() }
        return value
    }

    public mutating func optionalInt() throws(DatabaseError) -> Int? {
        let column = try advance()
        guard !buffers.isNull(column) else { return nil }
        switch buffers.kinds[column] {
        case .integer: return Int(buffers.integer(column))
        case .text:
            return try unsafe Int(buffers.withBytes(column, of: handle) { unsafe String(decoding: $0, as: UTF8.self) })
        case .real, .dateTime, .date, .time: throw .decoding("column \(column) is not an integer")
        }
    }

    public mutating func bool() throws(DatabaseError) -> Bool { try int() != 0 }

    public mutating func double() throws(DatabaseError) -> Double {
        guard let value = try optionalDouble() else { throw unexpectedNull() }
        return value
    }

    public mutating func optionalDouble() throws(DatabaseError) -> Double? {
        let column = try advance()
        guard !buffers.isNull(column) else { return nil }
        switch buffers.kinds[column] {
        case .real: return buffers.real(column)
        case .integer: return Double(buffers.integer(column))
        case .text:
            return try unsafe Double(
                buffers.withBytes(column, of: handle) { unsafe String(decoding: $0, as: UTF8.self) }
            )
        case .dateTime, .date, .time: throw .decoding("column \(column) is not a number")
        }
    }

    public mutating func string() throws(DatabaseError) -> String {
        guard let value = try optionalString() else { throw unexpectedNull() }
        return value
    }

    public mutating func optionalString() throws(DatabaseError) -> String? {
        guard let column = try textColumn() else { return nil }
        return try unsafe buffers.text(column, of: handle)
    }

    /// The column's text without a copy of it.
    public mutating func text() throws(DatabaseError) -> ColumnText {
        guard let value = try optionalText() else { throw unexpectedNull() }
        return value
    }

    public mutating func optionalText() throws(DatabaseError) -> ColumnText? {
        guard let column = try textColumn() else { return nil }
        return try unsafe buffers.withBytes(column, of: handle) { unsafe ColumnText($0) }
    }

    public mutating func bytes() throws(DatabaseError) -> [UInt8] {
        guard let value = try optionalBytes() else { throw unexpectedNull() }
        return value
    }

    public mutating func optionalBytes() throws(DatabaseError) -> [UInt8]? {
        guard let column = try textColumn() else { return nil }
        return try unsafe buffers.withBytes(column, of: handle) { unsafe Array($0) }
    }

    /// A `DATETIME` column in microseconds since 1970, taken as UTC.
    public mutating func dateTime() throws(DatabaseError) -> Int64 {
        guard let value = try optionalDateTime() else { throw unexpectedNull() }
        return value
    }

    public mutating func optionalDateTime() throws(DatabaseError) -> Int64? {
        let column = try advance()
        guard !buffers.isNull(column) else { return nil }
        guard buffers.kinds[column] == .dateTime else { throw .decoding("column \(column) is not a DATETIME") }
        return ServerTime.microseconds(buffers.time(column))
    }

    /// A `DATE` column's year, month and day.
    public mutating func calendarDay() throws(DatabaseError) -> (year: Int, month: Int, day: Int) {
        guard let day = try optionalCalendarDay() else { throw unexpectedNull() }
        return day
    }

    public mutating func optionalCalendarDay() throws(DatabaseError) -> (year: Int, month: Int, day: Int)? {
        guard let time = try time(of: .date) else { return nil }
        return (Int(time.year), Int(time.month), Int(time.day))
    }

    /// A `TIME` column as a time of day.
    public mutating func timeOfDay() throws(DatabaseError) -> (hour: Int, minute: Int, second: Int, microsecond: Int) {
        guard let time = try time(of: .time) else { throw unexpectedNull() }
        guard time.neg == 0 else { throw .decoding("column \(next - 1) is no time of day") }
        return (Int(time.hour), Int(time.minute), Int(time.second), Int(time.second_part))
    }

    private mutating func time(of kind: ResultBuffers.Kind) throws(DatabaseError) -> MYSQL_TIME? {
        let column = try advance()
        guard !buffers.isNull(column) else { return nil }
        guard buffers.kinds[column] == kind else { throw .decoding("column \(column) is not a \(kind)") }
        return buffers.time(column)
    }

    /// The next column, which must be text; `nil` where it is NULL.
    private mutating func textColumn() throws(DatabaseError) -> Int? {
        let column = try advance()
        guard !buffers.isNull(column) else { return nil }
        guard buffers.kinds[column] == .text else { throw .decoding("column \(column) is not text") }
        return column
    }

    private mutating func advance() throws(DatabaseError) -> Int {
        guard next < buffers.count else { throw .decoding("the row has \(buffers.count) columns") }
        defer { next += 1 }
        return next
    }

    private func unexpectedNull() -> DatabaseError { .decoding("column \(next - 1) is NULL") }
}
