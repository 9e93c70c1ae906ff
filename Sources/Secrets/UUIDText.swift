/// Universally unique identifiers as lower-case text (RFC 9562).
public enum UUIDText {
    /// A random one; it cannot be guessed.
    public static func v4() -> String {
        text(RandomBytes.make(count: 16), version: 4)
    }

    /// One whose order follows the time in milliseconds since 1970; the rest of it is random.
    public static func v7(at milliseconds: Int64) -> String {
        var bytes = [UInt8](repeating: 0, count: 6) + RandomBytes.make(count: 10)
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * index)) }
        return text(bytes, version: 7)
    }

    /// Always the same one for the same name, and without the name no way to tell it.
    public static func derived(from name: [UInt8]) -> String {
        text(SHA256.hash(name), version: 8)
    }

    /// The lower-case form of `text` if it is a UUID of any version in the usual form with hyphens.
    public static func canonical(_ text: String) -> String? {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard groups.map(\.count) == [8, 4, 4, 4, 12], let bytes = [UInt8](hex: text.filter { $0 != "-" }) else {
            return nil
        }
        return grouped(bytes)
    }

    private static func text(_ bytes: [UInt8], version: UInt8) -> String {
        var bytes = Array(bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | version << 4
        bytes[8] = bytes[8] & 0x3F | 0x80
        return grouped(bytes)
    }

    /// The 16 bytes with hyphens before those where a group begins.
    private static func grouped(_ bytes: [UInt8]) -> String {
        unsafe String(unsafeUninitializedCapacity: 36) { text in
            var end = 0
            for (index, byte) in bytes.enumerated() {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    unsafe text[end] = UInt8(ascii: "-")
                    end += 1
                }
                unsafe text[end] = digit(byte >> 4)
                unsafe text[end + 1] = digit(byte & 0x0F)
                end += 2
            }
            return end
        }
    }

    /// Reckoned instead of looked up, so that the time tells nothing: some of these ids are secrets.
    private static func digit(_ value: UInt8) -> UInt8 {
        // All ones where the digit is a letter.
        let isLetter = UInt8(bitPattern: (9 &- Int8(bitPattern: value)) >> 7)
        return UInt8(ascii: "0") &+ value &+ (isLetter & (UInt8(ascii: "a") &- UInt8(ascii: "0") &- 10))
    }
}
