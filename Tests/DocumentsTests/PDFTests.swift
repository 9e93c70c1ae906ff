import Documents
import Testing

@Suite struct PDFTests {
    private func bytes(_ paragraphs: [Paragraph]) throws -> [UInt8] {
        try PDF(title: "Title", author: "Acme", date: "2026-11-23T05:00:00Z", paragraphs: paragraphs).encoded()
    }

    private func pages(_ bytes: [UInt8]) -> Int {
        // The page tree says how many leaves it has (ISO 32000-1, 7.7.3.2).
        let text = String(decoding: bytes, as: UTF8.self)
        let counts = text.matches(of: #//Count (?<number>\d+)/#).compactMap { Int($0.output.number) }
        return counts.max() ?? 0
    }

    @Test func `paragraphs become a PDF`() throws {
        let bytes = try bytes([Paragraph(.title, "Transcript"), Paragraph(.text, "Hello")])

        #expect(bytes.starts(with: "%PDF-".utf8))
        #expect(bytes.suffix(8).contains(Array("%%EOF".utf8)))
    }

    @Test func `long text goes on on the next page`() throws {
        let text = String(repeating: "A sentence of some words that goes on. ", count: 1000)

        let bytes = try bytes([Paragraph(.text, text)])

        #expect(pages(bytes) > 5)
    }

    @Test(arguments: ["", "\u{0}\u{1}\u{7F}", "नमस्ते, आप कैसे हैं?", "مرحبا", "👩🏽‍💻", "\n\n\n", "<b>&\u{FEFF}\u{202E}"])
    func `any text can be printed`(text: String) throws {
        for style in [Paragraph.Style.title, .heading, .strong, .text, .note] {
            #expect(try bytes([Paragraph(style, text)]).starts(with: "%PDF-".utf8))
        }
    }

    @Test func `a word longer than a line is broken`() throws {
        let bytes = try bytes([Paragraph(.text, String(repeating: "x", count: 20_000))])

        #expect(pages(bytes) > 1)
    }

    @Test func `no paragraph is an empty page`() throws {
        #expect(pages(try bytes([])) == 1)
    }
}
