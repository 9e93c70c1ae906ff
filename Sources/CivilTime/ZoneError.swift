/// Why a time zone cannot be had.
public struct ZoneError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// The name has a form no time zone's name has; it is not repeated in the description.
        case invalidName
        /// The system's time zone data has no zone of that name.
        case unknown
        /// The system has a file of that name, but it is not time zone data.
        case malformed
    }

    public let kind: Kind
    public let identifier: String

    public var description: String {
        switch kind {
        case .invalidName: "A time zone's name looks like Asia/Kolkata"
        case .unknown: "No time zone is called \(identifier)"
        case .malformed: "The system's data of time zone \(identifier) cannot be read"
        }
    }
}
