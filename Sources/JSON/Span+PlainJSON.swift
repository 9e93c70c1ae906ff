extension Span<UInt8> {
    /// Whether no byte of this text need be escaped in a JSON string (RFC 8259, section 7): looks at eight at a time.
    var isPlainJSON: Bool {
        unsafe withUnsafeBytes { bytes in
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                guard !Self.hasByteToEscape(word) else { return false }
                offset += 8
            }
            // What is left, with spaces in front of it.
            var word: UInt64 = 0x2020_2020_2020_2020
            while offset < bytes.count {
                word = unsafe word << 8 | UInt64(bytes[offset])
                offset += 1
            }
            return !Self.hasByteToEscape(word)
        }
    }

    /// Whether one of the eight bytes is below 0x20, a quotation mark or a backslash.
    ///
    /// A byte less than n, and so a byte that is zero, is found as in Anderson's "Bit Twiddling Hacks" ("Determine if a word has
    /// a byte less than n"); bytes of 0x80 and more are none of these.
    private static func hasByteToEscape(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let found =
            ((word &- ones &* 0x20) & ~word) | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
        return found & highs != 0
    }
}
