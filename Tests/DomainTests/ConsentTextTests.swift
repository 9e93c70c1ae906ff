import Domain
import Secrets
import Testing

struct ConsentTextTests {
    // Candidates agreed to these words: a change of them is a new version, never an edit.
    @Test func `the words of a version never change`() {
        let hashes = ConsentText.versions.map { version in
            let words = version.points.map { "\($0.title)\n\($0.text)" }.joined(separator: "\n")
            return "\(version.version) \(SHA256.hash(Array(words.utf8)).hex)"
        }

        #expect(hashes == ["2026-11 77c9355280feb83774c31c2fa6f6ed05bf214b1ff4fded385c04d9ee9a98c7a3"])
    }

    @Test func `a candidate reads the company's name`() {
        let texts = ConsentText.current.points(company: "Acme").map(\.text).joined()

        #expect(texts.contains("Acme"))
        #expect(!texts.contains("{"))
    }
}
