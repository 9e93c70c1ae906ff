import CSodium

extension [UInt8] {
    /// The bytes as lower-case hexadecimal digits, written in constant time.
    public var hex: String {
        var text = [CChar](repeating: 0, count: count * 2 + 1)
        _ = unsafe sodium_bin2hex(&text, text.count, self, count)
        return String(nulTerminated: text)
    }

    /// The bytes that pairs of hexadecimal digits stand for; `nil` for any other text.
    public init?(hex text: String) {
        let characters = [CChar](text.utf8CString)
        var bytes = [UInt8](repeating: 0, count: characters.count / 2)
        var count = 0
        let code = unsafe sodium_hex2bin(&bytes, bytes.count, characters, characters.count - 1, nil, &count, nil)
        guard code == 0 else { return nil }
        self = Array(bytes.prefix(count))
    }

    /// The bytes as Base64 for URLs (RFC 4648, section 5) without padding, written in constant time.
    public var base64URL: String {
        var text = [CChar](repeating: 0, count: sodium_base64_encoded_len(count, urlSafe))
        _ = unsafe sodium_bin2base64(&text, text.count, self, count, urlSafe)
        return String(nulTerminated: text)
    }

    /// The bytes that unpadded Base64 for URLs stands for; `nil` for any other text.
    public init?(base64URL text: String) {
        // sodium_base642bin of 1.0.18 takes bytes beyond ASCII for digits where `char` is signed.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let characters = [CChar](text.utf8CString)
        var bytes = [UInt8](repeating: 0, count: characters.count)
        var count = 0
        let code = unsafe sodium_base642bin(
            &bytes,
            bytes.count,
            characters,
            characters.count - 1,
            nil,
            &count,
            nil,
            urlSafe
        )
        guard code == 0 else { return nil }
        self = Array(bytes.prefix(count))
    }
}

private let urlSafe = Int32(sodium_base64_VARIANT_URLSAFE_NO_PADDING)

extension String {
    /// The text that libsodium wrote into `characters`, up to the zero that ends it.
    init(nulTerminated characters: [CChar]) {
        self.init(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
