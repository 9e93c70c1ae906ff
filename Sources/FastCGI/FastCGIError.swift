/// A failure of libfcgi or of the socket it listens on.
public struct FastCGIError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// libfcgi or a descriptor of this worker could not be set up.
        case initialize
        /// The descriptor is not a listening socket, so nobody can ask anything.
        case notListening
        case accept
        /// A header field holds CR, LF, NUL or another character that would end it; the answer was not begun.
        case invalidHeader(name: String)
    }

    public let kind: Kind
    /// `errno`, or libfcgi's own negative code.
    public let code: Int32

    public init(_ kind: Kind, code: Int32 = 0) {
        self.kind = kind
        self.code = code
    }

    public var description: String {
        switch kind {
        case .initialize: "libfcgi could not be set up (\(code))"
        case .notListening: "the descriptor is not a listening socket"
        case .accept: "a connection could not be accepted (\(code))"
        case .invalidHeader(let name):
            "the header field \(name.debugDescription) has characters that must not stand in it"
        }
    }
}
