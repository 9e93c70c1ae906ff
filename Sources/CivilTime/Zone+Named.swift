import FoundationEssentials
import Synchronization

/// Guards the zones read so far; there are only as many as the system has files.
private let known = Mutex<[String: Zone]>([:])

extension Zone {
    /// The zone of that IANA name, read from `/usr/share/zoneinfo` at its first use in this process.
    ///
    /// Any thread may ask.
    public static func named(_ identifier: String) throws(ZoneError) -> Zone {
        guard isWellFormed(identifier) else { throw ZoneError(kind: .invalidName, identifier: identifier) }
        if let zone = known.withLock({ $0[identifier] }) { return zone }
        guard let file = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(identifier)") else {
            throw ZoneError(kind: .unknown, identifier: identifier)
        }
        let zone = try Zone(identifier: identifier, tzif: Array(file))
        known.withLock { $0[identifier] = zone }
        return zone
    }

    /// Whether the name can only lead to a place below the folder it is appended to.
    private static func isWellFormed(_ identifier: String) -> Bool {
        let parts = identifier.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return identifier.utf8.count <= 64
            && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy(isAllowed) }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
