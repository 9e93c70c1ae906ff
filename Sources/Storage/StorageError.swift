import Glibc

/// A call on files that failed; it names the operation, never the path.
public struct StorageError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// The disk, or this user's share of it, is full.
        case full
        case missing
        case other
    }

    public let kind: Kind
    public let operation: String
    /// The error number of the system call.
    public let code: Int32

    public init(operation: String, code: Int32) {
        self.operation = operation
        self.code = code
        switch code {
        case ENOSPC, EDQUOT, EFBIG: kind = .full
        case ENOENT: kind = .missing
        default: kind = .other
        }
    }

    public var description: String { "\(operation) failed: \(unsafe String(cString: strerror(code)))" }
}
