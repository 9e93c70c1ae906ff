/// A failure to make or check a secret; it never holds the secret.
public struct SecretsError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// The server's key has fewer than 32 bytes.
        case shortKey
        /// The memory a password hash takes could not be had.
        case outOfMemory
    }

    public let kind: Kind

    public var description: String {
        switch kind {
        case .shortKey: "The secret key needs at least \(ServerSecret.minimumLength) bytes"
        case .outOfMemory: "Not enough memory to hash a password"
        }
    }
}
