/// One numbered change of the schema, as it stands in `migrations/NNNN_name.sql`.
public struct Migration: Equatable, Sendable {
    public let version: Int
    public let name: String
    public let script: String

    /// `nil` if the file's name is not a number of four digits or more, an underscore, a name and `.sql`.
    public init?(fileName: String, script: String) {
        guard fileName.hasSuffix(".sql") else { return nil }
        let parts = fileName.dropLast(4).split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count >= 4, let version = Int(parts[0]), version > 0, !parts[1].isEmpty
        else { return nil }
        self.version = version
        name = String(parts[1])
        self.script = script
    }

    /// The number and the name, as people speak of it.
    public var title: String {
        let number = String(version)
        return String(repeating: "0", count: max(0, 4 - number.count)) + number + "_" + name
    }
}
