/// The key all of the server's other keys come from; it describes itself without its bytes.
public struct ServerSecret: Sendable {
    public static let minimumLength = 32

    private let bytes: [UInt8]

    public init(_ bytes: [UInt8]) throws(SecretsError) {
        guard bytes.count >= Self.minimumLength else { throw SecretsError(kind: .shortKey) }
        self.bytes = bytes
    }

    /// A key of 32 bytes for one purpose, which tells nothing of the keys for others.
    public func derive(context: String) -> [UInt8] {
        HMAC.authenticate(Array(context.utf8), key: bytes)
    }
}

extension ServerSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "ServerSecret" }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
