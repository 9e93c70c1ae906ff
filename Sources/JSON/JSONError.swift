/// Why a text is not JSON, and where.
///
/// The sentence never quotes the text: it may be personal data.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// The text does not follow the grammar.
        case syntax
        /// The bytes are not UTF-8.
        case encoding
        /// The text is JSON, but nested deeper, longer or with larger numbers than we take.
        case limit
    }

    public let kind: Kind
    /// What is wrong, in the words of Python's decoder where it has words for it.
    public let reason: String
    /// The number of bytes before the fault.
    public let offset: Int
    /// The number of characters before the fault.
    public let character: Int
    /// The line of the fault, counted from 1.
    public let line: Int
    /// The character's place in its line, counted from 1.
    public let column: Int

    init(_ kind: Kind, _ reason: String, at offset: Int, in bytes: [UInt8]) {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.kind = kind
        self.reason = reason
        self.offset = offset
        character = Self.characters(in: before)
        line = before.count { $0 == UInt8(ascii: "\n") } + 1
        column = Self.characters(in: before[lineStart...]) + 1
    }

    /// The whole sentence, such as `Expecting value: line 1 column 1 (char 0)`.
    public var description: String { "\(reason): line \(line) column \(column) (char \(character))" }

    private static func characters(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.count { $0 & 0xC0 != 0x80 }
    }
}
