import Secrets
import Testing

@Suite struct PasswordTests {
    @Test func `only the password itself matches its hash`() throws {
        let hash = try Password.hash("pässwörd 😀", opslimit: 1, memlimit: 8192)

        #expect(hash.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
        #expect(try Password.verify("pässwörd 😀", against: hash))
        #expect(try !Password.verify("pässwörd", against: hash))
        #expect(try !Password.verify("", against: hash))
        #expect(try !Password.verify("pässwörd 😀\0", against: hash))
    }

    @Test func `a password is hashed with a new salt each time`() throws {
        let hashes = try (0..<3).map { _ in try Password.hash("same", opslimit: 1, memlimit: 8192) }

        #expect(Set(hashes).count == 3)
    }

    @Test func `a hash made elsewhere is understood`() throws {
        // Made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
        let hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"

        #expect(try Password.verify("password", against: hash))
        #expect(try !Password.verify("Password", against: hash))
    }

    @Test(arguments: ["", "x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$", "plain text password"])
    func `a text that is no hash matches nothing`(hash: String) throws {
        #expect(try !Password.verify("password", against: hash))
        #expect(try !Password.verify("", against: hash))
        #expect(Password.needsRehash(hash))
    }

    @Test func `an account that does not exist has no password`() throws {
        #expect(try !Password.verify("", against: nil))
        #expect(try !Password.verify("password", against: nil))
    }

    @Test func `another cost calls for another hash`() throws {
        let hash = try Password.hash("password", opslimit: 1, memlimit: 8192)

        #expect(!Password.needsRehash(hash, opslimit: 1, memlimit: 8192))
        #expect(Password.needsRehash(hash, opslimit: 2, memlimit: 8192))
        #expect(Password.needsRehash(hash, opslimit: 1, memlimit: 16_384))
        #expect(Password.needsRehash(hash))
    }

    @Test func `a cost that cannot be met is an error, not a wrong password`() {
        let error = #expect(throws: SecretsError.self) { try Password.hash("x", opslimit: 1, memlimit: 1) }

        #expect(error?.kind == .outOfMemory)
    }

    @Test func `more threads than turns all get their answer`() async throws {
        let hash = try Password.hash("password", opslimit: 1, memlimit: 8192)

        let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<20 {
                group.addTask { try Password.verify(index.isMultiple(of: 2) ? "password" : "wrong", against: hash) }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }

        #expect(answers == [true: 10, false: 10])
    }
}
