/// RFC 4648's base64, as MIME uses it.
enum Base64 {
    /// 57 bytes make 76 characters, the most that a line may have.
    private static let bytesPerLine = 57
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String { encode(bytes[...]) }

    static func lines(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: bytesPerLine).map {
            encode(bytes[$0..<min($0 + bytesPerLine, bytes.count)])
        }
    }

    private static func encode(_ bytes: ArraySlice<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 3) {
            let count = min(3, bytes.endIndex - start)
            var value = 0
            for offset in 0..<3 { value = value << 8 | (offset < count ? Int(bytes[start + offset]) : 0) }
            for place in 0..<4 {
                digits.append(place <= count ? alphabet[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
