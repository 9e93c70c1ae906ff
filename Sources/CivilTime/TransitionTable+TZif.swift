extension TransitionTable {
    /// Reads a compiled time zone file of version 2 or later (RFC 9636), or nothing from bytes that are not one.
    ///
    /// Files with leap seconds (those below `right/`) count time otherwise than we do, and are refused.
    init?(tzif bytes: [UInt8]) {
        var reader = BigEndianReader(bytes: bytes)
        guard let old = Header(&reader), reader.skip(old.length(timeWidth: 4)), let header = Header(&reader),
            header.leapCount == 0, header.typeCount > 0, header.timeCount <= bytes.count
        else { return nil }
        var times: [Int64] = []
        for _ in 0..<header.timeCount {
            guard let time = reader.integer(width: 8), times.last.map({ $0 < time }) ?? true else { return nil }
            times.append(time)
        }
        guard let kinds = reader.bytes(header.timeCount), let raw = reader.bytes(header.typeCount * 6),
            let names = reader.bytes(header.nameBytes), reader.skip(header.standardCount + header.universalCount),
            let types = Self.types(raw: Array(raw), names: Array(names)), kinds.allSatisfy({ $0 < types.count }),
            let footer = reader.line()
        else { return nil }
        self.times = times
        self.types = kinds.map { types[Int($0)] }
        initial = types[0]
        if footer.isEmpty {
            rule = nil
        } else {
            guard let rule = PosixRule(footer) else { return nil }
            self.rule = rule
        }
    }

    private static func types(raw: [UInt8], names: [UInt8]) -> [LocalType]? {
        var reader = BigEndianReader(bytes: raw)
        var types: [LocalType] = []
        while let offset = reader.integer(width: 4), let isDaylight = reader.integer(width: 1),
            let name = reader.integer(width: 1)
        {
            guard -25 * 3600...26 * 3600 ~= offset, name < names.count else { return nil }
            let text = String(decoding: names[Int(name)...].prefix { $0 != 0 }, as: UTF8.self)
            types.append(LocalType(offset: Int(offset), name: text, isDaylight: isDaylight != 0))
        }
        return types
    }
}

/// The counts at the head of each of the file's two blocks.
private struct Header {
    let universalCount: Int
    let standardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let nameBytes: Int

    init?(_ reader: inout BigEndianReader) {
        guard let magic = reader.bytes(4), magic.elementsEqual("TZif".utf8), let version = reader.integer(width: 1),
            version >= UInt8(ascii: "2"), reader.skip(15)
        else { return nil }
        var counts: [Int] = []
        for _ in 0..<6 {
            guard let count = reader.integer(width: 4), count >= 0 else { return nil }
            counts.append(Int(count))
        }
        universalCount = counts[0]
        standardCount = counts[1]
        leapCount = counts[2]
        timeCount = counts[3]
        typeCount = counts[4]
        nameBytes = counts[5]
    }

    func length(timeWidth: Int) -> Int {
        timeCount * (timeWidth + 1) + typeCount * 6 + nameBytes + leapCount * (timeWidth + 4) + standardCount
            + universalCount
    }
}

/// A place in a file of big-endian numbers, moving forward as they are read and never past the end.
private struct BigEndianReader {
    let bytes: [UInt8]
    var position = 0

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count - position else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func skip(_ count: Int) -> Bool { bytes(count) != nil }

    /// A signed number, but a single byte is taken without sign.
    mutating func integer(width: Int) -> Int64? {
        guard let digits = bytes(width) else { return nil }
        let value = digits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return switch width {
        case 8: Int64(bitPattern: value)
        case 4: Int64(Int32(truncatingIfNeeded: value))
        default: Int64(value)
        }
    }

    /// What stands between two line feeds.
    mutating func line() -> String? {
        guard bytes(1)?.first == 0x0A, let end = bytes[position...].firstIndex(of: 0x0A) else { return nil }
        return bytes(end - position).map { String(decoding: $0, as: UTF8.self) }
    }
}
