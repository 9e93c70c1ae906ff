internal import CMariaDB

/// The input buffers of one execution: one block of memory for binds and values, freed when the execution has ended.
///
/// `mysql_stmt_execute` reads the buffers that `mysql_stmt_bind_param` was given, so they live until it returns.
@safe
struct Parameters: ~Copyable {
    let count: Int
    let binds: UnsafeMutablePointer<MYSQL_BIND>
    private let block: UnsafeMutableRawPointer

    /// The values of one statement after the other.
    init(_ values: [[SQL.Value]]) {
        count = values.reduce(0) { $0 + $1.count }
        let bindSize = unsafe max(count, 1) * MemoryLayout<MYSQL_BIND>.stride
        var size = bindSize
        for value in values.joined() {
            switch value {
            case .null: break
            case .int, .double: size += 8
            case .dateTime: size += MemoryLayout<MYSQL_TIME>.stride
            case .string(let text): size += Parameters.padded(text.utf8.count)
            case .bytes(let bytes): size += Parameters.padded(bytes.count)
            }
        }
        unsafe block = .allocate(byteCount: size, alignment: 16)
        unsafe binds = block.initializeMemory(as: MYSQL_BIND.self, repeating: MYSQL_BIND(), count: max(count, 1))
        var free = unsafe block + bindSize
        var index = 0
        for value in values.joined() {
            unsafe Parameters.fill(&binds[index], with: value, at: &free)
            index += 1
        }
    }

    deinit { unsafe block.deallocate() }

    private static func padded(_ count: Int) -> Int { (count + 15) & ~15 }

    private static func fill(_ bind: inout MYSQL_BIND, with value: SQL.Value, at free: inout UnsafeMutableRawPointer) {
        unsafe bind.buffer = free
        switch value {
        case .null:
            unsafe bind.buffer_type = MYSQL_TYPE_NULL
        case .int(let int):
            unsafe bind.buffer_type = MYSQL_TYPE_LONGLONG
            unsafe free.storeBytes(of: int, as: Int64.self)
            unsafe free += 8
        case .double(let double):
            unsafe bind.buffer_type = MYSQL_TYPE_DOUBLE
            unsafe free.storeBytes(of: double, as: Double.self)
            unsafe free += 8
        case .dateTime(let microseconds):
            unsafe bind.buffer_type = MYSQL_TYPE_DATETIME
            unsafe free.initializeMemory(as: MYSQL_TIME.self, to: ServerTime.encode(microseconds))
            unsafe free += MemoryLayout<MYSQL_TIME>.stride
        case .string(let text):
            unsafe bind.buffer_type = MYSQL_TYPE_STRING
            unsafe bind.buffer_length = UInt(text.utf8.count)
            var text = text
            text.withUTF8 { source in
                if let base = source.baseAddress { unsafe free.copyMemory(from: base, byteCount: source.count) }
            }
            unsafe free += padded(text.utf8.count)
        case .bytes(let bytes):
            unsafe bind.buffer_type = MYSQL_TYPE_BLOB
            unsafe bind.buffer_length = UInt(bytes.count)
            unsafe bytes.withUnsafeBytes { source in
                if let base = source.baseAddress { unsafe free.copyMemory(from: base, byteCount: source.count) }
            }
            unsafe free += padded(bytes.count)
        }
    }
}
