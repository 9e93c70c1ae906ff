/// The offsets a place has used and will use, as the system's time zone data has them.
public struct Zone: Sendable {
    /// The IANA name, as in `Asia/Kolkata`.
    public let identifier: String
    let table: TransitionTable

    /// Coordinated Universal Time.
    public static let utc = Zone(identifier: "UTC", table: .fixed(LocalType(offset: 0, name: "UTC", isDaylight: false)))

    init(identifier: String, table: TransitionTable) {
        self.identifier = identifier
        self.table = table
    }

    /// Reads a compiled time zone file (RFC 9636).
    public init(identifier: String, tzif bytes: [UInt8]) throws(ZoneError) {
        guard let table = TransitionTable(tzif: bytes) else {
            throw ZoneError(kind: .malformed, identifier: identifier)
        }
        self.init(identifier: identifier, table: table)
    }
}

extension Zone {
    /// Seconds east of UTC.
    public func offset(at instant: Instant) -> Int { table.type(at: instant.seconds).offset }

    /// What the clock's time is called there, as in `IST`; for many zones only digits, as in `+0545`.
    public func abbreviation(at instant: Instant) -> String { table.type(at: instant.seconds).name }

    /// Whether daylight saving is in force, as the time zone data defines it.
    public func isDaylight(at instant: Instant) -> Bool { table.type(at: instant.seconds).isDaylight }

    /// The zone's name for a reader: `IST`, or `UTC+05:45` where the abbreviation has only digits.
    public func displayName(at instant: Instant) -> String {
        let name = abbreviation(at: instant)
        return name.utf8.first.map { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") } ?? true
            ? offsetText(at: instant) : name
    }

    /// The offset as in `UTC+05:30`.
    public func offsetText(at instant: Instant) -> String {
        let offset = offset(at: instant)
        let seconds = Int(offset.magnitude)
        let minutes = "\((seconds / 3600).padded(to: 2)):\((seconds / 60 % 60).padded(to: 2))"
        return "UTC\(offset < 0 ? "-" : "+")\(minutes)"
            + (seconds.isMultiple(of: 60) ? "" : ":\((seconds % 60).padded(to: 2))")
    }

    /// What calendar and clock show there.
    public func local(_ instant: Instant) -> LocalDateTime {
        let seconds = instant.seconds + Int64(offset(at: instant))
        return LocalDateTime(secondsSinceEpoch: seconds, microsecond: instant.microsecondOfSecond)
    }
}

extension Zone: Hashable {
    public static func == (left: Zone, right: Zone) -> Bool { left.identifier == right.identifier }

    public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}

extension Zone: CustomStringConvertible {
    public var description: String { identifier }
}
