import Secrets
import Testing

@Suite struct EncodingsTests {
    @Test func `every length survives both encodings`() {
        for length in 0..<70 {
            let bytes = RandomBytes.make(count: length)

            #expect([UInt8](hex: bytes.hex) == bytes)
            #expect([UInt8](base64URL: bytes.base64URL) == bytes)
            #expect(bytes.base64URL.utf8.count == (length * 8 + 5) / 6)
        }
    }

    // RFC 4648, section 10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func `Base64 is the published one`(text: String, encoded: String) {
        #expect(Array(text.utf8).base64URL == encoded)
    }

    @Test func `the URL alphabet and both cases of digits are read`() {
        #expect([UInt8](base64URL: "-_8") == [0xFB, 0xFF])
        #expect([UInt8](hex: "00fFAb") == [0, 0xFF, 0xAB])
        #expect([0xFB, 0xFF].base64URL == "-_8")
        #expect([0, 0xFF, 0xAB].hex == "00ffab")
    }

    @Test(arguments: ["0", "0g", "0x00", "00 00", "00:00", "00\0", "é0", "000"])
    func `other text is not hexadecimal`(text: String) {
        #expect([UInt8](hex: text) == nil)
    }

    @Test(arguments: ["A", "AB", "Zg==", "Zm+v", "Zm/v", "Zm9v\n", " Zm9v", "Zm9v\0", "Zmé", "Zh"])
    func `other text is not Base64 for URLs`(text: String) {
        #expect([UInt8](base64URL: text) == nil)
    }
}
