import FastCGI
import Testing

@Suite struct BodyTests {
    /// Reads at most 100,000 bytes and says what came of it.
    private let reader: Responder

    init() throws {
        reader = try Responder { slot in
            switch slot.readBody(limit: 100_000) {
            case .complete(let bytes): slot.say("complete \(bytes.count) \(bytes.reduce(0) { $0 &+ Int($1) })")
            case .tooLarge: slot.say("too large")
            case .truncated: slot.say("truncated")
            }
        }
    }

    @Test(arguments: [0, 1, 32_768, 65_536, 99_999, 100_000])
    func `a whole body is read byte for byte`(size: Int) {
        let client = reader.client()
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }

        client.begin(["CONTENT_LENGTH": "\(size)"])
        client.send(body: body)
        client.endBody()

        #expect(client.answer().hasSuffix("complete \(size) \(body.reduce(0) { $0 &+ Int($1) })"))
    }

    @Test(arguments: ["", nil])
    func `a body without a length is read to its end`(length: String?) {
        let client = reader.client()

        client.begin(length.map { ["CONTENT_LENGTH": $0] } ?? [:])
        client.send(body: Array("hello".utf8))
        client.endBody()

        #expect(client.answer().hasSuffix("complete 5 532"))
    }

    @Test func `a body without a length is refused when it passes the limit`() {
        let client = reader.client()

        client.begin([:] as [String: String])
        client.send(body: [UInt8](repeating: 1, count: 100_001))
        client.endBody()

        #expect(client.answer().hasSuffix("too large"))
    }

    @Test func `a body that is announced too large is refused unread`() {
        let client = reader.client()

        client.begin(["CONTENT_LENGTH": "100001"])

        #expect(client.answer().hasSuffix("too large"))
    }

    @Test func `a body whose end never came is truncated`() {
        let client = reader.client()

        client.begin(["CONTENT_LENGTH": "1000"])
        client.send(body: [UInt8](repeating: 1, count: 999))
        client.stopSending()

        #expect(client.answer().hasSuffix("truncated"))
    }

    @Test(arguments: ["1000", "998", "-1", "many", "99999999999999999999"])
    func `a body that is not as long as announced is truncated`(length: String) {
        let client = reader.client()

        client.begin(["CONTENT_LENGTH": length])
        client.send(body: [UInt8](repeating: 1, count: 999))
        client.endBody()

        #expect(client.answer().hasSuffix("truncated"))
    }
}
