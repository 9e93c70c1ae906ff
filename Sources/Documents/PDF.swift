/// A text document as a PDF: paragraphs on A4 pages, one after the other, each page with its number.
///
/// Any script that the machine has a font for is laid out and shaped as it should be; text can be searched and copied, and
/// is tagged for screen readers (ISO 32000-1, section 14.8). Any thread may make one.
public struct PDF: Sendable {
    /// What stands in the file's properties.
    public let title: String
    public let author: String
    /// When it was made, as in `2026-11-23T05:00:00Z`.
    public let date: String
    public let paragraphs: [Paragraph]

    public init(title: String, author: String, date: String, paragraphs: [Paragraph]) {
        self.title = title
        self.author = author
        self.date = date
        self.paragraphs = paragraphs
    }

    /// The file's bytes; throws only when memory or fonts are missing.
    public func encoded() throws(PDFError) -> [UInt8] {
        let pages = try PageWriter(title: title, author: author, date: date)
        for paragraph in paragraphs { pages.add(paragraph) }
        return try pages.finish()
    }
}

/// Some text in one style; a line break in it begins a new line.
public struct Paragraph: Equatable, Sendable {
    public enum Style: Equatable, Sendable { case title, heading, strong, text, note }

    public let style: Style
    public let text: String

    public init(_ style: Style, _ text: String) {
        self.style = style
        self.text = text
    }
}

/// Why there is no PDF, in cairo's words.
public struct PDFError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
}
