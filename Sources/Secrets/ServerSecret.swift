import Synchronization

/// The key all of the server's other keys come from; it describes itself without its bytes.
public struct ServerSecret: Sendable {
    public static let minimumLength = 32

    private let bytes: [UInt8]
    private let derived = DerivedKeys()

    public init(_ bytes: [UInt8]) throws(SecretsError) {
        guard bytes.count >= Self.minimumLength else { throw SecretsError(kind: .shortKey) }
        self.bytes = bytes
    }

    /// A key of 32 bytes for one purpose, which tells nothing of the keys for others.
    public func derive(context: String) -> [UInt8] {
        derived.keys.withLock { keys in
            if let key = keys[context] { return key }
            let key = HMAC.authenticate(Array(context.utf8), key: bytes)
            keys[context] = key
            return key
        }
    }
}

/// The keys that were derived already: each purpose's own, of which there is a handful, and all stand in the program.
private final class DerivedKeys: Sendable {
    let keys = Mutex<[String: [UInt8]]>([:])
}

extension ServerSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "ServerSecret" }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
