import Secrets
import Testing

@Suite struct UUIDTextTests {
    private let form = /[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/

    @Test func `each version has its form`() throws {
        let all = (0..<100).flatMap { _ in [UUIDText.v4(), UUIDText.v7(at: 1), UUIDText.derived(from: [])] }
        for (index, text) in all.enumerated() {
            let match = try #require(try form.wholeMatch(in: text))

            #expect(match.1 == ["4", "7", "8"][index % 3])
            #expect(UUIDText.canonical(text) == text)
        }
        #expect(Set(all).count == 201)
    }

    @Test func `version 7 begins with the time`() {
        // The example of RFC 9562, appendix A.6.
        #expect(UUIDText.v7(at: 0x017F_22E2_79B0).hasPrefix("017f22e2-79b0-7"))
        #expect(UUIDText.v7(at: 1_795_410_000_000) < UUIDText.v7(at: 1_795_410_000_001))
    }

    @Test func `a name has one identifier`() {
        #expect(UUIDText.derived(from: Array("abc".utf8)) == "ba7816bf-8f01-8fea-8141-40de5dae2223")
    }

    @Test(arguments: [
        "", "x", "BA7816BF8F018FEA814140DE5DAE2223", "ba7816bf-8f01-8fea-8141-40de5dae222", "{ba7816bf-8f01-8fea}",
        "ba7816bf-8f01-8fea-8141-40de5dae2223-", "ga7816bf-8f01-8fea-8141-40de5dae2223",
        "ba7816bf8-f01-8fea-8141-40de5dae2223", "ba7816bf-8f01-8fea-8141-40de5dae222é",
    ])
    func `other text is not an identifier`(text: String) {
        #expect(UUIDText.canonical(text) == nil)
    }

    @Test func `capital digits become small ones`() {
        #expect(UUIDText.canonical("BA7816BF-8F01-8FEA-8141-40DE5DAE2223") == "ba7816bf-8f01-8fea-8141-40de5dae2223")
    }

    @Test func `random numbers differ`() {
        #expect(Set((0..<1000).map { _ in RandomBytes.randomUInt64() }).count == 1000)
        #expect(RandomBytes.make(count: 0).isEmpty)
    }
}
