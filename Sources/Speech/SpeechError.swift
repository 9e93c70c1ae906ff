import Glibc

/// A text that could not be made into sound.
public struct SpeechError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// espeak-ng is not installed, or could not be started.
        case notStarted
        case timedOut
        /// It ended with that status, or without a file.
        case failed
    }

    public let kind: Kind
    public let code: Int32

    public var description: String {
        switch kind {
        case .notStarted: "espeak-ng could not be started: \(unsafe String(cString: strerror(code)))"
        case .timedOut: "espeak-ng did not end in time"
        case .failed: "espeak-ng ended with status \(code)"
        }
    }
}
