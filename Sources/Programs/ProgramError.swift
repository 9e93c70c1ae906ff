import Glibc

/// Another program that did not do what it was run for.
public struct ProgramError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// It is not installed, or could not be started.
        case notStarted
        case timedOut
        /// It ended with that status, or without what it should have made.
        case failed
    }

    public let program: String
    public let kind: Kind
    public let code: Int32

    public init(_ program: String, _ kind: Kind, code: Int32 = 0) {
        self.program = program
        self.kind = kind
        self.code = code
    }

    public var description: String {
        switch kind {
        case .notStarted: "\(program) could not be started: \(unsafe String(cString: strerror(code)))"
        case .timedOut: "\(program) did not end in time"
        case .failed: "\(program) ended with status \(code)"
        }
    }
}
