/// RFC 4648's base64, as MIME uses it.
enum Base64 {
    /// 57 bytes make 76 characters, the most that a line may have.
    private static let bytesPerLine = 57
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    static func encode(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count, by: 3).map { start in
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
            let digits = [18, 12, 6, 0].prefix(group.count + 1).map { alphabet[value >> $0 & 63] }
            return String(digits) + String(repeating: "=", count: 3 - group.count)
        }
        .joined()
    }

    static func lines(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: bytesPerLine).map {
            encode(Array(bytes[$0..<min($0 + bytesPerLine, bytes.count)]))
        }
    }
}
