/// Bytes to which others are only ever added, for a text of many short pieces.
///
/// An array asks at each piece whether its memory is its own and large enough, and the answer of a list has thousands of
/// pieces. Here `reserve` asks once for several, and what is added as `reserved` asks no more.
@safe
struct TextBuffer: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    init(capacity: Int) {
        unsafe memory = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { unsafe memory.deallocate() }

    /// A copy of what was added.
    var bytes: [UInt8] { unsafe Array(UnsafeBufferPointer(start: memory, count: count)) }

    /// Makes room for so many more bytes.
    @inline(__always)
    mutating func reserve(_ length: Int) {
        if capacity - count < length { grow(by: length) }
    }

    @inline(never)
    private mutating func grow(by length: Int) {
        capacity = max(2 * capacity, count + length)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe larger.moveInitialize(from: memory, count: count)
        unsafe memory.deallocate()
        unsafe memory = larger
    }

    /// Adds a byte for which there is room.
    @inline(__always)
    mutating func append(reserved byte: UInt8) {
        assert(count < capacity)
        unsafe memory[count] = byte
        count += 1
    }

    /// Adds bytes for which there is room.
    @inline(__always)
    mutating func append(reserved bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe copy($0) }
    }

    /// Adds a text for which there is room.
    @inline(__always)
    mutating func append(reserved text: StaticString) {
        text.withUTF8Buffer { unsafe copy($0) }
    }

    @inline(__always)
    private mutating func copy(_ bytes: UnsafeBufferPointer<UInt8>) {
        assert(count + bytes.count <= capacity)
        guard let start = bytes.baseAddress else { return }
        unsafe (memory + count).initialize(from: start, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        append(reserved: byte)
    }

    mutating func append(_ text: StaticString) {
        reserve(text.utf8CodeUnitCount)
        append(reserved: text)
    }

    /// Adds what `body` appends to its room for so many bytes.
    @inline(__always)
    mutating func append(addingCapacity length: Int, _ body: (inout OutputSpan<UInt8>) -> Void) {
        reserve(length)
        let room = unsafe UnsafeMutableBufferPointer(start: memory + count, count: length)
        var output = unsafe OutputSpan(buffer: room, initializedCount: 0)
        body(&output)
        count += unsafe output.finalize(for: room)
    }
}
