import Domain
import Testing

struct ResumeFormatTests {
    private func format(_ bytes: [UInt8]) -> ResumeFormat? { ResumeFormat(content: bytes[...]) }

    private func little(_ number: Int, _ length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// An archive of empty files: as much of one as its directory.
    private func zip(_ names: [String]) -> [UInt8] {
        let head: [UInt8] = [0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0, count: 26)
        var directory: [UInt8] = []
        for name in names {
            directory += [0x50, 0x4B, 0x01, 0x02] + [UInt8](repeating: 0, count: 24) + little(name.utf8.count, 2)
            directory += [UInt8](repeating: 0, count: 16) + Array(name.utf8)
        }
        return head + directory + [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 6)
            + little(names.count, 2) + little(directory.count, 4) + little(head.count, 4) + [0, 0]
    }

    private let wordFiles = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]

    @Test func `PDF, Word and plain text are known by their content`() {
        let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

        #expect(format(Array("%PDF-1.7\n...".utf8)) == .pdf)
        #expect(format(zip(wordFiles)) == .docx)
        #expect(
            format(compound + [1, 2, 3] + Array("WordDocument".utf8).flatMap { [$0, 0] as [UInt8] } + [0]) == .doc
        )
        #expect(format(Array("Asha Ráo\r\nDeveloper\t2019\n".utf8)) == .text)
    }

    @Test func `other archives, macros and anything else are refused`() {
        #expect(format(zip(["a.txt"])) == nil)
        #expect(format(zip(wordFiles + ["word/vbaProject.bin"])) == nil)
        #expect(format([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0x57]) == nil)
        #expect(format([0x7F, 0x45, 0x4C, 0x46, 1, 1]) == nil)
        #expect(format([]) == nil)
        #expect(format(Array("MZ\u{0}".utf8)) == nil)
    }

    @Test func `a cut or lying archive is refused and does no harm`() {
        let archive = zip(wordFiles)

        for length in 4..<archive.count { #expect(format(Array(archive[..<length])) == nil) }
        for index in archive.indices.dropFirst(4) {
            var changed = archive
            changed[index] = 0xFF
            _ = format(changed)
        }
    }
}
