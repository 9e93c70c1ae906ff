/// The kinds of file a resume may be, known by what is in it and never by its name or what the client calls it.
public enum ResumeFormat: String, CaseIterable, Sendable {
    case pdf = "application/pdf"
    case docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case doc = "application/msword"
    case text = "text/plain; charset=utf-8"

    /// The value of `Content-Type`.
    public var mediaType: String { rawValue }

    public init?(content: ArraySlice<UInt8>) {
        if content.starts(with: Array("%PDF-".utf8)) {
            self = .pdf
        } else if content.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            guard ResumeFormat.isWordDocument(content) else { return nil }
            self = .docx
        } else if content.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            // The name of the stream that makes a compound file a Word document, in the UTF-16 of its directory.
            let name = Array("WordDocument".utf8).flatMap { [$0, 0] as [UInt8] }
            guard ResumeFormat.contains(content, name) else { return nil }
            self = .doc
        } else if ResumeFormat.isText(content) {
            self = .text
        } else {
            return nil
        }
    }

    /// Whether the archive's directory names a document and no macros.
    private static func isWordDocument(_ content: ArraySlice<UInt8>) -> Bool {
        guard let names = ZipDirectory.names(of: content) else { return false }
        return names.contains("[Content_Types].xml") && names.contains("word/document.xml")
            && !names.contains { $0.lowercased().hasSuffix("vbaproject.bin") }
    }

    private static func isText(_ content: ArraySlice<UInt8>) -> Bool {
        guard !content.isEmpty, String(validating: content, as: UTF8.self) != nil else { return false }
        return content.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 || $0 == 0x0A || $0 == 0x0C || $0 == 0x0D }
    }

    private static func contains(_ content: ArraySlice<UInt8>, _ needle: [UInt8]) -> Bool {
        guard let first = needle.first else { return true }
        var rest = content
        while let index = rest.firstIndex(of: first) {
            rest = rest[index...]
            if rest.starts(with: needle) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}

/// The names in a zip archive's central directory (PKWARE's APPNOTE, section 4.3); nothing is unpacked.
private enum ZipDirectory {
    /// `nil` if there is no readable directory.
    static func names(of archive: ArraySlice<UInt8>) -> [String]? {
        let bytes = Array(archive)
        // The end record has 22 bytes and a comment of up to 65,535.
        let earliest = max(0, bytes.count - 22 - 65_535)
        let ends = stride(from: bytes.count - 22, through: earliest, by: -1)
        guard let end = ends.first(where: { number(bytes, $0, 4) == 0x0605_4B50 }) else { return nil }
        let count = number(bytes, end + 10, 2)
        var position = number(bytes, end + 16, 4)
        var names: [String] = []
        for _ in 0..<min(count, 4096) {
            guard position + 46 <= end, number(bytes, position, 4) == 0x0201_4B50 else { return nil }
            let length = number(bytes, position + 28, 2)
            guard position + 46 + length <= end else { return nil }
            names.append(String(decoding: bytes[position + 46..<position + 46 + length], as: UTF8.self))
            position += 46 + length + number(bytes, position + 30, 2) + number(bytes, position + 32, 2)
        }
        return names
    }

    /// The little-endian number of `length` bytes; 0 where the archive ends before it.
    private static func number(_ bytes: [UInt8], _ index: Int, _ length: Int) -> Int {
        guard index >= 0, index + length <= bytes.count else { return 0 }
        return bytes[index..<index + length].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
