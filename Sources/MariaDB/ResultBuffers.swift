internal import CMariaDB
internal import Glibc

/// The output buffers of one prepared statement, bound once and filled by each fetch.
///
/// The library writes into them until the next fetch, so they are freed only after the statement is closed.
@safe
final class ResultBuffers {
    /// How a column is read, from the type that the server names for it.
    enum Kind { case integer, real, dateTime, date, time, text }

    private static let initialTextCapacity = 128

    let count: Int
    let kinds: [Kind]
    private let binds: UnsafeMutablePointer<MYSQL_BIND>
    private let lengths: UnsafeMutablePointer<UInt>
    private let nulls: UnsafeMutablePointer<my_bool>
    private let errors: UnsafeMutablePointer<my_bool>
    private var hasGrown = false
    /// The text that each column had last, should it be short.
    private let lastTexts: UnsafeMutablePointer<String>

    init(fields: UnsafeMutablePointer<MYSQL_FIELD>, count: Int) {
        self.count = count
        unsafe lastTexts = .allocate(capacity: count)
        unsafe lastTexts.initialize(repeating: "", count: count)
        unsafe binds = .allocate(capacity: count)
        unsafe lengths = .allocate(capacity: count)
        unsafe nulls = .allocate(capacity: count)
        unsafe errors = .allocate(capacity: count)
        unsafe binds.initialize(repeating: MYSQL_BIND(), count: count)
        unsafe lengths.initialize(repeating: 0, count: count)
        unsafe nulls.initialize(repeating: 0, count: count)
        unsafe errors.initialize(repeating: 0, count: count)
        kinds = (0..<count).map { unsafe ResultBuffers.kind(of: fields[$0].type) }
        for (index, kind) in kinds.enumerated() {
            let capacity: Int
            switch kind {
            case .integer: unsafe binds[index].buffer_type = MYSQL_TYPE_LONGLONG; capacity = 8
            case .real: unsafe binds[index].buffer_type = MYSQL_TYPE_DOUBLE; capacity = 8
            case .dateTime:
                unsafe binds[index].buffer_type = MYSQL_TYPE_DATETIME; capacity = MemoryLayout<MYSQL_TIME>.size
            case .date: unsafe binds[index].buffer_type = MYSQL_TYPE_DATE; capacity = MemoryLayout<MYSQL_TIME>.size
            case .time: unsafe binds[index].buffer_type = MYSQL_TYPE_TIME; capacity = MemoryLayout<MYSQL_TIME>.size
            case .text:
                unsafe binds[index].buffer_type = MYSQL_TYPE_STRING; capacity = ResultBuffers.initialTextCapacity
            }
            unsafe binds[index].buffer = .allocate(byteCount: capacity, alignment: 16)
            unsafe binds[index].buffer_length = UInt(capacity)
            unsafe binds[index].length = lengths + index
            unsafe binds[index].is_null = nulls + index
            unsafe binds[index].error = errors + index
        }
    }

    deinit {
        for index in 0..<count { unsafe binds[index].buffer.deallocate() }
        unsafe lastTexts.deinitialize(count: count)
        unsafe lastTexts.deallocate()
        unsafe binds.deallocate()
        unsafe lengths.deallocate()
        unsafe nulls.deallocate()
        unsafe errors.deallocate()
    }

    /// Whether these buffers are of the kinds that the columns have.
    func fit(_ fields: UnsafeMutablePointer<MYSQL_FIELD>, _ count: Int) -> Bool {
        guard count == self.count else { return false }
        return (0..<count).allSatisfy { unsafe kinds[$0] == ResultBuffers.kind(of: fields[$0].type) }
    }

    func bind(to handle: UnsafeMutablePointer<MYSQL_STMT>) -> Bool {
        hasGrown = false
        return unsafe mysql_stmt_bind_result(handle, binds) == 0
    }

    /// Binds again if a buffer has been replaced since.
    func rebindIfGrown(to handle: UnsafeMutablePointer<MYSQL_STMT>) -> Bool {
        unsafe !hasGrown || bind(to: handle)
    }

    func isNull(_ column: Int) -> Bool { unsafe nulls[column] != 0 }
    func integer(_ column: Int) -> Int64 { unsafe binds[column].buffer.load(as: Int64.self) }
    func real(_ column: Int) -> Double { unsafe binds[column].buffer.load(as: Double.self) }
    /// What a `DATETIME`, `DATE` or `TIME` column holds; only the parts that its type has are set.
    func time(_ column: Int) -> MYSQL_TIME { unsafe binds[column].buffer.load(as: MYSQL_TIME.self) }

    /// Calls `body` with the column's bytes, fetching it again into a larger buffer if it did not fit.
    ///
    /// The larger buffer is bound before the next fetch, so a statement grows to what its rows need; binding it at once
    /// would make the library forget where the row's other columns are.
    func withBytes<Result>(
        _ column: Int,
        of handle: UnsafeMutablePointer<MYSQL_STMT>,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) throws(DatabaseError) -> Result {
        let length = unsafe Int(lengths[column])
        if unsafe length > Int(binds[column].buffer_length) {
            unsafe binds[column].buffer.deallocate()
            unsafe binds[column].buffer = .allocate(byteCount: length, alignment: 16)
            unsafe binds[column].buffer_length = UInt(length)
            hasGrown = true
            guard unsafe mysql_stmt_fetch_column(handle, binds + column, UInt32(column), 0) == 0
            else { throw unsafe Statement.error(on: handle, in: "fetch") }
        }
        return unsafe body(
            UnsafeBufferPointer(start: binds[column].buffer.assumingMemoryBound(to: UInt8.self), count: length)
        )
    }

    /// The column's text.
    ///
    /// From row to row most columns of a list say the same, so the text that was made for the row before is used again.
    func text(_ column: Int, of handle: UnsafeMutablePointer<MYSQL_STMT>) throws(DatabaseError) -> String {
        try unsafe withBytes(column, of: handle) { bytes in
            if unsafe lastTexts[column].consists(of: bytes) { return unsafe lastTexts[column] }
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            if bytes.count <= ResultBuffers.initialTextCapacity { unsafe lastTexts[column] = text }
            return text
        }
    }

    private static func kind(of type: enum_field_types) -> Kind {
        switch type {
        case MYSQL_TYPE_TINY, MYSQL_TYPE_SHORT, MYSQL_TYPE_INT24, MYSQL_TYPE_LONG, MYSQL_TYPE_LONGLONG, MYSQL_TYPE_YEAR:
            .integer
        case MYSQL_TYPE_FLOAT, MYSQL_TYPE_DOUBLE: .real
        case MYSQL_TYPE_DATETIME, MYSQL_TYPE_TIMESTAMP: .dateTime
        case MYSQL_TYPE_DATE: .date
        case MYSQL_TYPE_TIME: .time
        default: .text
        }
    }
}

extension String {
    fileprivate func consists(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard utf8.count == bytes.count, let other = bytes.baseAddress else { return false }
        return unsafe utf8.withContiguousStorageIfAvailable { own in
            unsafe own.baseAddress.map { unsafe memcmp($0, other, own.count) == 0 } ?? true
        } ?? false
    }
}
