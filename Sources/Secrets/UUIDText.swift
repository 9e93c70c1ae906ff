/// Universally unique identifiers as lower-case text (RFC 9562).
public enum UUIDText {
    /// A random one; it cannot be guessed.
    public static func v4() -> String {
        text(RandomBytes.make(count: 16), version: 4)
    }

    /// One whose order follows the time in milliseconds since 1970; the rest of it is random.
    public static func v7(at milliseconds: Int64) -> String {
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * $0)) }
        return text(time + RandomBytes.make(count: 10), version: 7)
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

    private static func grouped(_ bytes: [UInt8]) -> String {
        [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
            .map { Array($0).hex }
            .joined(separator: "-")
    }
}
