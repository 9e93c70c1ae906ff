import Secrets
import Testing

struct SessionKeysTests {
    private let id = "0192f0c1-2b6e-7a10-8c1f-3f2a9d4e5b60"
    private let keys: SessionKeys

    init() throws { keys = SessionKeys(secret: try ServerSecret([UInt8](repeating: 7, count: 32))) }

    @Test func `a session has one key of 32 hexadecimal digits for its whole life`() throws {
        let again = SessionKeys(secret: try ServerSecret([UInt8](repeating: 7, count: 32)))

        #expect(keys.key(for: id) == again.key(for: id))
        #expect(keys.key(for: id).count == 32)
        #expect(keys.key(for: id).allSatisfy { $0.isHexDigit && !$0.isUppercase })
    }

    @Test func `another session or another secret has another key`() throws {
        let other = SessionKeys(secret: try ServerSecret([UInt8](repeating: 8, count: 32)))

        #expect(keys.key(for: id) != keys.key(for: "0192f0c1-2b6e-7a10-8c1f-3f2a9d4e5b61"))
        #expect(keys.key(for: id) != other.key(for: id))
    }

    @Test func `the conversation's id is a UUID that shares nothing with the key`() {
        let conversation = keys.conversationID(for: id)

        #expect(UUIDText.canonical(conversation) == conversation)
        #expect(conversation != id)
        #expect(!conversation.filter { $0 != "-" }.hasPrefix(keys.key(for: id).prefix(4)))
    }

    @Test func `a cookie names its session, and two devices have two`() {
        let (first, second) = (keys.cookie(for: id), keys.cookie(for: id))

        #expect(first != second)
        #expect(keys.sessionID(inCookie: first) == id)
        #expect(keys.sessionID(inCookie: second) == id)
    }

    @Test func `a cookie changed in any place opens nothing`() {
        let cookie = Array(keys.cookie(for: id).utf8)

        for place in cookie.indices {
            var changed = cookie
            changed[place] = changed[place] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            #expect(keys.sessionID(inCookie: String(decoding: changed, as: UTF8.self)) == nil)
        }
    }

    @Test(arguments: ["", ".", "..", "...", "a.b.c", "\u{0}.\u{0}.\u{0}", String(repeating: "0", count: 10_000)])
    func `what is no cookie opens nothing`(text: String) {
        #expect(keys.sessionID(inCookie: text) == nil)
    }
}
