internal import Glibc

/// The text of a column where the library has put it: one that is only passed on need not become a string.
///
/// Valid, like the `Row` that gave it, inside the closure that received the row, until the next one is fetched.
@safe
public struct ColumnText {
    private let start: UnsafePointer<UInt8>?
    private let count: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe start = bytes.baseAddress
        count = bytes.count
    }

    /// Calls `body` with the text's bytes, which are UTF-8: the connection's character set is utf8mb4.
    public func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        unsafe body(UnsafeBufferPointer(start: start, count: count).span)
    }

    /// A copy that may be kept.
    public var string: String {
        withBytes { unsafe $0.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) } }
    }

    public static func == (text: ColumnText, other: StaticString) -> Bool {
        guard text.count == other.utf8CodeUnitCount, let start = unsafe text.start else {
            return text.count == other.utf8CodeUnitCount
        }
        return unsafe memcmp(start, other.utf8Start, text.count) == 0
    }
}
