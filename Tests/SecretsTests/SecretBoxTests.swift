import Secrets
import Testing

@Suite struct SecretBoxTests {
    let secret: ServerSecret
    let box: SecretBox

    init() throws {
        secret = try ServerSecret(Array(0..<32))
        box = SecretBox(secret: secret, context: "test")
    }

    @Test(arguments: [0, 1, 31, 32, 1000])
    func `what was sealed can be opened`(length: Int) {
        let message = RandomBytes.make(count: length)

        let sealed = box.seal(message)

        #expect(sealed.count == length + 24 + 16)
        #expect(box.open(sealed) == message)
        #expect(box.seal(message) != sealed)
    }

    @Test func `a changed or shortened box stays shut`() {
        let sealed = box.seal(Array("message".utf8))
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1

            #expect(box.open(changed) == nil)
            #expect(box.open(Array(sealed[..<index])) == nil)
        }
        #expect(box.open(sealed + [0]) == nil)
    }

    @Test func `another purpose or another secret opens nothing`() throws {
        let sealed = box.seal([1, 2, 3])

        #expect(SecretBox(secret: secret, context: "other").open(sealed) == nil)
        #expect(SecretBox(secret: try ServerSecret(Array(1...32)), context: "test").open(sealed) == nil)
    }

    @Test func `a secret shows nothing of itself`() throws {
        let secret = try ServerSecret([UInt8](repeating: 171, count: 32))
        var dumped = ""
        dump(secret, to: &dumped)

        let box = String(reflecting: SecretBox(secret: secret, context: "x"))
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", dumped, box] {
            #expect(!text.contains("171"))
            #expect(text.contains("ServerSecret"))
        }
    }

    @Test func `keys for two purposes have nothing in common`() {
        #expect(secret.derive(context: "a").count == 32)
        #expect(secret.derive(context: "a") != secret.derive(context: "b"))
        #expect(secret.derive(context: "a") == HMAC.authenticate(Array("a".utf8), key: Array(0..<32)))
    }

    @Test func `a short key is refused`() {
        let error = #expect(throws: SecretsError.self) { try ServerSecret(Array(0..<31)) }

        #expect(error?.kind == .shortKey)
    }
}
